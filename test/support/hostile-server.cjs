// Serves a template on a port of its own, in a process that can be hurt: prints {"url": ...} when it is ready, and answers lines on its input: `heap` with
// {"heap": MB after collecting garbage}, `cpu` with {"cpu": ms of processor time so far}. Run with --expose-gc.
const { readFileSync } = require('node:fs')
const { emulate } = require('../../dist/emulator/testing/index.js')

async function settledHeap() {
  for (let i = 0; i < 5; i++) {
    global.gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed / 2 ** 20
}

async function main(template) {
  const gateway = await emulate(JSON.parse(readFileSync(template, 'utf8')), { port: 0 })
  console.log(JSON.stringify({ url: `${gateway.url}/_aws/execute-api/${gateway.outputs.ApiId}/test` }))
  process.stdin.on('data', async (asked) => {
    const { user, system } = process.cpuUsage()
    console.log(JSON.stringify(String(asked).trim() === 'cpu' ? { cpu: (user + system) / 1000 } : { heap: await settledHeap() }))
  })
  process.stdin.on('end', () => gateway.stop())
}

main(process.argv[2])

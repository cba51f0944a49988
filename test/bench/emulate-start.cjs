// How long a test waits for its first answer: with nothing loaded, and again once everything is; prints both as milliseconds.
const { performance } = require('node:perf_hooks')

async function firstAnswer(directory, path) {
  const start = performance.now()
  const { emulate } = require('../../dist/emulator/testing/index.js')
  const gateway = await emulate(directory, { stage: 'dev' })
  const response = await gateway.fetch(path)
  const took = performance.now() - start
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  await gateway.stop()
  return took
}

async function main(directory, path) {
  const unloaded = await firstAnswer(directory, path)
  console.log(JSON.stringify([unloaded, await firstAnswer(directory, path)]))
}

main(process.argv[2], process.argv[3])

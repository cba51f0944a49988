// How long emulate() takes to its first response, once its modules are loaded; prints milliseconds.
const { performance } = require('node:perf_hooks')
const { emulate } = require('../../dist/emulator/testing/index.js')

async function main(directory, path) {
  const start = performance.now()
  const gateway = await emulate(directory, { stage: 'dev' })
  const response = await gateway.fetch(path)
  const took = performance.now() - start
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  await gateway.stop()
  console.log(took)
}

main(process.argv[2], process.argv[3])

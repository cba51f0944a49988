// What of 1,000,000 observed requests stays in memory, in MB; prints one JSON object. To be run with --expose-gc.
const { Emulator, ManualClock, seededIds } = require('../../dist/emulator/index.js')
const { runRequest } = require('../../dist/emulator/gateway/run.js')

const MILLION = 1_000_000
/** Milliseconds between two requests: a million of them are 17 minutes. */
const APART = 1

async function settled() {
  for (let i = 0; i < 5; i++) {
    global.gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { kept: (heapUsed + external) / 2 ** 20, rss: rss / 2 ** 20 }
}

async function main(template) {
  const clock = new ManualClock(Date.UTC(2026, 0, 1))
  const emulator = new Emulator({ clock, ids: seededIds(1), accountThrottle: { rate: 1e9, burst: 1e9 } })
  await emulator.deployments.deploy({ kind: 'template', name: 'bench', body: template, file: undefined }, { strict: false })
  const [stage] = emulator.stages.all()
  const send = () => {
    const request = {
      method: 'GET',
      path: '/mock',
      fullPath: '/test/mock',
      queryString: '',
      headers: ['Host', 'bench', 'User-Agent', 'bench'],
      body: undefined,
      sourceIp: '127.0.0.1',
      domainName: 'bench',
    }
    const { response } = runRequest(stage, request)
    if (response.status !== 200) throw new Error(`${response.status} ${response.body}`)
  }
  for (let i = 0; i < 1000; i++) send()
  const before = await settled()
  for (let i = 0; i < MILLION; i += 1000) {
    for (let j = 0; j < 1000; j++) send()
    await clock.advance(1000 * APART)
  }
  const after = await settled()
  const counted = emulator.cost().requests
  await emulator.stop()
  console.log(JSON.stringify({ kept: after.kept - before.kept, rss: after.rss - before.rss, counted }))
}

main(require('node:fs').readFileSync(process.argv[2], 'utf8'))

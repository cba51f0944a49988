// What limits and caches cost in this process; prints one JSON object. To be run with --expose-gc.
const { Emulator, ManualClock, seededIds } = require('../../dist/emulator/index.js')
const { runRequest } = require('../../dist/emulator/gateway/run.js')
const { BoundedCache } = require('../../dist/emulator/store/bounded-cache.js')
const { MemoryStore } = require('../../dist/emulator/store/memory-store.js')

const REQUESTS = 200_000
const MILLION = 1_000_000
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** An API with so many keys in one plan; answers a function that sends a request with the next one. */
async function withKeys(template, count) {
  const emulator = new Emulator({ clock: new ManualClock(0), ids: seededIds(1), accountThrottle: { rate: 1e9, burst: 1e9 } })
  await emulator.deployments.deploy({ kind: 'template', name: 'bench', body: template, file: undefined }, { strict: false })
  const { records } = emulator.call()
  const [plan] = records.usagePlans.list()
  for (let i = 0; i < count; i++) {
    const now = new Date(0)
    records.apiKeys.put(
      { id: `key${i}`, value: `value-of-the-key-number-${i}`, enabled: true, createdDate: now, lastUpdatedDate: now, stageKeys: [] },
      `key${i}`,
    )
    records.usagePlanKeys.put({ id: `key${i}`, type: 'API_KEY' }, `key${i}`, plan.id)
  }
  const [stage] = emulator.stages.all()
  const headers = Array.from({ length: count }, (_, i) => ['Host', 'bench', 'x-api-key', `value-of-the-key-number-${i}`])
  let next = 0
  const send = () => {
    const request = {
      method: 'GET',
      path: '/limited',
      fullPath: '/bench/limited',
      queryString: '',
      headers: headers[next],
      body: undefined,
      sourceIp: '127.0.0.1',
      domainName: 'bench',
    }
    next = (next + 7919) % count
    const { response } = runRequest(stage, request)
    if (response.status !== 200) throw new Error(`${response.status} ${response.body}`)
  }
  for (let i = 0; i < count * 2; i++) send()
  return { send, stop: () => emulator.stop() }
}

function nanoseconds(run) {
  const begun = process.hrtime.bigint()
  for (let i = 0; i < REQUESTS; i++) run()
  return Number(process.hrtime.bigint() - begun) / REQUESTS
}

/** Bytes of the heap that a thing takes, beside what its caller holds. */
function heapOf(make) {
  global.gc()
  const before = process.memoryUsage().heapUsed
  const made = make()
  global.gc()
  return [process.memoryUsage().heapUsed - before, made]
}

async function main(template) {
  const [few, many] = [await withKeys(template, 10), await withKeys(template, 10_000)]
  // In turns, so that a busy machine slows down both.
  const rounds = Array.from({ length: 9 }, () => [nanoseconds(few.send), nanoseconds(many.send)])
  const [tenKeys, tenThousandKeys] = [0, 1].map((at) => median(rounds.map((round) => round[at])))
  await few.stop()
  await many.stop()

  const names = Array.from({ length: 100_000 }, (_, i) => `throttle/plan/000000000000/us-east-1/plan01/key${i}`)
  const store = new MemoryStore()
  const [buckets] = heapOf(() => {
    for (const name of names) store.take(name, { rate: 0.001, burst: 10 }, 0)
  })
  const cache = new BoundedCache()
  const room = { bytes: 500, capacity: 1e9 }
  const [entries] = heapOf(() => {
    for (const name of names) cache.set(name, { status: 200, headers: ['Content-Type', 'application/json'], body: '' }, room, 1e12, 0)
  })

  const full = new BoundedCache()
  const capacity = 100 * 2 ** 20
  let largest = 0
  const begun = process.hrtime.bigint()
  for (let i = 0; i < MILLION; i++) {
    full.set(`entry-${i}`, undefined, { bytes: 1000 + (i % 100), capacity }, 1e12, 0)
    if (full.bytes > largest) largest = full.bytes
  }
  const evicting = Number(process.hrtime.bigint() - begun) / MILLION
  console.log(
    JSON.stringify({
      tenKeys,
      tenThousandKeys,
      bucket: buckets / names.length,
      entry: entries / names.length,
      evicting,
      largest,
      capacity,
      kept: full.size,
    }),
  )
}

main(require('node:fs').readFileSync(process.argv[2], 'utf8'))

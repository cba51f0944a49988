import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyed, keyValue, plans } from '../support/plans'
import { mockOf, restTemplate } from '../support/rest-template'
import { load, median, option, startChild } from './measure'

const [barePort, porticoPort] = [45_703, 45_704]
const ROUNDS = 5
const NO_LIMIT = 1_000_000_000
const SETTING = { ThrottlingRateLimit: NO_LIMIT, ThrottlingBurstLimit: NO_LIMIT, HttpMethod: 'GET' }

/** MOCK as it is; with a key, its plan's throttle and quota, and a throttle of the method; and from the cache. */
const TEMPLATE = restTemplate({
  routes: { 'GET /mock': mockOf('{"ok":true}'), 'GET /limited': keyed('{"ok":true}'), 'GET /cached': mockOf('{"ok":true}') },
  stage: {
    CacheClusterEnabled: true,
    MethodSettings: [
      { ...SETTING, ResourcePath: '/limited' },
      { ...SETTING, ResourcePath: '/cached', CachingEnabled: true, CacheTtlInSeconds: 3600 },
    ],
  },
  resources: plans({
    Plan: { keys: ['bench'], Throttle: { RateLimit: NO_LIMIT, BurstLimit: NO_LIMIT }, Quota: { Limit: NO_LIMIT, Period: 'MONTH' } },
  }),
})

/** What limits cost over MOCK, and what a cache hit is to a bare node:http server; keys by the thousand; memory of a bucket and an entry. */
export async function limits(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const file = join(folder, 'limits.json')
  writeFileSync(file, JSON.stringify(TEMPLATE))
  try {
    await overHttp(file)
    inProcess(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function overHttp(file: string): Promise<void> {
  const [seconds, connections] = [option('--seconds', 3), option('--connections', 10)]
  const bare = await startChild([join(__dirname, 'bare-server.cjs'), String(barePort)], /ready/)
  const portico = await startChild([join(__dirname, 'serve.cjs'), file, String(porticoPort)], /\n/)
  try {
    const base = portico.line.trim().replace(/bench$/, 'test')
    const urls = [`http://127.0.0.1:${barePort}/`, `${base}/mock`, `${base}/limited`, `${base}/cached`]
    const ask = (url: string, time: number) => load(url, time, connections, { 'x-api-key': keyValue('bench') })
    for (const url of urls) ask(url, 1)
    const rounds = Array.from({ length: ROUNDS }, () => urls.map((url) => ask(url, seconds)))
    // With the one of the template, as many as an account may have.
    await makeKeys(portico.line.trim(), 9_999)
    // In turns, so that a busy machine slows down both.
    const keyRounds = Array.from({ length: ROUNDS }, () =>
      [10, 9_999].map((count) => askWithKeys(`${base}/limited`, seconds, connections, count)),
    )
    const failed = rounds.flat().reduce((sum, measured) => sum + measured.failed, 0)
    const ratio = (of: number, to: number) => median(rounds.map((round) => (round[of]?.rps ?? 0) / (round[to]?.rps ?? 1)))
    console.log(`\nlimits and caches, ${connections} connections, median of ${ROUNDS} rounds of ${seconds} s, ${failed} failed`)
    console.log(`key, throttles and quota: ${((1 / ratio(2, 1) - 1) * 100).toFixed(1)} % more than MOCK alone`)
    const cost = median(keyRounds.map(([few, many]) => (few?.rps ?? 0) / (many?.rps ?? 1)))
    const lost = keyRounds.flat().reduce((sum, measured) => sum + measured.failed, 0)
    console.log(`a request costs ${cost.toFixed(2)} with 10,000 keys of what it costs with 10, ${lost} failed`)
    console.log(`MOCK ${ratio(1, 0).toFixed(2)} of bare, cache hit ${ratio(3, 0).toFixed(2)} of bare`)
  } finally {
    bare.child.kill()
    portico.child.kill()
  }
}

/** Imports so many keys into the plan. */
async function makeKeys(url: string, count: number): Promise<void> {
  const origin = new URL(url).origin
  const headers = {
    Authorization: 'AWS4-HMAC-SHA256 Credential=BENCH/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0',
  }
  const plans = (await (await fetch(`${origin}/usageplans`, { headers })).json()) as { item: readonly { id: string }[] }
  const rows = Array.from({ length: count }, (_, i) => `key${i},value-of-the-key-number-${i},true,${[plans.item].flat()[0]?.id}`)
  const body = ['Name,Key,Enabled,UsagePlanIds', ...rows].join('\n')
  const made = await fetch(`${origin}/apikeys?mode=import&format=csv`, { method: 'POST', headers, body })
  if (made.status >= 300) throw new Error(`The keys are not made: ${await made.text()}`)
}

function askWithKeys(url: string, seconds: number, connections: number, count: number): { rps: number; failed: number } {
  const args = [join(__dirname, 'keys-load.cjs'), url, String(seconds), String(connections), String(count)]
  return JSON.parse(execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e7 }).toString())
}

function inProcess(file: string): void {
  const out = execFileSync(process.execPath, ['--expose-gc', join(__dirname, 'limits-probe.cjs'), file], { maxBuffer: 1e7 }).toString()
  const { tenKeys, tenThousandKeys, bucket, entry, evicting, largest, capacity, kept } = JSON.parse(out) as Record<string, number>
  const times = `${tenKeys?.toFixed(0)} ns with 10 keys, ${tenThousandKeys?.toFixed(0)} ns with 10,000`
  console.log(`a limited request, in process: ${times}, ratio ${((tenThousandKeys ?? 0) / (tenKeys ?? 1)).toFixed(2)}`)
  console.log(`memory: ${bucket?.toFixed(0)} bytes a bucket, ${entry?.toFixed(0)} bytes a cached answer beside its body and key`)
  console.log(`1,000,000 answers into a cache of ${capacity} bytes: ${largest} at most, ${kept} kept, ${evicting?.toFixed(0)} ns each`)
}

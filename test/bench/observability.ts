import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mockOf, restTemplate } from '../support/rest-template'
import { load, median, option, startChild } from './measure'

const PORTS = [45_705, 45_706] as const
const ROUNDS = 5
const routes = { 'GET /mock': mockOf('{"ok":true}') }
const FIELDS = ['requestId', 'identity.sourceIp', 'requestTime', 'httpMethod', 'resourcePath', 'status', 'protocol', 'responseLength']

/** MOCK as it is, and with all that can be observed of it. */
const PLAIN = restTemplate({ routes })
const OBSERVED = restTemplate({
  routes,
  stage: {
    AccessLogSetting: {
      DestinationArn: { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:access' },
      Format: `{${FIELDS.map((name) => `"${name}":"$context.${name}"`).join(',')}}`,
    },
    MethodSettings: [
      {
        ResourcePath: '/*',
        HttpMethod: '*',
        LoggingLevel: 'INFO',
        MetricsEnabled: true,
        ThrottlingRateLimit: -1,
        ThrottlingBurstLimit: -1,
      },
    ],
  },
})

/** What detailed metrics, an access log and an execution log at INFO cost together over MOCK. */
export async function observability(): Promise<void> {
  const [seconds, connections] = [option('--seconds', 3), option('--connections', 10)]
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const children = []
  try {
    for (const [i, template] of [PLAIN, OBSERVED].entries()) {
      const file = join(folder, `${i}.json`)
      writeFileSync(file, JSON.stringify(template))
      children.push(await startChild([join(__dirname, 'serve.cjs'), file, String(PORTS[i])], /\n/))
    }
    const urls = children.map(({ line }) => `${line.trim().replace(/bench$/, 'test')}/mock`)
    for (const url of urls) load(url, 1, connections)
    // In turns, so that a busy machine slows down both.
    const rounds = Array.from({ length: ROUNDS }, () => urls.map((url) => load(url, seconds, connections)))
    const failed = rounds.flat().reduce((sum, measured) => sum + measured.failed, 0)
    const ratio = median(rounds.map(([plain, observed]) => (plain?.rps ?? 0) / (observed?.rps ?? 1)))
    console.log(`\nobservability, ${connections} connections, median of ${ROUNDS} rounds of ${seconds} s, ${failed} failed`)
    const probe = ['--expose-gc', join(__dirname, 'observability-probe.cjs'), join(folder, '1.json')]
    const { kept, rss } = JSON.parse(execFileSync(process.execPath, probe, { encoding: 'utf8' })) as { kept: number; rss: number }
    console.log(`metrics, access log and INFO execution log: ${((ratio - 1) * 100).toFixed(1)} % more than MOCK alone`)
    console.log(`1,000,000 observed requests leave ${kept.toFixed(1)} MB (resident ${rss.toFixed(0)} MB) more in memory than 1,000`)
  } finally {
    for (const { child } of children) child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

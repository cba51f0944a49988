import type { Clock } from '../../base/clock'
import type { LogEvent } from '../../observe/logs'
import type { Metrics } from '../../observe/metrics'

/** Values of one member, metrics of one directive, dimensions of one set. */
const MOST = { values: 100, metrics: 100, dimensions: 30 }
const HOUR = 3_600_000

interface Directive {
  readonly Namespace?: unknown
  readonly Dimensions?: unknown
  readonly Metrics?: unknown
}

/**
 * Counts what a log event holds in CloudWatch's embedded metric format: an object whose `_aws` tells which of its members are metrics and
 * dimensions. What Lambda writes in front of a line of `console.log` is passed over. Anything malformed is no metric, as on AWS.
 */
export function countEmbedded({ account, region, group, message, at }: LogEvent, metrics: Metrics, clock: Clock): void {
  if (!message.includes('"_aws"')) return
  const now = clock.now()
  const root = parsed(message.slice(message.indexOf('{')))
  const aws = isObject(root?.['_aws']) ? root['_aws'] : undefined
  if (root === undefined || aws === undefined || !Array.isArray(aws['CloudWatchMetrics'])) return
  // The time of a function is the machine's, whatever the emulator's clock says; its lines have the emulator's.
  const time = typeof aws['Timestamp'] === 'number' && !group.startsWith('/aws/lambda/') ? aws['Timestamp'] : at
  if (time < now - 14 * 24 * HOUR || time > now + 2 * HOUR) return
  const scope = metrics.in(account, region)
  for (const directive of (aws['CloudWatchMetrics'] as unknown[]).filter(isObject) as Directive[]) {
    const { Namespace, Metrics: definitions } = directive
    if (typeof Namespace !== 'string' || Namespace === '' || !Array.isArray(definitions)) continue
    const sets = dimensionSets(directive.Dimensions, root)
    for (const definition of definitions.slice(0, MOST.metrics).filter(isObject) as {
      Name?: unknown
      Unit?: unknown
      StorageResolution?: unknown
    }[]) {
      const { Name, Unit = 'None', StorageResolution } = definition
      if (typeof Name !== 'string') continue
      const values = [root[Name]].flat().filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[]
      for (const dimensions of sets) {
        const series = scope.series(Namespace, Name, dimensions, String(Unit))
        for (const value of values.slice(0, MOST.values)) series.point(time, StorageResolution === 1).add(value)
      }
    }
  }
}

/** One set of dimensions for each list of names; without any, the metric has none. */
function dimensionSets(given: unknown, root: Readonly<Record<string, unknown>>): { Name: string; Value: string }[][] {
  const lists = Array.isArray(given) && given.length > 0 ? (given as unknown[]) : [[]]
  return lists.flatMap((names) => {
    if (!Array.isArray(names) || names.length > MOST.dimensions) return []
    const set = names.map((name) => ({ Name: String(name), Value: root[String(name)] }))
    const isWhole = set.every(({ Value }) => typeof Value === 'string' && Value !== '')
    return isWhole ? [set as { Name: string; Value: string }[]] : []
  })
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { invalidValue } from '../operations'
import { broken, type Fields, isObject } from './fields'

export type Side = 'left' | 'right'

/** A metric or an expression of a widget. */
export interface WidgetMetric {
  readonly query: MetricDataQuery
  readonly colour?: string
  readonly axis: Side
}

const MOST_METRICS = 100

/** Where a widget is drawn: its metrics have to be of here. */
export interface Here {
  readonly region: string
  readonly account: string
}

/** Rows of namespace, name, dimensions and options; `.` repeats what stands above, `...` all of it but what follows. */
export function readMetrics(widget: Fields, here: Here): WidgetMetric[] {
  const rows = widget.list('metrics') ?? []
  const defaults = { period: widget.number('period') ?? 300, stat: widget.text('stat') ?? 'Average' }
  if (rows.length > MOST_METRICS) throw broken('/metrics', `should NOT have more than ${MOST_METRICS} items`)
  let above: readonly string[] = []
  return rows.map((row, at) => {
    const path = `/metrics/${at}`
    if (!Array.isArray(row)) throw broken(path, 'should be array')
    const options = widget.item(row.find(isObject) ?? {}, `metrics/${at}`)
    const expression = options.text('expression')
    const names = repeated(row, above, path)
    if (expression === undefined) above = names
    checkPlace(options, here)
    const colour = options.colour('color')
    const label = options.text('label')
    const common = {
      Id: options.text('id') ?? `q_${at}`,
      ReturnData: options.flag('visible', true),
      ...(label === undefined ? {} : { Label: label }),
    }
    const axis = options.choice('yAxis', ['left', 'right'], 'left')
    const Period = options.number('period') ?? defaults.period
    const Stat = options.text('stat') ?? defaults.stat
    const query =
      expression === undefined
        ? { ...common, MetricStat: { Metric: metricOf(names, path), Period, Stat } }
        : { ...common, Expression: expression, Period }
    return { query, axis, ...(colour === undefined ? {} : { colour }) }
  })
}

/** "If you include it, it must specify the local Region", says the structure of widgets; so do we of metrics and of accounts. */
export function checkPlace(fields: Fields, { region, account }: Here): void {
  const given = fields.text('region')
  if (given !== undefined && given !== region) throw broken(`${fields.path}/region`, `should be the local Region ${region}`)
  if ((fields.text('accountId') ?? account) === account) return
  throw invalidValue(`Not emulated by Portico yet: metrics of other accounts in a metric widget, ${fields.path}/accountId`)
}

function metricOf([Namespace, MetricName, ...pairs]: readonly string[], path: string) {
  if (MetricName === undefined) throw broken(path, 'should NOT have fewer than 2 items')
  if (pairs.length % 2 !== 0) throw broken(path, 'should have a value for each dimension')
  return { Namespace, MetricName, Dimensions: pairs.flatMap((Name, i) => (i % 2 === 0 ? [{ Name, Value: pairs[i + 1] }] : [])) }
}

function repeated(row: readonly unknown[], above: readonly string[], path: string): string[] {
  const names = row.filter((part, at) => {
    if (typeof part === 'string') return true
    if (isObject(part) && at === row.length - 1) return false
    throw broken(`${path}/${at}`, 'should be string')
  }) as string[]
  const rest = names.indexOf('...')
  const full = rest < 0 ? names : [...above.slice(0, above.length - (names.length - rest - 1)), ...names.slice(rest + 1)]
  return full.map((name, at) => (name === '.' ? (above[at] ?? name) : name))
}

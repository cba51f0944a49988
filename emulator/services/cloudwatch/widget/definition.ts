import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { isNestedDeeper } from '../../../base/nesting'
import { invalidValue } from '../operations'
import type { Colour } from './canvas'

/** A widget as its JSON describes it (CloudWatch API reference, "Metric widget: structure and syntax"). */
export interface Widget {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly from: number
  readonly to: number
  readonly stacked: boolean
  readonly queries: readonly MetricDataQuery[]
  /** By the id of a query. */
  readonly colours: Readonly<Record<string, Colour>>
  readonly left: { readonly min?: number; readonly max?: number; readonly label?: string }
  readonly lines: readonly { readonly value: number; readonly label: string; readonly colour: Colour }[]
}

type Json = Readonly<Record<string, unknown>>

const HOUR = 3_600_000
const UNITS: Readonly<Record<string, number>> = { M: 60_000, H: HOUR, D: 24 * HOUR, W: 7 * 24 * HOUR }
const MOST_METRICS = 500
const DEEPEST = 20
const SIZES = { least: 1, most: 2000 }

/** Reads the definition. Throws AWS's error for one that is none; views that are not drawn say so. Wordings are uncertain. */
export function readWidget(text: string, now: number): Widget {
  let given: unknown
  try {
    given = isNestedDeeper(text, DEEPEST, 'json') ? undefined : JSON.parse(text)
  } catch {
    given = undefined
  }
  if (!isObject(given)) throw invalidValue('The value of parameter MetricWidget must be a valid JSON object.')
  const { view = 'timeSeries', title = '', stacked = false, metrics, annotations } = given
  if (view !== 'timeSeries') throw invalidValue(`Not emulated by Portico yet: the view ${String(view)} of a metric widget`)
  if (!Array.isArray(metrics) || metrics.length > MOST_METRICS) throw invalidValue('The metric widget has no array "metrics".')
  const [from, to] = [timeOf(given['start'], now, now - 3 * HOUR), timeOf(given['end'], now, now)]
  if (!(from < to)) throw invalidValue('The start of a metric widget must be before its end.')
  const { queries, colours } = queriesOf(metrics, given)
  return {
    title: String(title),
    width: sizeOf(given, 'width', 600),
    height: sizeOf(given, 'height', 400),
    from,
    to,
    stacked: stacked === true,
    queries,
    colours,
    left: isObject(given['yAxis']) && isObject(given['yAxis']['left']) ? axisOf(given['yAxis']['left']) : {},
    lines: isObject(annotations) && Array.isArray(annotations['horizontal']) ? annotations['horizontal'].flatMap(lineOf) : [],
  }
}

/** Rows of namespace, name, dimensions and options; `.` repeats what stands above, `...` all of it but the last. */
function queriesOf(rows: readonly unknown[], widget: Json): { queries: MetricDataQuery[]; colours: Record<string, Colour> } {
  const colours: Record<string, Colour> = {}
  let before: readonly string[] = []
  const queries = rows.map((row, at): MetricDataQuery => {
    if (!Array.isArray(row)) throw invalidValue('Each of the metrics of a metric widget must be an array.')
    const options = row.find(isObject) ?? {}
    const id = typeof options['id'] === 'string' ? options['id'] : `m${at}x`
    if (typeof options['color'] === 'string' && /^#[0-9a-f]{6}$/i.test(options['color'])) colours[id] = options['color']
    const common = {
      Id: id,
      ReturnData: options['visible'] !== false,
      ...(typeof options['label'] === 'string' ? { Label: options['label'] } : {}),
    }
    const period = Number(options['period'] ?? widget['period'] ?? 300)
    if (typeof options['expression'] === 'string') return { ...common, Expression: options['expression'], Period: period }
    const names = repeated(
      row.filter((part) => typeof part === 'string'),
      before,
    )
    before = names
    const [Namespace, MetricName, ...pairs] = names
    if (MetricName === undefined || pairs.length % 2 !== 0) throw invalidValue(`The metric ${JSON.stringify(row)} is not complete.`)
    const Dimensions = pairs.flatMap((Name, i) => (i % 2 === 0 ? [{ Name, Value: pairs[i + 1] }] : []))
    const Stat = String(options['stat'] ?? widget['stat'] ?? 'Average')
    return { ...common, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat } }
  })
  return { queries, colours }
}

function repeated(names: readonly string[], before: readonly string[]): string[] {
  const rest = names.indexOf('...')
  const full = rest < 0 ? names : [...before.slice(0, before.length - (names.length - rest - 1)), ...names.slice(rest + 1)]
  return full.map((name, at) => (name === '.' ? (before[at] ?? name) : name))
}

/** ISO 8601, or so long before now: `-PT3H`, `-P1D`. */
function timeOf(value: unknown, now: number, otherwise: number): number {
  if (value === undefined) return otherwise
  const [, number, unit = ''] = /^-PT?(\d+)([MHDW])$/.exec(String(value)) ?? []
  const at = number === undefined ? Date.parse(String(value)) : now - Number(number) * (UNITS[unit] ?? 0)
  if (Number.isNaN(at)) throw invalidValue(`The time ${String(value)} of a metric widget is none.`)
  return at
}

function sizeOf(widget: Json, name: 'width' | 'height', otherwise: number): number {
  const value = widget[name] ?? otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= SIZES.least && value <= SIZES.most) return value
  throw invalidValue(`The ${name} of a metric widget must be a whole number from ${SIZES.least} to ${SIZES.most}.`)
}

function axisOf({ min, max, label }: Json): Widget['left'] {
  return {
    ...(typeof min === 'number' ? { min } : {}),
    ...(typeof max === 'number' ? { max } : {}),
    ...(typeof label === 'string' ? { label } : {}),
  }
}

function lineOf(line: unknown): Widget['lines'] {
  if (!isObject(line) || typeof line['value'] !== 'number') return []
  const { value, label = '', color } = line
  return [{ value: value as number, label: String(label), colour: /^#[0-9a-f]{6}$/i.test(String(color)) ? String(color) : '#d62728' }]
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

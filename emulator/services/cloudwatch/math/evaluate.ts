import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch'
import { type Statistic, statisticOf } from '../../../observe/statistics'
import type { Call } from '../../operations'
import { checkDimensions, checkMetricName, checkNamespace } from '../metric-names'
import { invalidCombination, invalidValue } from '../operations'
import { checkPeriod, type Points, readMetric, type Span } from '../read-metric'
import { unitOf } from '../units'
import { type Frame, FUNCTIONS } from './functions'
import { searchMetrics } from './search'
import { type Expression, type Operator, parseExpression } from './syntax'
import { combine, mapValue, mathNotEmulated, type TimeSeries, type Value } from './values'

const OPERATIONS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
}
const NOT_EMULATED = new Set(['ANOMALY_DETECTION_BAND', 'DB_PERF_INSIGHTS', 'INSIGHT_RULE_METRIC', 'LAMBDA', 'SELECT', 'SERVICE_QUOTA'])
const WORDS = new Set(['REPEAT', 'LINEAR', 'AVG', 'MAX', 'MIN', 'SUM', 'ASC', 'DESC'])

/** Queries for metric data, checked and taken apart once; then answered for any span of time. */
export class Queries {
  readonly #byId = new Map<string, Query>()

  constructor(given: readonly MetricDataQuery[]) {
    for (const [i, query] of given.entries()) {
      const id = query.Id ?? ''
      if (!/^[a-z]\w{0,254}$/.test(id)) throw invalidValue(`The value ${id} for parameter MetricDataQueries.member.${i + 1}.Id is invalid.`)
      if (this.#byId.has(id)) throw invalidValue(`The values for parameter Id in MetricDataQueries are not unique.`)
      this.#byId.set(id, readQuery(query, `MetricDataQueries.member.${i + 1}`))
    }
    const state = new Map<string, 'open' | 'done'>()
    for (const id of this.#byId.keys()) this.#checkQuery(id, id, state)
  }

  get all(): readonly Query[] {
    return [...this.#byId.values()]
  }

  /** The shortest period among the metrics. Milliseconds; a minute when there is none. */
  get period(): number {
    return Math.min(...this.all.flatMap(({ period }) => period ?? []), Number.POSITIVE_INFINITY) || 60_000
  }

  /** What a query comes to in a span of time: in each of its periods, or in the span as one (`whole`). */
  evaluate(id: string, call: Call, span: Span, whole = false): Value {
    const period = whole ? span.to - span.from : this.period
    const frame = { ...span, ...(whole ? { anchor: span.from, whole } : {}), period: Number.isFinite(period) ? period : 60_000 }
    return new Evaluation(this.#byId, call, frame).query(id)
  }

  /** Every name has to be that of a query, and none may lead back to itself. */
  #checkQuery(id: string, from: string, state: Map<string, 'open' | 'done'>): void {
    if (state.get(id) === 'done') return
    if (state.get(id) === 'open') throw invalidValue(`Error in expression '${from}': Circular reference: ${id}`)
    state.set(id, 'open')
    const expression = this.#byId.get(id)?.expression
    for (const name of expression === undefined ? [] : namesIn(expression, id)) {
      if (this.#byId.has(name)) this.#checkQuery(name, id, state)
      else if (!WORDS.has(name.toUpperCase())) throw invalidValue(`Error in expression '${id}': Unknown identifier: ${name}`)
    }
    state.set(id, 'done')
  }
}

/** The names in an expression; throws where it calls a function that there is not. */
function namesIn(expression: Expression, id: string): string[] {
  switch (expression.kind) {
    case 'name':
      return [expression.name]
    case 'call':
      if (NOT_EMULATED.has(expression.name)) throw mathNotEmulated(expression.name)
      if (FUNCTIONS[expression.name] === undefined && expression.name !== 'METRICS' && expression.name !== 'SEARCH') {
        throw invalidValue(`Error in expression '${id}': Unknown function: ${expression.name}`)
      }
      return expression.args.flatMap((arg) => namesIn(arg, id))
    case 'list':
      return expression.items.flatMap((item) => namesIn(item, id))
    case 'negative':
      return namesIn(expression.of, id)
    case 'operation':
      return [...namesIn(expression.left, id), ...namesIn(expression.right, id)]
    default:
      return []
  }
}

/** One query: a metric, or an expression. */
export interface Query {
  readonly id: string
  readonly given: MetricDataQuery
  readonly returned: boolean
  readonly expression?: Expression
  readonly metric?: { readonly namespace: string; readonly name: string; readonly dimensions: ReturnType<typeof checkDimensions> }
  readonly unit?: string
  readonly statistic?: Statistic
  readonly period?: number
}

function readQuery(given: MetricDataQuery, member: string): Query {
  const base = { id: given.Id ?? '', given, returned: given.ReturnData !== false }
  if ((given.Expression === undefined) === (given.MetricStat === undefined)) {
    throw invalidCombination(`Exactly one of the parameters ${member}.Expression and ${member}.MetricStat must be specified.`)
  }
  if (given.Expression !== undefined) {
    if (/^\s*SELECT\b/i.test(given.Expression)) throw mathNotEmulated('SELECT')
    const period = given.Period === undefined ? {} : { period: checkPeriod(given.Period, `${member}.Period`) }
    return { ...base, ...period, expression: parseExpression(given.Expression) }
  }
  return { ...base, ...readStat(given.MetricStat as MetricStat, `${member}.MetricStat`) }
}

function readStat({ Metric, Period, Stat = '', Unit }: MetricStat, member: string) {
  const statistic = statisticOf(Stat)
  if (statistic === undefined) throw invalidValue(`The value ${Stat} for parameter ${member}.Stat is not supported.`)
  const unit = unitOf(Unit, `${member}.Unit`)
  return {
    metric: {
      namespace: checkNamespace(Metric?.Namespace, `${member}.Metric.Namespace`),
      name: checkMetricName(Metric?.MetricName, `${member}.Metric.MetricName`),
      dimensions: checkDimensions(Metric?.Dimensions, `${member}.Metric.Dimensions`),
    },
    period: checkPeriod(Period, `${member}.Period`),
    statistic,
    ...(unit === undefined ? {} : { unit }),
  }
}

/** One answer to queries: each is worked out once. */
class Evaluation {
  readonly #known = new Map<string, Value>()

  constructor(
    private readonly queries: ReadonlyMap<string, Query>,
    private readonly call: Call,
    private readonly frame: Frame,
  ) {}

  query(id: string): Value {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const query = this.queries.get(id)
    const value = query === undefined ? [] : query.expression === undefined ? this.#metric(query) : this.#value(query.expression)
    this.#known.set(id, value)
    return value
  }

  #metric({ metric, unit, period: own = 60_000, statistic, given }: Query): TimeSeries {
    const period = this.frame.whole ? this.frame.period : own
    if (metric === undefined || statistic === undefined) return { label: '', period, values: new Map() }
    const values = valuesOf(readMetric(this.call, metric, unit, this.frame, period), statistic)
    return { label: given.Label ?? metric.name, period, values }
  }

  #value(expression: Expression): Value {
    switch (expression.kind) {
      case 'number':
        return expression.value
      case 'name':
        return this.query(expression.name)
      case 'list':
        return expression.items.map((item) => this.#value(item))
      case 'negative':
        return mapValue(this.#value(expression.of), (value) => -value)
      case 'operation': {
        const { operator, left, right } = expression
        return combine(this.#value(left), this.#value(right), OPERATIONS[operator], operator)
      }
      case 'call':
        return this.#call(expression.name, expression.args)
      default:
        throw invalidValue(`Error in expression: Unexpected text '${expression.value}'.`)
    }
  }

  #call(name: string, args: readonly Expression[]): Value {
    if (name === 'SEARCH') return this.#search(args)
    if (name === 'METRICS') {
      const [part] = args
      const wanted = part?.kind === 'text' ? part.value : ''
      const metrics = [...this.queries.values()].filter(({ metric, id }) => metric !== undefined && id.includes(wanted))
      return metrics.map(({ id }) => this.query(id))
    }
    const values = args.map((arg) =>
      arg.kind === 'name' && !this.queries.has(arg.name) ? { word: arg.name.toUpperCase() } : this.#value(arg),
    )
    return FUNCTIONS[name]?.(values, this.frame) ?? []
  }

  /** `SEARCH('{AWS/ApiGateway,ApiName} MetricName="Count"', 'Sum', 300)`. */
  #search([query, stat, period]: readonly Expression[]): Value {
    const statistic = stat?.kind === 'text' ? statisticOf(stat.value) : undefined
    if (query?.kind !== 'text' || statistic === undefined) throw invalidValue('SEARCH expects a search, a statistic and a period.')
    const width = period?.kind === 'number' && !this.frame.whole ? checkPeriod(period.value) : this.frame.period
    const metrics = searchMetrics(this.call.metrics.in(this.call.account, this.call.region).list(), query.value)
    return metrics.map((metric) => ({
      label: [...metric.dimensions.map(({ Value }) => Value), metric.name].join(' '),
      period: width,
      values: valuesOf(readMetric(this.call, metric, undefined, this.frame, width), statistic),
    }))
  }
}

function valuesOf(points: Points, statistic: Statistic): Map<number, number> {
  const values = new Map<number, number>()
  for (const [at, point] of points) {
    const value = statistic(point)
    if (value !== undefined && Number.isFinite(value)) values.set(at, value)
  }
  return values
}

import type { MetricDatum } from '@aws-sdk/client-cloudwatch'
import type { MetricPoint } from '../../observe/metric-point'
import type { Call } from '../operations'
import { checkDimensions, checkMetricName, checkNamespace } from './metric-names'
import { type CloudWatchOperations, invalidCombination, invalidValue, missing } from './operations'
import { unitOf } from './units'

const HOUR = 3_600_000
/** Data of one call, and different values of one datum. */
const MOST_DATA = 1000
const MOST_VALUES = 150
/** CloudWatch keeps numbers between these. */
const LARGEST = 2 ** 360

/** Values of users' own metrics. Nothing of a call is kept when anything of it is wrong. */
export const PutMetricData: CloudWatchOperations['PutMetricData'] = (input, call) => {
  const namespace = checkNamespace(input.Namespace)
  if (namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is invalid.')
  const entity = (input.EntityMetricData ?? []).flatMap(({ MetricData }) => MetricData ?? [])
  const data = [...(input.MetricData ?? []), ...entity]
  if (data.length === 0) throw missing('MetricData')
  if (data.length > MOST_DATA) throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_DATA}.`)
  const writes = data.map((datum, i) => checked(datum, `MetricData.member.${i + 1}`, call))
  for (const { name, dimensions, unit, at, fine, write } of writes) {
    write(call.metrics.in(call.account, call.region).series(namespace, name, dimensions, unit).point(at, fine))
  }
  return {}
}

function checked(datum: MetricDatum, member: string, call: Call) {
  const name = checkMetricName(datum.MetricName, `${member}.MetricName`)
  const dimensions = checkDimensions(datum.Dimensions, `${member}.Dimensions`)
  const unit = unitOf(datum.Unit, `${member}.Unit`) ?? 'None'
  if (datum.StorageResolution !== undefined && datum.StorageResolution !== 1 && datum.StorageResolution !== 60) {
    throw invalidValue(`The parameter ${member}.StorageResolution must be 1 or 60.`)
  }
  const now = call.clock.now()
  const at = datum.Timestamp?.getTime() ?? now
  // Two weeks back, two hours ahead.
  if (at < now - 14 * 24 * HOUR || at > now + 2 * HOUR) {
    const when = new Date(at).toISOString()
    throw invalidValue(`The parameter ${member}.Timestamp must specify a time within the past two weeks or the next two hours: ${when}.`)
  }
  return { name, dimensions, unit, at, fine: datum.StorageResolution === 1, write: writer(datum, member) }
}

/** How the values of a datum get into a point: a value, values with counts, or a set of statistics. */
function writer({ Value, Values, Counts, StatisticValues }: MetricDatum, member: string): (point: MetricPoint) => void {
  const kinds = [Value, Values, StatisticValues].filter((kind) => kind !== undefined).length
  if (kinds === 0) throw missing(`${member}.Value`)
  if (kinds > 1) {
    const [one, other] = Values !== undefined ? ['Value', 'Values'] : ['Value', 'StatisticValues']
    throw invalidCombination(`The parameters ${member}.${one} and ${member}.${other} are mutually exclusive and you have specified both.`)
  }
  if (Value !== undefined) {
    const value = number(Value, `${member}.Value`)
    return (point) => point.add(value)
  }
  if (StatisticValues !== undefined) {
    const read = (name: 'SampleCount' | 'Sum' | 'Minimum' | 'Maximum') => {
      const value = StatisticValues[name]
      if (value === undefined) throw missing(`${member}.StatisticValues.${name}`)
      return number(value, `${member}.StatisticValues.${name}`)
    }
    const set = { count: read('SampleCount'), sum: read('Sum'), min: read('Minimum'), max: read('Maximum') }
    if (set.count <= 0) throw invalidValue(`The parameter ${member}.StatisticValues.SampleCount must be greater than 0.`)
    if (set.min > set.max) {
      throw invalidCombination(`The parameter ${member}.StatisticValues.Maximum must be greater than ${member}.StatisticValues.Minimum.`)
    }
    return (point) => point.addSet(set)
  }
  return valuesWriter(Values ?? [], Counts, member)
}

function valuesWriter(values: readonly number[], given: readonly number[] | undefined, member: string): (point: MetricPoint) => void {
  if (values.length === 0 || values.length > MOST_VALUES) {
    throw invalidValue(`The collection ${member}.Values must have between 1 and ${MOST_VALUES} members.`)
  }
  if (given !== undefined && given.length !== values.length) {
    throw invalidValue(`The parameters ${member}.Values and ${member}.Counts must be of the same size.`)
  }
  const counts = values.map((value, i) => [
    number(value, `${member}.Values.member.${i + 1}`),
    number(given?.[i] ?? 1, `${member}.Counts.member.${i + 1}`),
  ])
  return (point) => {
    for (const [value = 0, count = 0] of counts) if (count > 0) point.add(value, count)
  }
}

function number(value: number, member: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= LARGEST) return value
  throw invalidValue(`The value ${value} for parameter ${member} is invalid.`)
}

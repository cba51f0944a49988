import type { Dimension as GivenDimension } from '@aws-sdk/client-cloudwatch'
import type { Dimension } from '../../observe/metrics'
import { constraint, invalidValue } from './operations'

const MOST_DIMENSIONS = 30

/** A namespace that may be asked for. */
export function checkNamespace(namespace: string | undefined, member = 'namespace'): string {
  if (namespace === undefined || !/^[^:].{0,254}$/s.test(namespace)) {
    throw constraint(member, namespace, 'Member must satisfy regular expression pattern: [^:].*')
  }
  return namespace
}

export function checkMetricName(name: string | undefined, member = 'metricName'): string {
  if (name === undefined || name === '') throw constraint(member, name, 'Member must have length greater than or equal to 1')
  if (name.length > 255) throw constraint(member, name, 'Member must have length less than or equal to 255')
  return name
}

/** Dimensions as they are kept: by name, no name twice. */
export function checkDimensions(given: readonly GivenDimension[] | undefined, member = 'Dimensions'): Dimension[] {
  const dimensions = (given ?? []).map(({ Name = '', Value = '' }, i) => {
    if (Name === '' || Value === '') {
      throw invalidValue(`The parameter ${member}.member.${i + 1}.${Name === '' ? 'Name' : 'Value'} must not be empty.`)
    }
    return { Name, Value }
  })
  if (dimensions.length > MOST_DIMENSIONS) {
    throw constraint(member, `[${dimensions.length}]`, `Member must have length less than or equal to ${MOST_DIMENSIONS}`)
  }
  if (new Set(dimensions.map(({ Name }) => Name)).size < dimensions.length) {
    throw invalidValue(`No dimension name may be given twice in ${member}.`)
  }
  return dimensions.sort((a, b) => (a.Name < b.Name ? -1 : 1))
}

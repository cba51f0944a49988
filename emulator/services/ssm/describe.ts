import type { ParameterMetadata, ParameterStringFilter } from '@aws-sdk/client-ssm'
import type { ParameterRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { page } from '../pages'
import { latestVersion, localName, parameterNotFound, type SsmOperations, shownValue, ssmError } from './parameter-records'

export const DescribeParameters: SsmOperations['DescribeParameters'] = (input, call) => {
  const older = (input.Filters ?? []).map(({ Key, Values }) => ({ Key: Key ?? 'Name', Option: 'BeginsWith', Values: Values ?? [] }))
  if (older.length > 0 && input.ParameterFilters !== undefined) {
    throw ssmError('ValidationException', 'You can use either Filters or ParameterFilters in a single request.')
  }
  const keep = filterOf(call, [...older, ...(input.ParameterFilters ?? [])])
  const all = call.records.parameters
    .list()
    .filter(keep)
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const { items, next } = page(all, input.NextToken, input.MaxResults ?? 50)
  return { Parameters: items.map((record) => metadata(call, record)), ...(next === undefined ? {} : { NextToken: next }) }
}

/** Oldest first. */
export const GetParameterHistory: SsmOperations['GetParameterHistory'] = (input, call) => {
  const name = localName(call, input.Name ?? '')
  if (call.records.parameters.get(name) === undefined) throw parameterNotFound(name)
  const { items, next } = page(call.records.parameterVersions.list(name), input.NextToken, input.MaxResults ?? 50)
  const Parameters = items.map((version) => ({ ...version, Value: shownValue(version, input.WithDecryption), Labels: [], Policies: [] }))
  return { Parameters, ...(next === undefined ? {} : { NextToken: next }) }
}

/** Whether a parameter is what every filter wants; several values of one filter are alternatives. */
export function filterOf(call: Call, filters: readonly ParameterStringFilter[]): (record: ParameterRecord) => boolean {
  const tests = filters.map((filter) => test(call, filter))
  return (record) => tests.every((one) => one(record))
}

const KEYS = ['Name', 'Type', 'KeyId', 'Path', 'Tier', 'DataType']

function test(
  call: Call,
  { Key: key = '', Option: option, Values: values = [] }: ParameterStringFilter,
): (record: ParameterRecord) => boolean {
  if (key.startsWith('tag:')) {
    const tag = key.slice(4)
    return ({ tags = {} }) => Object.hasOwn(tags, tag) && (values.length === 0 || values.includes(tags[tag] as string))
  }
  if (key === 'Label') throw ssmError('InvalidFilterKey', 'Not emulated by Portico yet: labels of parameters')
  if (!KEYS.includes(key))
    throw ssmError('InvalidFilterKey', `The following filter key is not valid: ${key}. Valid filter keys include: [${KEYS.join(', ')}]`)
  if (key === 'Path') {
    if (option !== undefined && option !== 'OneLevel' && option !== 'Recursive') throw invalidOption(option)
    return ({ Name }) => values.some((path) => isBelow(Name, path, option === 'Recursive'))
  }
  const compare = COMPARISONS[option ?? 'Equals']
  if (compare === undefined || (option === 'Contains' && key !== 'Name')) throw invalidOption(option ?? '')
  return (record) => {
    const found = metadata(call, record)[key as 'Name'] ?? ''
    return values.some((value) => compare(found, value))
  }
}

const COMPARISONS: Readonly<Record<string, (found: string, wanted: string) => boolean>> = {
  Equals: (found, wanted) => found === wanted,
  BeginsWith: (found, wanted) => found.startsWith(wanted),
  Contains: (found, wanted) => found.includes(wanted),
}

function invalidOption(option: string): Error {
  return ssmError('InvalidFilterOption', `The following filter option is not valid: ${option}.`)
}

/** Whether a parameter is in a folder, or in one below it. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/'))
}

function metadata(call: Call, record: ParameterRecord): ParameterMetadata {
  const { Value: _value, tags: _tags, ...shown } = record
  const { Description, KeyId, AllowedPattern, Tier, LastModifiedUser } = latestVersion(call, record) ?? {}
  return {
    ...shown,
    Tier: Tier ?? 'Standard',
    Policies: [],
    ...(LastModifiedUser === undefined ? {} : { LastModifiedUser }),
    ...(Description === undefined ? {} : { Description }),
    ...(KeyId === undefined ? {} : { KeyId }),
    ...(AllowedPattern === undefined ? {} : { AllowedPattern }),
  }
}

import type { AliasConfiguration, AliasRoutingConfiguration } from '@aws-sdk/client-lambda'
import type { AliasRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkRevision } from './configuration'
import { findAlias, findFunction, functionArn, functionName, functionNotFound } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required, validationError } from './operations'

export const CreateAlias: LambdaOperations['CreateAlias'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const alias = required(input.Name, 'name')
  findFunction(call, name)
  if (!/^(?!^[0-9]+$)[a-zA-Z0-9_-]+$/.test(alias)) {
    throw validationError('name', alias, 'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)')
  }
  const AliasArn = functionArn(call, name, alias)
  if (call.records.aliases.get(alias, name) !== undefined) {
    throw lambdaError(409, 'ResourceConflictException', `Alias already exists: ${AliasArn}`)
  }
  const FunctionVersion = checkVersion(call, name, required(input.FunctionVersion, 'functionVersion'))
  const record: AliasRecord = {
    AliasArn,
    Name: alias,
    FunctionVersion,
    Description: input.Description ?? '',
    RevisionId: call.ids.uuid(),
    ...routing(call, name, FunctionVersion, input.RoutingConfig),
  }
  return shown(call.records.aliases.put(record, alias, name))
}

export const GetAlias: LambdaOperations['GetAlias'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  findFunction(call, name)
  return shown(findAlias(call, name, required(input.Name, 'name')))
}

export const UpdateAlias: LambdaOperations['UpdateAlias'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  findFunction(call, name)
  const { RoutingConfig: before, ...record } = findAlias(call, name, required(input.Name, 'name'))
  checkRevision(input.RevisionId, record.RevisionId)
  const FunctionVersion = input.FunctionVersion === undefined ? record.FunctionVersion : checkVersion(call, name, input.FunctionVersion)
  const changed: AliasRecord = {
    ...record,
    FunctionVersion,
    ...(input.Description === undefined ? {} : { Description: input.Description }),
    RevisionId: call.ids.uuid(),
    ...routing(call, name, FunctionVersion, input.RoutingConfig ?? before),
  }
  return shown(call.records.aliases.put(changed, record.Name, name))
}

/** Succeeds whether or not there is such an alias, as on AWS. */
export const DeleteAlias: LambdaOperations['DeleteAlias'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const alias = required(input.Name, 'name')
  findFunction(call, name)
  const { functionPolicies, functionUrls, eventInvokeConfigs, provisionedConcurrency } = call.records
  for (const table of [functionPolicies, functionUrls, eventInvokeConfigs, provisionedConcurrency]) table.delete(alias, name)
  call.records.aliases.delete(alias, name)
  return {}
}

export const ListAliases: LambdaOperations['ListAliases'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  findFunction(call, name)
  const all = call.records.aliases
    .list(name)
    .filter(
      ({ FunctionVersion, RoutingConfig }) =>
        input.FunctionVersion === undefined ||
        FunctionVersion === input.FunctionVersion ||
        RoutingConfig?.AdditionalVersionWeights?.[input.FunctionVersion] !== undefined,
    )
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 50)
  return { Aliases: items.map(shown), ...(next === undefined ? {} : { NextMarker: next }) }
}

/** The version that an alias sends this event to: its main one, or by chance one of those with a weight. */
export function chooseVersion(alias: AliasRecord, fraction: () => number): string {
  const weights = alias.RoutingConfig?.AdditionalVersionWeights
  if (weights === undefined) return alias.FunctionVersion
  let drawn = fraction()
  for (const [version, weight] of Object.entries(weights)) {
    if (drawn < weight) return version
    drawn -= weight
  }
  return alias.FunctionVersion
}

function checkVersion(call: Call, name: string, version: string): string {
  if (version !== '$LATEST' && call.records.functionVersions.get(version, name) === undefined) {
    throw functionNotFound(call, name, version)
  }
  return version
}

function routing(call: Call, name: string, main: string, given: AliasRoutingConfiguration | undefined): Pick<AliasRecord, 'RoutingConfig'> {
  const weights = Object.entries(given?.AdditionalVersionWeights ?? {})
  if (weights.length === 0) return {}
  const [first] = weights
  if (weights.length > 1 || first === undefined)
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1')
  const [version, weight] = first
  if (!(weight >= 0 && weight <= 1))
    throw validationError('routingConfig.additionalVersionWeights', `{${version}=${weight}}`, 'Member must be between 0.0 and 1.0')
  if (version === main)
    throw invalidParameter(`Invalid function version ${version}. Function version ${version} is already included in routing configuration.`)
  if (main === '$LATEST' || version === '$LATEST')
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version')
  checkVersion(call, name, version)
  return { RoutingConfig: { AdditionalVersionWeights: { [version]: weight } } }
}

function shown(record: AliasRecord): AliasConfiguration {
  return { ...record }
}

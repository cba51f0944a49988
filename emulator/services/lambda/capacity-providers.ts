import type { CapacityProvider } from '@aws-sdk/client-lambda'
import type { CapacityProviderRecord, FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { lastModified } from './configuration'
import { functionArn, LATEST_PUBLISHED, partition } from './names'
import { type LambdaOperations, lambdaError, required, validationError } from './operations'

// Capacity providers are kept: functions run on this machine, as all do, and a diagnostic with each provider says so.

const NAME = /^(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:capacity-provider:)?([a-zA-Z0-9_-]{1,140})$/

export const CreateCapacityProvider: LambdaOperations['CreateCapacityProvider'] = (input, call) => {
  const name = nameOf(required(input.CapacityProviderName, 'capacityProviderName'))
  const VpcConfig = required(input.VpcConfig, 'vpcConfig')
  const PermissionsConfig = required(input.PermissionsConfig, 'permissionsConfig')
  required(PermissionsConfig.CapacityProviderOperatorRoleArn, 'permissionsConfig.capacityProviderOperatorRoleArn')
  if (call.records.capacityProviders.get(name) !== undefined) {
    // Uncertain: the wording.
    throw lambdaError(409, 'ResourceConflictException', `Capacity provider already exists: ${name}`)
  }
  const configuration: CapacityProviderRecord['configuration'] = {
    CapacityProviderArn: `arn:${partition(call.region)}:lambda:${call.region}:${call.account}:capacity-provider:${name}`,
    State: 'Active',
    VpcConfig,
    PermissionsConfig,
    // Uncertain: what AWS fills in where neither is given.
    InstanceRequirements: { Architectures: ['x86_64'], ...input.InstanceRequirements },
    CapacityProviderScalingConfig: { ScalingMode: 'Auto', ...input.CapacityProviderScalingConfig },
    ...(input.KmsKeyArn === undefined ? {} : { KmsKeyArn: input.KmsKeyArn }),
    ...(input.PropagateTags === undefined ? {} : { PropagateTags: input.PropagateTags }),
    ...(input.TelemetryConfig === undefined ? {} : { TelemetryConfig: input.TelemetryConfig }),
    LastModified: lastModified(call),
  }
  call.records.capacityProviders.put({ configuration, tags: { ...input.Tags } }, name)
  call.diagnostics.replace(configuration.CapacityProviderArn, [
    {
      code: 'capacity-not-provided',
      severity: 'warning',
      message: `The capacity provider ${name} provides nothing here: its functions run on this machine, in as many environments as are needed.`,
      subject: `/capacity-providers/${name}`,
    },
  ])
  // Answers that it is being made, and has made it by the next call.
  return { CapacityProvider: { ...configuration, State: 'Pending' } }
}

export const GetCapacityProvider: LambdaOperations['GetCapacityProvider'] = (input, call) => ({
  CapacityProvider: shown(findCapacityProvider(call, input.CapacityProviderName).record),
})

export const ListCapacityProviders: LambdaOperations['ListCapacityProviders'] = (input, call) => {
  const all = call.records.capacityProviders
    .list()
    .filter(({ configuration }) => input.State === undefined || configuration.State === input.State)
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 50)
  return { CapacityProviders: items.map(shown), ...(next === undefined ? {} : { NextMarker: next }) }
}

export const UpdateCapacityProvider: LambdaOperations['UpdateCapacityProvider'] = (input, call) => {
  const { record, name } = findCapacityProvider(call, input.CapacityProviderName)
  const { CapacityProviderScalingConfig: scaling, PropagateTags, TelemetryConfig } = input
  const configuration: CapacityProviderRecord['configuration'] = {
    ...record.configuration,
    ...(scaling === undefined ? {} : { CapacityProviderScalingConfig: { ScalingMode: 'Auto', ...scaling } }),
    ...(PropagateTags === undefined ? {} : { PropagateTags }),
    ...(TelemetryConfig === undefined ? {} : { TelemetryConfig }),
    LastModified: lastModified(call),
  }
  return { CapacityProvider: shown(call.records.capacityProviders.put({ ...record, configuration }, name)) }
}

/** Refused while functions use it (API reference, DeleteCapacityProvider). */
export const DeleteCapacityProvider: LambdaOperations['DeleteCapacityProvider'] = (input, call) => {
  const { record, name } = findCapacityProvider(call, input.CapacityProviderName)
  const arn = record.configuration.CapacityProviderArn
  if (usersOf(call, arn).length > 0) {
    // Uncertain: the wording.
    throw lambdaError(409, 'ResourceConflictException', `Capacity provider ${arn} is used by functions and cannot be deleted.`)
  }
  call.records.capacityProviders.delete(name)
  call.diagnostics.replace(arn, [])
  return { CapacityProvider: { ...shown(record), State: 'Deleting' } }
}

export const ListFunctionVersionsByCapacityProvider: LambdaOperations['ListFunctionVersionsByCapacityProvider'] = (input, call) => {
  const { CapacityProviderArn } = findCapacityProvider(call, input.CapacityProviderName).record.configuration
  const { items, next } = page(usersOf(call, CapacityProviderArn), input.Marker, input.MaxItems ?? 50)
  return {
    CapacityProviderArn,
    FunctionVersions: items.map(({ configuration: { FunctionName, Version, State } }) => ({
      FunctionArn: functionArn(call, FunctionName, Version === '$LATEST' ? LATEST_PUBLISHED : Version),
      State,
    })),
    ...(next === undefined ? {} : { NextMarker: next }),
  }
}

export function findCapacityProvider(call: Call, given: string | undefined): { record: CapacityProviderRecord; name: string } {
  const name = nameOf(required(given, 'capacityProviderName'))
  const record = call.records.capacityProviders.get(name)
  // Uncertain: the wording.
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', `Capacity provider not found: ${name}`)
  return { record, name }
}

/** A capacity provider is called by its name or its ARN. */
function nameOf(given: string): string {
  const name = NAME.exec(given)?.[1]
  if (name !== undefined) return name
  throw validationError(
    'capacityProviderName',
    given,
    'Member must satisfy regular expression pattern: (arn:aws[a-zA-Z-]*:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:capacity-provider:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+',
  )
}

/** The functions, and their versions, that are to run on it. */
function usersOf(call: Call, arn: string): FunctionRecord[] {
  const { functions, functionVersions } = call.records
  return [...functions.list(), ...functionVersions.parents().flatMap((name) => functionVersions.list(name))].filter(
    ({ configuration }) => configuration.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn === arn,
  )
}

function shown({ configuration }: CapacityProviderRecord): CapacityProvider {
  return { ...configuration }
}

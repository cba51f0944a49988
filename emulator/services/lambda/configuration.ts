import type * as sdk from '@aws-sdk/client-lambda'
import type { FunctionCode, FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { invalidParameter, lambdaError, validationError } from './operations'

type Configuration = FunctionRecord['configuration']
/** What CreateFunction and UpdateFunctionConfiguration both take. */
export type Settings = Omit<sdk.UpdateFunctionConfigurationRequest, 'FunctionName' | 'RevisionId'>

/** Reserved environment variables (facts/11, section 2): a function cannot be configured to have them. */
const RESERVED =
  /^(?:_HANDLER|_X_AMZN_TRACE_ID|AWS_REGION|AWS_DEFAULT_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(?!EXEC_WRAPPER$).*|AWS_ACCESS_KEY.*|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/
const ENVIRONMENT_BYTES = 4096
/** Days that a durable execution is remembered after its end, unless the function says another number (CDK reference, DurableConfig). */
export const RETENTION_DAYS = 14

/** The configuration of a new function: AWS's defaults, then what was given. */
export function newConfiguration(
  call: Call,
  names: { readonly name: string; readonly arn: string },
  code: FunctionCode,
  given: Settings & Pick<sdk.CreateFunctionRequest, 'PackageType' | 'Architectures' | 'TenancyConfig'>,
): Configuration {
  const base: Configuration = {
    FunctionName: names.name,
    FunctionArn: names.arn,
    CodeSize: code.size,
    CodeSha256: code.sha256,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: lastModified(call),
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: call.ids.uuid(),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: given.PackageType ?? 'Zip',
    Architectures: given.Architectures ?? ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${names.name}` },
    ...(given.DurableConfig === undefined ? {} : { DurableConfig: { RetentionPeriodInDays: RETENTION_DAYS } }),
    ...(given.TenancyConfig === undefined ? {} : { TenancyConfig: given.TenancyConfig }),
  }
  return withSettings(call, base, given)
}

/** The configuration with what was given put in; what was not given stays. */
export function withSettings(call: Call, configuration: Configuration, given: Settings): Configuration {
  checkSettings(given)
  const { Environment, Layers, VpcConfig, SnapStart, TracingConfig, LoggingConfig, ImageConfig, DeadLetterConfig, ...plain } = given
  const changes: { -readonly [K in keyof Configuration]?: Configuration[K] } = {}
  for (const key of PLAIN) {
    const value = key === 'DurableConfig' ? durableConfig(configuration, plain.DurableConfig) : plain[key]
    if (value !== undefined) Object.assign(changes, { [key]: value })
  }
  if (Environment?.Variables !== undefined) changes.Environment = { Variables: { ...Environment.Variables } }
  if (Layers !== undefined) changes.Layers = Layers.map((arn) => describeLayer(call, arn))
  if (VpcConfig !== undefined) {
    changes.VpcConfig = { SubnetIds: [], SecurityGroupIds: [], VpcId: '', ...VpcConfig }
  }
  if (SnapStart?.ApplyOn !== undefined) changes.SnapStart = { ApplyOn: SnapStart.ApplyOn, OptimizationStatus: 'Off' }
  if (TracingConfig?.Mode !== undefined) changes.TracingConfig = { Mode: TracingConfig.Mode }
  if (LoggingConfig !== undefined) {
    const json = (LoggingConfig.LogFormat ?? configuration.LoggingConfig?.LogFormat) === 'JSON'
    const levels = json ? { ApplicationLogLevel: 'INFO' as const, SystemLogLevel: 'INFO' as const } : {}
    changes.LoggingConfig = { ...levels, ...configuration.LoggingConfig, ...LoggingConfig }
  }
  if (ImageConfig !== undefined) changes.ImageConfigResponse = { ImageConfig }
  if (DeadLetterConfig?.TargetArn) changes.DeadLetterConfig = DeadLetterConfig
  const changed = { ...configuration, ...changes }
  if (changed.PackageType === 'Zip' && (!changed.Runtime || !changed.Handler)) {
    throw invalidParameter('Runtime and Handler are mandatory parameters for functions created with deployment packages.')
  }
  return changed
}

const PLAIN = [
  'Role',
  'Handler',
  'Runtime',
  'Description',
  'Timeout',
  'MemorySize',
  'KMSKeyArn',
  'FileSystemConfigs',
  'EphemeralStorage',
  'CapacityProviderConfig',
  'DurableConfig',
] as const satisfies readonly (keyof Settings)[]

/** A change puts a new revision; AWS refuses one that was meant for another. */
export function checkRevision(given: string | undefined, current: string): void {
  if (given !== undefined && given !== current) {
    throw lambdaError(
      412,
      'PreconditionFailedException',
      'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId',
    )
  }
}

/** The time of a change in Lambda's own form: `2026-01-01T00:00:00.000+0000`. */
export function lastModified(call: Call): string {
  return new Date(call.clock.now()).toISOString().replace('Z', '+0000')
}

function checkSettings(given: Settings): void {
  inRange('timeout', given.Timeout, 1, 900)
  inRange('memorySize', given.MemorySize, 128, 10_240)
  inRange('ephemeralStorage.size', given.EphemeralStorage?.Size, 512, 10_240)
  const variables = given.Environment?.Variables ?? {}
  // AWS documents names of two characters and more; whether it refuses shorter ones is uncertain, and Terraform suites set them: accepted, and told.
  const badName = Object.keys(variables).find((name) => !/^[a-zA-Z]\w*$/.test(name) && !RESERVED.test(name))
  if (badName !== undefined) {
    throw validationError(
      'environment.variables',
      `{${badName}=***}`,
      'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
    )
  }
  const reserved = Object.keys(variables).filter((name) => RESERVED.test(name))
  const unable = 'Lambda was unable to configure your environment variables because the environment variables you have provided'
  if (reserved.length > 0) {
    throw invalidParameter(
      `${unable} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  }
  const bytes = Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0)
  if (bytes > ENVIRONMENT_BYTES) {
    // AWS repeats the variables here; values may be secrets, so only their names are told.
    throw invalidParameter(`${unable} exceeded the 4KB limit. Names measured: ${Object.keys(variables).join(', ')}`)
  }
  if ((given.Layers?.length ?? 0) > 5) throw invalidParameter('Cannot reference more than 5 layers.')
}

/** Functions are durable from their creation or not at all (Lambda developer guide, "Configure Lambda durable functions"). */
function durableConfig({ DurableConfig: before }: Configuration, given: sdk.DurableConfig | undefined): sdk.DurableConfig | undefined {
  if (given === undefined) return undefined
  // Uncertain: the wording.
  if (before === undefined) throw invalidParameter('You cannot enable durable execution on an existing function.')
  inRange('durableConfig.executionTimeout', given.ExecutionTimeout, 1, 31_622_400)
  inRange('durableConfig.retentionPeriodInDays', given.RetentionPeriodInDays, 1, 90)
  return { ...before, ...given }
}

function inRange(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return
  const rule = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`
  throw validationError(member, value, `Member must have value ${rule}`)
}

function describeLayer(call: Call, arn: string): sdk.Layer {
  const [, , , region, account, , name, version] = arn.split(':')
  if (name === undefined || version === undefined) {
    throw validationError(
      'layers',
      `[${arn}]`,
      'Member must be the ARN of a layer version: arn:aws:lambda:region:account:layer:name:version',
    )
  }
  const record = call.records.layerVersions.get(version, name)
  // A layer of another account cannot be looked up here: the function runs without it, and a diagnostic says so.
  if (record === undefined && account === call.account && region === call.region) {
    throw invalidParameter(`Layer version ${arn} does not exist.`)
  }
  return { Arn: arn, CodeSize: record?.code.size ?? 0 }
}

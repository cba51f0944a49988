import type * as sdk from '@aws-sdk/client-lambda'
import { fflate } from '../../../../base/libraries'
import type { Properties } from '../properties'
import { boolean, json, number, reported, required, string } from '../property-table'
import type { Existing, Made, ResourceContext, ResourceType } from '../resource-type'
import { retag } from '../tags'
import { scale } from './scaling'

const IMAGE = 'container images are not run'
const CAPACITY = 'functions run on this machine, in as many environments as are needed'
const ENCRYPTION = 'what is kept on this machine is not encrypted'
const FILE_SYSTEM = 'file systems are not mounted'
const OBJECT_VERSION = 'the object at hand is taken, whatever its version'

export const fn: ResourceType = {
  type: 'AWS::Lambda::Function',
  properties: {
    // Functions run on the processor of this machine.
    'Architectures[]': string,
    'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn': reported(string, CAPACITY),
    'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.ExecutionEnvironmentMemoryGiBPerVCpu': reported(number, CAPACITY),
    'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.PerExecutionEnvironmentMaxConcurrency': reported(number, CAPACITY),
    'Code.ImageUri': reported(string, IMAGE),
    'Code.S3Bucket': string,
    'Code.S3Key': string,
    'Code.S3ObjectStorageMode': reported(string, OBJECT_VERSION),
    'Code.S3ObjectVersion': reported(string, OBJECT_VERSION),
    'Code.SourceKMSKeyArn': reported(string, ENCRYPTION),
    'Code.ZipFile': string,
    CodeSigningConfigArn: string,
    'DeadLetterConfig.TargetArn': string,
    Description: string,
    'DurableConfig.ExecutionTimeout': number,
    'DurableConfig.KMSKeyArn': reported(string, ENCRYPTION),
    'DurableConfig.RetentionPeriodInDays': number,
    'Environment.Variables.*': string,
    'EphemeralStorage.Size': reported(number, 'the size of /tmp is that of this machine', 512),
    'FileSystemConfigs[].Arn': reported(string, FILE_SYSTEM),
    'FileSystemConfigs[].LocalMountPath': reported(string, FILE_SYSTEM),
    'FileSystemConfigs[].S3FilesConfig.DirectS3Read': reported(string, FILE_SYSTEM),
    FunctionName: string,
    'FunctionScalingConfig.MaxExecutionEnvironments': reported(number, CAPACITY),
    'FunctionScalingConfig.MinExecutionEnvironments': reported(number, CAPACITY),
    Handler: string,
    'ImageConfig.Command[]': reported(string, IMAGE),
    'ImageConfig.EntryPoint[]': reported(string, IMAGE),
    'ImageConfig.WorkingDirectory': reported(string, IMAGE),
    KmsKeyArn: reported(string, ENCRYPTION),
    'Layers[]': string,
    'LoggingConfig.ApplicationLogLevel': string,
    'LoggingConfig.LogFormat': string,
    'LoggingConfig.LogGroup': string,
    'LoggingConfig.SystemLogLevel': string,
    MemorySize: number,
    PackageType: reported(string, IMAGE, 'Zip'),
    PublishToLatestPublished: reported(boolean, CAPACITY, false),
    RecursiveLoop: string,
    ReservedConcurrentExecutions: number,
    // The role is kept, and shown to the function; what it permits is not checked.
    Role: required(string),
    Runtime: string,
    'RuntimeManagementConfig.RuntimeVersionArn': reported(string, 'functions run on the runtime of this machine'),
    'RuntimeManagementConfig.UpdateRuntimeOn': reported(string, 'functions run on the runtime of this machine', 'Auto'),
    'SnapStart.ApplyOn': reported(string, 'environments are not restored from snapshots', 'None'),
    Tags: json,
    'TenancyConfig.TenantIsolationMode': string,
    Timeout: number,
    'TracingConfig.Mode': string,
    'VpcConfig.Ipv6AllowedForDualStack': reported(boolean, 'functions run in the network of this machine', false),
    'VpcConfig.SecurityGroupIds[]': reported(string, 'functions run in the network of this machine'),
    'VpcConfig.SubnetIds[]': reported(string, 'functions run in the network of this machine'),
  },
  attributes: ['Arn', 'SnapStartResponse', 'SnapStartResponse.ApplyOn', 'SnapStartResponse.OptimizationStatus'],
  replaceOn: ['FunctionName', 'PackageType', 'TenancyConfig'],
  create: async (properties, context) => {
    const { lambda } = context.services
    const FunctionName = properties.text('FunctionName') ?? context.physicalName(64)
    const made = await lambda.CreateFunction({
      FunctionName,
      Code: codeOf(properties),
      Role: properties.needed('Role'),
      Tags: context.tags(properties.raw['Tags']),
      ...settingsOf(properties),
      ...(properties.has('Architectures') ? { Architectures: properties.texts('Architectures') as sdk.Architecture[] } : {}),
      ...(properties.has('PackageType') ? { PackageType: properties.text('PackageType') as sdk.PackageType } : {}),
      CodeSigningConfigArn: properties.text('CodeSigningConfigArn'),
      TenancyConfig: properties.raw['TenancyConfig'] as sdk.TenancyConfig | undefined,
    })
    await reserve(FunctionName, undefined, properties, context)
    await guardLoops(FunctionName, undefined, properties, context)
    await scale(published(FunctionName), properties, context.services)
    return describe(made, FunctionName)
  },
  update: async (properties, existing, context) => {
    const { lambda } = context.services
    const FunctionName = existing.physicalId
    const changed = (...names: readonly string[]) =>
      names.some((name) => JSON.stringify(existing.properties.raw[name]) !== JSON.stringify(properties.raw[name]))
    if (changed('CodeSigningConfigArn')) {
      const CodeSigningConfigArn = properties.text('CodeSigningConfigArn')
      if (CodeSigningConfigArn === undefined) await lambda.DeleteFunctionCodeSigningConfig({ FunctionName })
      else await lambda.PutFunctionCodeSigningConfig({ FunctionName, CodeSigningConfigArn })
    }
    if (changed('Code', 'Architectures')) {
      const architectures = properties.texts('Architectures') as sdk.Architecture[] | undefined
      await lambda.UpdateFunctionCode({ FunctionName, ...codeOf(properties), Architectures: architectures ?? ['x86_64'] })
    }
    const made = await lambda.UpdateFunctionConfiguration({
      FunctionName,
      Role: properties.needed('Role'),
      ...DEFAULTS,
      LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${FunctionName}` },
      ...settingsOf(properties),
    })
    await reserve(FunctionName, existing, properties, context)
    await guardLoops(FunctionName, existing, properties, context)
    await scale(published(FunctionName), properties, context.services, existing.properties)
    const Resource = String(existing.attributes['Arn'])
    await retag(existing, properties.raw['Tags'], context, {
      set: (Tags) => lambda.TagResource({ Resource, Tags }),
      unset: (TagKeys) => lambda.UntagResource({ Resource, TagKeys }),
    })
    return describe(made, FunctionName)
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteFunction({ FunctionName: existing.physicalId })
  },
}

/** What the scaling of a function is of (CDK API reference, "LatestPublishedScalingConfig"). */
const published = (FunctionName: string) => ({ FunctionName, Qualifier: '$LATEST.PUBLISHED' })

/** What a configuration falls back to when a template no longer sets it. */
const DEFAULTS = {
  Description: '',
  Environment: { Variables: {} },
  EphemeralStorage: { Size: 512 },
  Layers: [],
  MemorySize: 128,
  Timeout: 3,
  TracingConfig: { Mode: 'PassThrough' },
} satisfies Partial<sdk.UpdateFunctionConfigurationRequest>

/** The settings that CreateFunction and UpdateFunctionConfiguration share; the parts are named as in the SDK, but for the key's ARN. */
function settingsOf(properties: Properties): Partial<sdk.UpdateFunctionConfigurationRequest> {
  const names = [
    'CapacityProviderConfig',
    'DeadLetterConfig',
    'Description',
    'DurableConfig',
    'Environment',
    'EphemeralStorage',
    'FileSystemConfigs',
    'Handler',
    'ImageConfig',
    'Layers',
    'LoggingConfig',
    'MemorySize',
    'Runtime',
    'SnapStart',
    'Timeout',
    'TracingConfig',
    'VpcConfig',
  ]
  const settings = Object.fromEntries(names.flatMap((name) => (properties.has(name) ? [[name, properties.raw[name]]] : [])))
  return { ...settings, ...(properties.has('KmsKeyArn') ? { KMSKeyArn: properties.text('KmsKeyArn') } : {}) }
}

function codeOf(properties: Properties): sdk.FunctionCode {
  const code = properties.entry('Code')
  const source = code?.text('ZipFile')
  if (source !== undefined) return { ZipFile: inlineZip(source, properties.text('Runtime') ?? '') }
  const [bucket, key, image] = [code?.text('S3Bucket'), code?.text('S3Key'), code?.text('ImageUri')]
  return {
    ...(bucket === undefined ? {} : { S3Bucket: bucket }),
    ...(key === undefined ? {} : { S3Key: key }),
    ...(image === undefined ? {} : { ImageUri: image }),
  }
}

/** Inline code is the file `index`, in the language of the runtime. The archive's time is fixed, so that the same code has the same hash. */
function inlineZip(source: string, runtime: string): Uint8Array {
  const file = runtime.startsWith('python') ? 'index.py' : 'index.js'
  return fflate().zipSync({ [file]: Buffer.from(source, 'utf8') }, { mtime: '1980-01-02T00:00:00' })
}

async function reserve(
  FunctionName: string,
  existing: Existing | undefined,
  properties: Properties,
  context: ResourceContext,
): Promise<void> {
  const reserved = properties.number('ReservedConcurrentExecutions')
  const before = existing?.properties.number('ReservedConcurrentExecutions')
  if (reserved === before) return
  const { lambda } = context.services
  if (reserved === undefined) await lambda.DeleteFunctionConcurrency({ FunctionName })
  else await lambda.PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: reserved })
}

async function guardLoops(
  FunctionName: string,
  existing: Existing | undefined,
  properties: Properties,
  { services }: ResourceContext,
): Promise<void> {
  const wanted = properties.text('RecursiveLoop') ?? 'Terminate'
  if (wanted === (existing?.properties.text('RecursiveLoop') ?? 'Terminate')) return
  await services.lambda.PutFunctionRecursionConfig({ FunctionName, RecursiveLoop: wanted as sdk.RecursiveLoop })
}

function describe(configuration: Partial<sdk.FunctionConfiguration>, name: string): Made {
  const ApplyOn = configuration.SnapStart?.ApplyOn ?? 'None'
  const OptimizationStatus = configuration.SnapStart?.OptimizationStatus ?? 'Off'
  const attributes = {
    Arn: configuration.FunctionArn ?? '',
    SnapStartResponse: { ApplyOn, OptimizationStatus },
    'SnapStartResponse.ApplyOn': ApplyOn,
    'SnapStartResponse.OptimizationStatus': OptimizationStatus,
  }
  return { physicalId: name, attributes, subject: `/functions/${name}` }
}

import type * as sdk from '@aws-sdk/client-lambda'
import type { Strict } from './apigateway'

/** A function's code: an unpacked directory on this machine. */
export interface FunctionCode {
  readonly directory: string
  readonly sha256: string
  readonly size: number
}

/** A function as it stands (`$LATEST`) or a published version of it. */
export interface FunctionRecord {
  /** What GetFunctionConfiguration answers. Layers, VpcConfig and the like are kept as given. */
  readonly configuration: Strict<
    sdk.FunctionConfiguration,
    | 'FunctionName'
    | 'FunctionArn'
    | 'Version'
    | 'Timeout'
    | 'MemorySize'
    | 'CodeSha256'
    | 'CodeSize'
    | 'LastModified'
    | 'RevisionId'
    | 'PackageType'
    | 'Architectures'
  >
  readonly code: FunctionCode
  readonly tags: Readonly<Record<string, string>>
  readonly reservedConcurrentExecutions?: number
  /** What to do when the function calls itself over and over; `Terminate` unless set. */
  readonly recursiveLoop?: sdk.RecursiveLoop
  /** Whose signatures the function's code should bear. */
  readonly codeSigningConfigArn?: string
}
export type AliasRecord = Strict<sdk.AliasConfiguration, 'AliasArn' | 'Name' | 'FunctionVersion' | 'RevisionId'>
/** The resource policy of a function, or of one of its versions or aliases. */
export interface FunctionPolicyRecord {
  readonly statements: readonly Readonly<Record<string, unknown> & { Sid?: string }>[]
  /** What the document has beside its statements, where it was put as a whole. */
  readonly header?: Readonly<Record<string, unknown>>
  readonly revisionId: string
}
export type FunctionUrlRecord = Strict<
  sdk.FunctionUrlConfig,
  'FunctionUrl' | 'FunctionArn' | 'CreationTime' | 'LastModifiedTime' | 'AuthType'
>
export type EventInvokeConfigRecord = Strict<sdk.FunctionEventInvokeConfig, 'FunctionArn' | 'LastModified'>
export type EventSourceMappingRecord = Strict<
  sdk.EventSourceMappingConfiguration,
  'UUID' | 'EventSourceMappingArn' | 'FunctionArn' | 'State' | 'LastModified'
>
export interface LayerVersionRecord {
  readonly configuration: Strict<sdk.GetLayerVersionResponse, 'LayerArn' | 'LayerVersionArn' | 'Version' | 'CreatedDate'>
  readonly code: FunctionCode
}
/** How the runtime of a function, or of one of its versions, is updated. */
export interface RuntimeManagementRecord {
  readonly updateRuntimeOn: sdk.UpdateRuntimeOn
  readonly runtimeVersionArn?: string
}
export interface ProvisionedConcurrencyRecord {
  readonly requested: number
  /** In Lambda's own form. */
  readonly lastModified: string
}
/** Whose signatures code should bear, and what is done about code that bears none of them. */
export interface CodeSigningConfigRecord {
  readonly configuration: Strict<
    sdk.CodeSigningConfig,
    'CodeSigningConfigArn' | 'CodeSigningConfigId' | 'AllowedPublishers' | 'CodeSigningPolicies' | 'LastModified'
  >
  readonly tags: Readonly<Record<string, string>>
}
/** What would run functions on instances of the account. */
export interface CapacityProviderRecord {
  readonly configuration: Strict<sdk.CapacityProvider, 'CapacityProviderArn' | 'State' | 'VpcConfig' | 'PermissionsConfig' | 'LastModified'>
  readonly tags: Readonly<Record<string, string>>
}
/** How many environments a version of a function has on its capacity provider. */
export type FunctionScalingRecord = Readonly<sdk.FunctionScalingConfig>

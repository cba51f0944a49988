import type * as sdk from '@aws-sdk/client-xray'
import type { Strict } from './apigateway'

type Tags = Readonly<Record<string, string>>

export type SamplingRuleRecord = Strict<sdk.SamplingRuleRecord, 'SamplingRule' | 'CreatedAt' | 'ModifiedAt'> & { readonly tags?: Tags }

/** A group of traces. The default one is kept when its settings have changed. */
export interface TraceGroupRecord {
  readonly group: Strict<sdk.Group, 'GroupName' | 'GroupARN' | 'InsightsConfiguration'>
  /** The filter expressions that the group has had, oldest first: each holds for the traces that came from then on. */
  readonly versions: readonly { readonly since: Date; readonly expression: string }[]
  readonly tags: Tags
}

export type TracePolicyRecord = Strict<sdk.ResourcePolicy, 'PolicyName' | 'PolicyDocument' | 'PolicyRevisionId' | 'LastUpdatedTime'>

/** What an account has changed of X-Ray in a region. */
export interface TraceSettingsRecord {
  readonly encryption?: Readonly<Pick<sdk.EncryptionConfig, 'Type' | 'KeyId'>>
  readonly destination?: sdk.TraceSegmentDestination
  readonly indexing?: { readonly percentage: number; readonly modifiedAt: Date }
}

import type * as sdk from '@aws-sdk/client-cloudwatch'
import type { Strict } from './apigateway'

type Common =
  | 'AlarmName'
  | 'AlarmArn'
  | 'ActionsEnabled'
  | 'StateValue'
  | 'StateReason'
  | 'StateUpdatedTimestamp'
  | 'StateTransitionedTimestamp'
  | 'AlarmConfigurationUpdatedTimestamp'
  | 'OKActions'
  | 'AlarmActions'
  | 'InsufficientDataActions'

export type MetricAlarm = Strict<sdk.MetricAlarm, Common | 'EvaluationPeriods' | 'ComparisonOperator' | 'Threshold' | 'Dimensions'>
export type CompositeAlarm = Strict<sdk.CompositeAlarm, Common | 'AlarmRule'>

/** An alarm: names of both kinds are one set. */
export type AlarmRecord = { readonly tags: Readonly<Record<string, string>> } & (
  | { readonly kind: 'metric'; readonly alarm: MetricAlarm }
  | { readonly kind: 'composite'; readonly alarm: CompositeAlarm }
)

export interface DashboardRecord {
  readonly name: string
  readonly arn: string
  /** JSON text. */
  readonly body: string
  /** Epoch milliseconds. */
  readonly lastModified: number
  readonly tags: Readonly<Record<string, string>>
}

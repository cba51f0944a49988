import type { AccessLogProps } from './access-log'
import type { CanaryProps } from './canary'
import type { ExecutionLogProps } from './execution-log'
import type { ThrottleProps } from './throttle'

/**
 * A stage: one address at which the API is served, with settings of its own.
 *
 * @example
 * const stages = { dev: {}, prod: { variables: { table: 'orders' }, throttle: { rate: 500, burst: 1000 } } }
 */
export interface RestStageProps {
  readonly description?: string
  /** Values that functions get as `event.stageVariables` and templates as `$stageVariables`. */
  readonly variables?: { readonly [name: string]: string }
  /** A share of the requests that is served otherwise, to try it. @default - none */
  readonly canary?: CanaryProps
  /** The size of the stage's cache in GB: `0.5`, `1.6`, `6.1`, `13.5`, `28.4`, `58.2`, `118` or `237`. @default - no cache */
  readonly cacheSize?: string
  /** @default - the throttle of the gateway */
  readonly throttle?: ThrottleProps
  /** @default - the access log of the gateway */
  readonly accessLog?: AccessLogProps
  /** What is written of how each request is processed. @default - nothing */
  readonly executionLog?: ExecutionLogProps
  /** Whether CloudWatch keeps metrics for each method, which it charges for. @default - as the gateway */
  readonly metrics?: boolean
  /** Whether X-Ray traces requests. @default - as the gateway */
  readonly tracing?: boolean
  /** The ARN of a web ACL of AWS WAF that stands before the stage. @default - as the gateway */
  readonly webAcl?: string
}

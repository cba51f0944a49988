import type * as client from '@aws-sdk/client-api-gateway'
import type { Call, Operations } from '../operations'

/** The operations of API Gateway v1, typed by its SDK client. Each file of this folder provides some of them. */
export type ApiGateway = Operations<typeof client>

/** The answer of operations that only do. */
export const NOTHING: Readonly<Record<never, never>> = {}

/** The ARN of something of API Gateway's, by its path (facts/09, 8): it names no account. */
export function arnOf(call: Call, path: string): string {
  return `arn:${partitionOf(call.region)}:apigateway:${call.region}::${path}`
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

import type { Call } from '../operations'
import { partitionOf } from './service'

/** The host name at which AWS serves an API. */
export function executeApiHost({ region }: Call, restApiId: string): string {
  return `${restApiId}.execute-api.${region}.amazonaws.com${partitionOf(region) === 'aws-cn' ? '.cn' : ''}`
}

/** The URL at which AWS serves a stage. */
export function invokeUrl(call: Call, restApiId: string, stageName: string): string {
  return `https://${executeApiHost(call, restApiId)}/${stageName}`
}

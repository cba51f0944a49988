import type { IntegrationRecord } from '../../model/apigateway'
import { type GatewayError, internalError } from '../errors'

/** Headers that a mapping may not set (facts/01, section 4; facts/13, 312). */
const ILLEGAL = ['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id']
const ILLEGAL_FOR_AWS = [...ILLEGAL, 'authorization', 'connection', 'expect', 'proxy-authenticate', 'te']

/** The first illegal header in an integration's mappings, and what every request is answered because of it. */
export function checkIllegalHeaders(integration: IntegrationRecord): { header: string; error: GatewayError } | undefined {
  const illegal = integration.type === 'AWS' || integration.type === 'AWS_PROXY' ? ILLEGAL_FOR_AWS : ILLEGAL
  for (const key of Object.keys(integration.requestParameters ?? {})) {
    const header = /^integration\.request\.header\.(.+)$/.exec(key)?.[1]
    if (header !== undefined && illegal.includes(header.toLowerCase())) {
      return { header, error: internalError(`Execution failed due to configuration error: ${header} header already present`) }
    }
  }
  return undefined
}

import { createHash } from 'node:crypto'
import { firstHeader } from '../../base/headers'
import { GatewayError } from '../errors'
import type { GatewayRequest, Step } from '../exchange'

/** No route: 403; an Authorization header that is no signature is complained about first (facts/01, step 9b; facts/04, section 4). */
export const refuseUnrouted: Step = ({ request }) => {
  throw refusal(request)
}

function refusal({ headers }: GatewayRequest): GatewayError {
  const authorization = firstHeader(headers, 'authorization')
  if (authorization === undefined || authorization.startsWith('AWS4-')) return new GatewayError('MISSING_AUTHENTICATION_TOKEN')
  const hash = createHash('sha256').update(authorization).digest('base64')
  const message = `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`
  return new GatewayError('MISSING_AUTHENTICATION_TOKEN', message, { errorType: 'IncompleteSignatureException' })
}

import { firstHeader } from '../../../base/headers'
import type { GatewayResponse } from '../../../gateway/exchange'
import { AwsError } from '../../../model/errors'
import { readAccessToken } from '../tokens/access-token'
import { inScope, readable } from '../tokens/claims'
import { json, type Visit } from './exchange'

/** The user of an access token with the scope `openid`: attributes as texts, `email_verified` too. */
export async function userInfo({ call, poolRecord, headers, form }: Visit): Promise<GatewayResponse> {
  const written = /^Bearer\s+(\S+)\s*$/i.exec(firstHeader(headers, 'authorization') ?? '')?.[1] ?? form.get('access_token')
  if (written === null || written === '') return refusal(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint')
  const bearer = await readAccessToken(call, written).catch((error: unknown) => {
    if (error instanceof AwsError) return undefined
    throw error
  })
  if (bearer?.poolRecord.pool.Id !== poolRecord.pool.Id || !bearer.scopes.includes('openid')) {
    return refusal(401, 'invalid_token', 'Access token is expired, disabled, or deleted, or the user has globally signed out.')
  }
  const { sub, ...attributes } = inScope(readable(bearer.user, bearer.client), bearer.scopes)
  return json(200, { sub, ...attributes, username: bearer.user.username })
}

function refusal(status: number, error: string, error_description: string): GatewayResponse {
  return json(status, { error, error_description }, ['WWW-Authenticate', `error="${error}", error_description="${error_description}"`])
}

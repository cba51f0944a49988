import type { GatewayResponse } from '../../../gateway/exchange'
import { readRefreshToken } from '../tokens/refresh-token'
import { endSession } from '../tokens/sessions'
import { authenticatedClient } from './client-authentication'
import { oauthError, type Visit } from './exchange'

/** POST /oauth2/revoke: ends the sign-in of a refresh token. One that is not valid is no error; one of another kind is. */
export async function revoke(visit: Visit): Promise<GatewayResponse> {
  const { call, poolRecord, form } = visit
  const client = authenticatedClient(visit)
  if (client === undefined) return oauthError('invalid_client', 401)
  const token = form.get('token')
  if (token === null || !client.EnableTokenRevocation) return oauthError('invalid_request')
  if (token.split('.').length === 3) return oauthError('unsupported_token_type')
  const read = await readRefreshToken(call, { call, poolRecord, client }, token)
  if (read !== undefined) endSession(call, poolRecord.pool.Id, read.sub, read.originJti)
  return { status: 200, headers: ['Access-Control-Allow-Origin', '*'], body: '' }
}

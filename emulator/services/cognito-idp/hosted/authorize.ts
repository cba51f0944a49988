import type { HeaderFields } from '../../../base/headers'
import type { GatewayResponse } from '../../../gateway/exchange'
import type { UserPoolUserRecord } from '../../../model/cognito'
import { issueTokens } from '../tokens/issue'
import { openSession } from '../tokens/sessions'
import { keepCode } from './authorization-codes'
import { type AuthorizeFault, type AuthorizeRequest, readAuthorizeRequest } from './authorize-request'
import { rememberedUser } from './browser-session'
import { redirect, type Visit, withParameters } from './exchange'

/** Begins a sign-in: to the page for it, or back to the application at once when the browser has signed the user in before. */
export async function authorize(visit: Visit): Promise<GatewayResponse> {
  const request = readAuthorizeRequest(visit)
  if (!('client' in request)) return answerFault(visit, request)
  const known = request.prompt === 'login' ? undefined : await rememberedUser(visit)
  if (known !== undefined) return grant(visit, request, known.user, known.authTime)
  if (request.prompt === 'none') {
    return redirect(withParameters(request.redirectUri, { error: 'login_required', state: request.state }))
  }
  return redirect(`${visit.base}/login?${visit.queryString}`)
}

export function answerFault({ base, query }: Visit, fault: AuthorizeFault): GatewayResponse {
  if ('redirect' in fault) return redirect(fault.redirect)
  return redirect(withParameters(`${base}/error`, { error: fault.page, client_id: query.get('client_id') ?? undefined }))
}

/** Sends a user who is signed in back to the application, with a code or with tokens. */
export async function grant(
  { call, poolRecord }: Visit,
  request: AuthorizeRequest,
  user: UserPoolUserRecord,
  authTime: number,
  headers: HeaderFields = [],
): Promise<GatewayResponse> {
  const { client, redirectUri, scopes, state, nonce, codeChallenge } = request
  const poolId = poolRecord.pool.Id
  if (request.responseType === 'code') {
    const code = await keepCode(call, {
      poolId,
      clientId: client.ClientId,
      username: user.username,
      redirectUri,
      scopes,
      authTime,
      ...(nonce === undefined ? {} : { nonce }),
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
    })
    return redirect(withParameters(redirectUri, { code, state }), headers)
  }
  const session = openSession(call, poolRecord, client, user, { scopes, authTime })
  const tokens = await issueTokens(call, { poolId, client, user, session, source: 'TokenGeneration_HostedAuth', nonce })
  const { idToken: id_token, accessToken: access_token, expiresIn: expires_in } = tokens
  return redirect(withParameters(redirectUri, { id_token, access_token, expires_in, token_type: 'Bearer', state }, true), headers)
}

import { createHash } from 'node:crypto'
import type { GatewayResponse } from '../../../gateway/exchange'
import type { UserPoolClientRecord, UserPoolUserRecord } from '../../../model/cognito'
import { AwsError } from '../../../model/errors'
import { sameText } from '../client-secret'
import { issueClientToken, issueTokens } from '../tokens/issue'
import { openRefreshToken, sealRefreshToken } from '../tokens/refresh-token'
import { openSession, rotate, type Session } from '../tokens/sessions'
import { takeCode } from './authorization-codes'
import { authenticatedClient } from './client-authentication'
import { json, oauthError, type Visit } from './exchange'

type Grant = (visit: Visit, client: UserPoolClientRecord) => Promise<GatewayResponse>

const GRANTS: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', exchangeCode],
  ['refresh_token', refresh],
  ['client_credentials', grantToClient],
])

/** POST /oauth2/token. */
export async function token(visit: Visit): Promise<GatewayResponse> {
  const type = visit.form.get('grant_type')
  if (type === null) return oauthError('invalid_request')
  const grant = GRANTS.get(type)
  if (grant === undefined) return oauthError('unsupported_grant_type')
  const client = authenticatedClient(visit)
  return client === undefined ? oauthError('invalid_client') : grant(visit, client)
}

/** A code for tokens (RFC 6749, section 4.1.3; RFC 7636, section 4.6). Whatever is wrong with the code is `invalid_grant`. */
async function exchangeCode(visit: Visit, client: UserPoolClientRecord): Promise<GatewayResponse> {
  const { call, poolRecord, form } = visit
  if (!client.AllowedOAuthFlows?.includes('code')) return oauthError('unauthorized_client')
  const id = form.get('code')
  if (id === null || form.get('redirect_uri') === null) return oauthError('invalid_request')
  const code = await takeCode(call, id)
  if (code === undefined || code.clientId !== client.ClientId || code.redirectUri !== form.get('redirect_uri'))
    return oauthError('invalid_grant')
  if (!isVerified(code.codeChallenge, form.get('code_verifier'))) return oauthError('invalid_grant')
  const user = call.records.userPoolUsers.get(code.username, code.poolId)
  if (user?.enabled !== true) return oauthError('invalid_grant')
  const { scopes, authTime, nonce } = code
  const session = openSession(call, poolRecord, client, user, { scopes, authTime })
  return tokensOf(visit, client, user, session, { source: 'TokenGeneration_HostedAuth', nonce, withRefreshToken: true })
}

async function refresh(visit: Visit, client: UserPoolClientRecord): Promise<GatewayResponse> {
  const { call, poolRecord, form } = visit
  const given = form.get('refresh_token')
  if (given === null) return oauthError('invalid_request')
  const opened = await openRefreshToken(call, { call, poolRecord, client }, given).catch((error: unknown) => {
    if (error instanceof AwsError) return undefined
    throw error
  })
  if (opened === undefined) return oauthError('invalid_grant')
  const rotating = client.RefreshTokenRotation?.Feature === 'ENABLED'
  const { user, session } = opened
  const current = rotating ? rotate(call, poolRecord.pool.Id, user.attributes['sub'] ?? '', session) : session
  return tokensOf(visit, client, user, current, { source: 'TokenGeneration_RefreshTokens', withRefreshToken: rotating })
}

/**
 * An application for itself: the scopes that it asks for, or all of its own. A client that may not use OAuth at all gets `invalid_grant`,
 * a scope that is not its own `invalid_scope` (both seen in questions of users).
 */
async function grantToClient({ call, poolRecord, form }: Visit, client: UserPoolClientRecord): Promise<GatewayResponse> {
  if (!client.AllowedOAuthFlowsUserPoolClient) return oauthError('invalid_grant')
  if (!client.AllowedOAuthFlows?.includes('client_credentials')) return oauthError('unauthorized_client')
  const allowed = (client.AllowedOAuthScopes ?? []).filter((scope) => scope.includes('/'))
  const asked = form.get('scope')?.trim() || undefined
  const scopes = asked === undefined ? allowed : asked.split(/\s+/)
  if (scopes.length === 0 || !scopes.every((scope) => allowed.includes(scope))) return oauthError('invalid_scope')
  const { accessToken, expiresIn } = await issueClientToken(call, poolRecord.pool.Id, client, scopes)
  return json(200, { access_token: accessToken, expires_in: expiresIn, token_type: 'Bearer' })
}

async function tokensOf(
  { call, poolRecord }: Visit,
  client: UserPoolClientRecord,
  user: UserPoolUserRecord,
  session: Session,
  { source, nonce, withRefreshToken }: { readonly source: string; readonly nonce?: string | undefined; readonly withRefreshToken: boolean },
): Promise<GatewayResponse> {
  const poolId = poolRecord.pool.Id
  const tokens = await issueTokens(call, { poolId, client, user, session, source, nonce })
  return json(200, {
    id_token: tokens.idToken,
    access_token: tokens.accessToken,
    ...(withRefreshToken ? { refresh_token: await sealRefreshToken(call, poolId, user, session) } : {}),
    expires_in: tokens.expiresIn,
    token_type: 'Bearer',
  })
}

/** Whether a verifier is the one that the code was asked for with; without a challenge there is nothing to prove. */
function isVerified(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return true
  return verifier !== null && sameText(createHash('sha256').update(verifier).digest('base64url'), challenge)
}

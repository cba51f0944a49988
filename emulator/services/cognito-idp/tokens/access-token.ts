import { parseJwt } from '../../../language/jwt/parse'
import { JwtError, verifyJwt } from '../../../language/jwt/verify'
import type { UserPoolClientRecord, UserPoolRecord, UserPoolUserRecord } from '../../../model/cognito'
import { issuerOf, publicKeys } from '../../../model/user-pools'
import type { Call } from '../../operations'
import { notAuthorized, userNotFound } from '../operations'
import { SELF_SERVICE } from './claims'
import { findSession } from './sessions'

/** Whose access token it is. */
export interface TokenBearer {
  /** In the region of the pool. */
  readonly call: Call
  readonly poolRecord: UserPoolRecord
  readonly client: UserPoolClientRecord
  readonly user: UserPoolUserRecord
  readonly scopes: readonly string[]
  /** Absent where the client's tokens cannot be revoked. */
  readonly originJti?: string
}

/** The user of an access token that may be used for the user's own account. */
export async function bearerOf(given: Call, token: string | undefined): Promise<TokenBearer> {
  const bearer = await readAccessToken(given, token ?? '')
  if (!bearer.scopes.includes(SELF_SERVICE)) throw notAuthorized('Access Token does not have required scopes')
  return bearer
}

/** The user of an access token of any pool here: it must hold, and the sign-in must not have ended. */
export async function readAccessToken(given: Call, token: string): Promise<TokenBearer> {
  const claims = parseJwt(token)?.claims
  const poolId = String(claims?.['iss']).split('/').at(-1) ?? ''
  const call = [given, ...given.elsewhere()].find(({ records }) => records.userPools.get(poolId) !== undefined) ?? given
  const poolRecord = call.records.userPools.get(poolId)
  if (claims === undefined || poolRecord === undefined || claims['token_use'] !== 'access') throw notAuthorized('Invalid Access Token')
  await verify(call, poolRecord, token)
  const client = call.records.userPoolClients.get(String(claims['client_id']), poolId)
  if (client === undefined || claims['username'] === undefined) throw notAuthorized('Invalid Access Token')
  const originJti = claims['origin_jti']
  const sub = String(claims['sub'])
  if (typeof originJti === 'string' && findSession(call, poolId, sub, originJti) === undefined)
    throw notAuthorized('Access Token has been revoked')
  const user = call.records.userPoolUsers.get(String(claims['username']), poolId)
  if (user === undefined || user.attributes['sub'] !== sub) throw userNotFound()
  if (!user.enabled) throw notAuthorized('User is disabled.')
  const scopes = String(claims['scope'] ?? '').split(' ')
  return { call, poolRecord, client, user, scopes, ...(typeof originJti === 'string' ? { originJti } : {}) }
}

async function verify(call: Call, poolRecord: UserPoolRecord, token: string): Promise<void> {
  const rules = { keys: publicKeys(poolRecord), algorithms: ['RS256'], now: call.clock.now(), issuer: issuerOf(poolRecord) }
  await verifyJwt(token, rules).catch((error: unknown) => {
    if (!(error instanceof JwtError)) throw error
    throw notAuthorized(error.fault === 'expired' ? 'Access Token has expired' : 'Invalid Access Token')
  })
}

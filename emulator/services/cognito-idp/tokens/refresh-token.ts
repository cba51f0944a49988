import { jose } from '../../../language/jwt/jose'
import type { UserPoolUserRecord } from '../../../model/cognito'
import type { Call } from '../../operations'
import type { PoolClient } from '../clients'
import { notAuthorized } from '../operations'
import { findSession, type Session } from './sessions'
import { keyPair, withSigningKey } from './signing-key'

/** What a refresh token holds, sealed: only the pool can read it. */
interface Sealed {
  readonly sub: string
  readonly username: string
  readonly client_id: string
  readonly origin_jti: string
  readonly rotation: number
  /** Milliseconds since the epoch. */
  readonly ends: number
}

/** A refresh token of a sign-in, encrypted as AWS's are: RSA-OAEP and A256GCM. */
export async function sealRefreshToken(
  call: Call,
  poolId: string,
  user: UserPoolUserRecord,
  { originJti, record }: Session,
): Promise<string> {
  const { publicKey } = keyPair(withSigningKey(call, poolId).signingKey)
  const sealed: Sealed = {
    sub: user.attributes['sub'] ?? '',
    username: user.username,
    client_id: record.clientId,
    origin_jti: originJti,
    rotation: record.rotations,
    ends: record.expiresAt,
  }
  const { EncryptJWT } = jose()
  return new EncryptJWT({ ...sealed }).setProtectedHeader({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }).encrypt(publicKey)
}

/** A sign-in that a refresh token continues. */
export interface Refreshed {
  readonly user: UserPoolUserRecord
  readonly session: Session
}

/** What a refresh token of a client holds; undefined when it is none of that client's. */
async function unseal(call: Call, { poolRecord, client }: PoolClient, token: string): Promise<Sealed | undefined> {
  const { jwtDecrypt, errors } = jose()
  const { privateKey } = keyPair(withSigningKey(call, poolRecord.pool.Id).signingKey)
  const options = { keyManagementAlgorithms: ['RSA-OAEP'], contentEncryptionAlgorithms: ['A256GCM'] }
  try {
    const { payload } = await jwtDecrypt(token, privateKey, options)
    return payload['client_id'] === client.ClientId ? (payload as unknown as Sealed) : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** The sign-in of a refresh token, which must be of the client, not too old and not revoked. */
export async function openRefreshToken(call: Call, poolClient: PoolClient, token: string): Promise<Refreshed> {
  const sealed = await unseal(call, poolClient, token)
  if (sealed === undefined) throw notAuthorized('Invalid Refresh Token')
  const now = call.clock.now()
  if (sealed.ends <= now) throw notAuthorized('Refresh Token has expired')
  const poolId = poolClient.poolRecord.pool.Id
  const session = findSession(call, poolId, sealed.sub, sealed.origin_jti)
  const user = call.records.userPoolUsers.get(sealed.username, poolId)
  if (session === undefined || user === undefined) throw notAuthorized('Refresh Token has been revoked')
  const { rotations, rotatedAt = 0 } = session.record
  if (sealed.rotation < rotations) {
    const grace = (poolClient.client.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000
    if (sealed.rotation < rotations - 1 || now >= rotatedAt + grace) throw notAuthorized('Refresh Token has been revoked')
  }
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return { user, session }
}

/** What a refresh token names, whether or not it still holds; undefined when it is none of the client's. */
export async function readRefreshToken(
  call: Call,
  poolClient: PoolClient,
  token: string,
): Promise<{ sub: string; originJti: string } | undefined> {
  const sealed = await unseal(call, poolClient, token)
  return sealed === undefined ? undefined : { sub: sealed.sub, originJti: sealed.origin_jti }
}

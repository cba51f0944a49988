import { issuerOf, readPoolArn } from '../../../model/user-pools'
import type { Call } from '../../operations'
import { SELF_SERVICE } from './claims'
import { sign } from './issue'
import { makeSigningKey, withSigningKey } from './signing-key'

/** What a token that a test makes up shall say. */
export interface TokenWish {
  /** Whose it is; a user of the pool need not be there. A made-up one unless given. */
  readonly sub?: string
  /** An access token where scopes are given, else an ID token. */
  readonly use?: 'id' | 'access'
  /** Of an access token. */
  readonly scopes?: readonly string[]
  /** Further claims, in place of those that it would have; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Seconds that it holds: an hour unless given; less than one makes a token that has ended. */
  readonly expiresIn?: number
}

/**
 * A token of a user pool that nobody signed in for, with the claims and the signature of a real one. A pool that is not here gets a key of
 * the emulator's own, which authorizers trust besides the pool's.
 * @param call in the account and region of the pool
 * @param arn of the pool
 */
export function mintToken(call: Call, arn: string, wish: TokenWish): Promise<string> {
  const { records, ids, clock, gateway } = call
  const poolId = readPoolArn(arn)?.id ?? ''
  const isHere = records.userPools.get(poolId) !== undefined
  const signingKey = isHere ? withSigningKey(call, poolId).signingKey : gateway.userPools.substitute(arn, () => makeSigningKey(call))
  const clientId = records.userPoolClients.list(poolId)[0]?.ClientId ?? ids.lower(26)
  const { scopes, use = scopes === undefined ? 'id' : 'access', expiresIn = 3600 } = wish
  const sub = wish.sub ?? ids.uuid()
  const now = Math.floor(clock.now() / 1000)
  const claims = {
    sub,
    iss: issuerOf({ pool: { Id: poolId } }),
    token_use: use,
    ...(use === 'id'
      ? { aud: clientId, 'cognito:username': sub }
      : { client_id: clientId, username: sub, scope: (scopes ?? [SELF_SERVICE]).join(' ') }),
    auth_time: now,
    iat: now,
    exp: now + expiresIn,
    event_id: ids.uuid(),
    jti: ids.uuid(),
    ...wish.claims,
  }
  return sign({ signingKey }, claims)
}

import { createHash } from 'node:crypto'
import { jose } from '../../../language/jwt/jose'
import type { UserPoolClientRecord, UserPoolUserRecord } from '../../../model/cognito'
import { issuerOf } from '../../../model/user-pools'
import type { Call } from '../../operations'
import { tokenSeconds } from '../client-settings'
import { groupsOf } from '../groups'
import { attributeClaims, inScope, readable, SELF_SERVICE } from './claims'
import type { Session } from './sessions'
import { type KeyedPool, keyPair, withSigningKey } from './signing-key'
import { type TokenChanges, type TokenGroups, tokenOverrides } from './token-trigger'

/** Whose tokens are to be made, and on what occasion. */
export interface Grant {
  readonly poolId: string
  readonly client: UserPoolClientRecord
  readonly user: UserPoolUserRecord
  readonly session: Session
  /** `TokenGeneration_Authentication`: what the trigger is told. */
  readonly source: string
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined
  /** Given back in the ID token (OpenID Connect Core, section 3.1.2.1). */
  readonly nonce?: string | undefined
}

export interface Tokens {
  readonly accessToken: string
  /** Absent where `openid` is not among the scopes. */
  readonly idToken?: string
  /** Seconds that the access token holds. */
  readonly expiresIn: number
}

/** Makes the tokens of a sign-in. Scopes are those of the session; without them the user signed in by the API. */
export async function issueTokens(call: Call, grant: Grant): Promise<Tokens> {
  const { client, user, session, source } = grant
  const keyed = withSigningKey(call, grant.poolId)
  const hosted = session.record.scopes
  const scopes = hosted ?? [SELF_SERVICE]
  const own = groupsOf(call, grant.poolId, user.groups)
  const roles = own.flatMap(({ RoleArn }) => RoleArn ?? [])
  const before: TokenGroups = {
    names: own.map(({ GroupName }) => GroupName),
    roles,
    ...(roles[0] === undefined ? {} : { preferredRole: roles[0] }),
  }
  const overrides = await tokenOverrides(call, keyed, {
    source,
    client,
    user,
    groups: before,
    scopes,
    clientMetadata: grant.clientMetadata,
  })
  const groups = overrides.groups ?? before
  const seconds = tokenSeconds(client)
  const issuedAt = Math.floor(call.clock.now() / 1000)
  const shared = {
    sub: user.attributes['sub'],
    ...(groups.names.length === 0 ? {} : { 'cognito:groups': groups.names }),
    iss: issuerOf(keyed),
    ...(client.EnableTokenRevocation ? { origin_jti: session.originJti } : {}),
    event_id: call.ids.uuid(),
    auth_time: session.record.authTime,
    iat: issuedAt,
  }
  const access = {
    ...shared,
    ...(hosted === undefined ? {} : { version: 2 }),
    client_id: client.ClientId,
    token_use: 'access',
    scope: changedScopes(scopes, overrides.access),
    exp: issuedAt + seconds.access,
    jti: call.ids.uuid(),
    username: user.username,
  }
  const accessToken = await sign(keyed, changed(access, overrides.access))
  if (!scopes.includes('openid') && hosted !== undefined) return { accessToken, expiresIn: seconds.access }
  const id = {
    ...attributeClaims(inScope(readable(user, client), hosted)),
    ...shared,
    ...(groups.roles.length === 0 ? {} : { 'cognito:roles': groups.roles }),
    ...(groups.preferredRole === undefined ? {} : { 'cognito:preferred_role': groups.preferredRole }),
    ...(hosted === undefined ? {} : { at_hash: accessTokenHash(accessToken) }),
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    'cognito:username': user.username,
    aud: client.ClientId,
    token_use: 'id',
    exp: issuedAt + seconds.id,
    jti: call.ids.uuid(),
  }
  return { accessToken, idToken: await sign(keyed, changed(id, overrides.id)), expiresIn: seconds.access }
}

/** An access token for an application itself (client credentials). */
export async function issueClientToken(
  call: Call,
  poolId: string,
  client: UserPoolClientRecord,
  scopes: readonly string[],
): Promise<Tokens> {
  const keyed = withSigningKey(call, poolId)
  const source = 'TokenGeneration_ClientCredentials'
  const { access: changes } = await tokenOverrides(call, keyed, { source, client, groups: { names: [], roles: [] }, scopes })
  const issuedAt = Math.floor(call.clock.now() / 1000)
  const seconds = tokenSeconds(client).access
  const claims = {
    sub: client.ClientId,
    token_use: 'access',
    scope: changedScopes(scopes, changes),
    auth_time: issuedAt,
    iss: issuerOf(keyed),
    exp: issuedAt + seconds,
    iat: issuedAt,
    version: 2,
    jti: call.ids.uuid(),
    client_id: client.ClientId,
  }
  return { accessToken: await sign(keyed, changed(claims, changes)), expiresIn: seconds }
}

/** A token of a pool, as it is signed with the pool's key. */
export function sign({ signingKey }: Pick<KeyedPool, 'signingKey'>, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const { SignJWT } = jose()
  return new SignJWT({ ...claims }).setProtectedHeader({ kid: signingKey.kid, alg: 'RS256' }).sign(keyPair(signingKey).privateKey)
}

function changed(claims: Readonly<Record<string, unknown>>, { set, suppress }: TokenChanges): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...claims, ...set }).filter(([name]) => !suppress.includes(name)))
}

function changedScopes(scopes: readonly string[], { addScopes, suppressScopes }: TokenChanges): string {
  return [...new Set([...scopes, ...addScopes])].filter((scope) => !suppressScopes.includes(scope)).join(' ')
}

/** The left half of the hash of an access token (OpenID Connect Core, section 3.1.3.6). */
function accessTokenHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
}

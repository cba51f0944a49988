import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readPoolArn } from '../../model/user-pools'
import { mintToken, type TokenWish } from '../../services/cognito-idp/tokens/mint'
import type { Door } from './doors'
import type { StandIn } from './stand-in'

/** The user pool that a door's authorizer takes tokens of, the first of them; undefined where it has none. */
export function poolOf({ authorizer }: Door): string | undefined {
  return authorizer?.providerARNs?.find((arn) => readPoolArn(arn) !== undefined)
}

/** A token that the door takes; undefined where its authorizer has no user pool. */
export async function goodToken(door: Door, standIn: StandIn, wish: TokenWish = {}): Promise<string | undefined> {
  const pool = poolOf(door)
  const scopes = door.method.authorizationScopes ?? []
  return pool === undefined ? undefined : mint(standIn, pool, { ...(scopes.length === 0 ? {} : { scopes }), ...wish })
}

/** A token of a user pool in the copy; one that is elsewhere gets a key there. */
export function mint({ callIn }: StandIn, pool: string, wish: TokenWish): Promise<string> {
  const { account = '', region = '' } = readPoolArn(pool) ?? {}
  return mintToken(callIn(account, region), pool, wish)
}

/** The public keys of a user pool that may have signed with `kid`. */
export async function publicKeysOf({ call }: StandIn, pool: string, kid: unknown): Promise<KeyObject[]> {
  const { keys = [] } = (await call.gateway.userPools.find(pool, kid)) ?? {}
  return keys.map((key) => createPublicKey({ key: key as JsonWebKey, format: 'jwk' }))
}

import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord, UserPoolUserRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { cognitoError, userNotFound } from './operations'
import { attributeList } from './schema'

/**
 * The user that a name means: a username, the `sub`, or an attribute that the pool takes as one. An alias (`AliasAttributes`) counts when
 * it is verified; an e-mail address or telephone number as username counts always.
 */
export function findUser(call: Call, { pool }: UserPoolRecord, name: string): UserPoolUserRecord | undefined {
  const users = call.records.userPoolUsers
  const exact = users.get(name, pool.Id)
  if (exact !== undefined) return exact
  const same = isCaseSensitive(pool)
    ? (text: string | undefined) => text === name
    : (text: string | undefined) => text?.toLowerCase() === name.toLowerCase()
  const all = users.list(pool.Id)
  return (
    all.find(({ username, attributes }) => same(username) || attributes['sub'] === name) ??
    all.find(({ attributes }) => {
      if (pool.UsernameAttributes?.some((attribute) => same(attributes[attribute]))) return true
      return pool.AliasAttributes?.some((alias) => same(attributes[alias]) && isVerified(attributes, alias)) ?? false
    })
  )
}

/** The user that an operation of an administrator is about. */
export function userOf(call: Call, poolRecord: UserPoolRecord, name = ''): UserPoolUserRecord {
  const user = findUser(call, poolRecord, name)
  if (user === undefined) throw userNotFound()
  return user
}

export function isCaseSensitive({ UsernameConfiguration }: UserPoolRecord['pool']): boolean {
  return UsernameConfiguration?.CaseSensitive ?? true
}

function isVerified(attributes: Readonly<Record<string, string>>, alias: sdk.AliasAttributeType): boolean {
  return alias === 'preferred_username' || attributes[`${alias}_verified`] === 'true'
}

/** Puts a user's record with changes in place of the former one. A member given as undefined goes. */
export function changeUser(
  call: Call,
  poolId: string,
  user: UserPoolUserRecord,
  changes: { readonly [K in keyof UserPoolUserRecord]?: UserPoolUserRecord[K] | undefined },
): UserPoolUserRecord {
  const merged = Object.entries({ ...user, ...changes, modifiedAt: new Date(call.clock.now()) })
  const changed = Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as unknown as UserPoolUserRecord
  return call.records.userPoolUsers.put(changed, user.username, poolId)
}

/** Forgets a user and all of the user's sign-ins. */
export function removeUser(call: Call, poolId: string, user: UserPoolUserRecord): void {
  endSessions(call, poolId, user)
  call.records.userPoolUsers.delete(user.username, poolId)
}

/** Ends every sign-in of a user: refresh tokens and access tokens hold no longer. */
export function endSessions(call: Call, poolId: string, { attributes }: UserPoolUserRecord): void {
  call.records.userPoolSessions.deleteAll(sessionsOf(poolId, attributes['sub'] ?? ''))
}

/** The parent of the sessions of a user. */
export function sessionsOf(poolId: string, sub: string): string {
  return `${poolId}/${sub}`
}

/** A user as lists show one. */
export function describeUser({ username, attributes, status, enabled, createdAt, modifiedAt }: UserPoolUserRecord): sdk.UserType {
  return {
    Username: username,
    Attributes: attributeList(attributes),
    UserCreateDate: createdAt,
    UserLastModifiedDate: modifiedAt,
    Enabled: enabled,
    UserStatus: status,
  }
}

/**
 * Takes aliases for a user, from whoever has them when `force` says so. Throws AliasExistsException when another user has one of them, or
 * an attribute by which users sign in.
 */
export function claimAliases(
  call: Call,
  { pool }: UserPoolRecord,
  attributes: Readonly<Record<string, string>>,
  own: string | undefined,
  force: boolean,
): void {
  const others = call.records.userPoolUsers.list(pool.Id).filter(({ username }) => username !== own)
  for (const name of pool.UsernameAttributes ?? []) {
    if (attributes[name] && others.some((other) => other.attributes[name] === attributes[name])) {
      throw cognitoError('AliasExistsException', `An account with the given ${name} already exists.`)
    }
  }
  for (const alias of pool.AliasAttributes ?? []) {
    const value = attributes[alias]
    if (value === undefined || value === '' || !isVerified(attributes, alias)) continue
    const other = others.find((user) => user.attributes[alias] === value && isVerified(user.attributes, alias))
    if (other === undefined) continue
    if (!force) throw cognitoError('AliasExistsException', `An account with the ${alias} already exists.`)
    changeUser(call, pool.Id, other, { attributes: { ...other.attributes, [`${alias}_verified`]: 'false' } })
  }
}

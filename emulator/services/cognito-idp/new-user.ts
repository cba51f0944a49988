import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord, UserPoolUserRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { cognitoError, constraint, invalidParameter } from './operations'
import { findUser, isCaseSensitive } from './users'

/**
 * A user who is not in the pool yet. Where users sign in with an e-mail address or telephone number, the name given becomes that attribute,
 * and the `sub` the username. Throws UsernameExistsException, with AWS's words for the operation.
 */
export function newUser(
  call: Call,
  poolRecord: UserPoolRecord,
  name: string,
  given: Readonly<Record<string, string>>,
  status: UserStatusType,
  exists = 'User already exists',
): UserPoolUserRecord {
  const { pool } = poolRecord
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name)) {
    throw constraint('username', name, 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+')
  }
  const sub = call.ids.uuid()
  const attribute = usernameAttribute(pool, name)
  const username = attribute === undefined ? (isCaseSensitive(pool) ? name : name.toLowerCase()) : sub
  if (findUser(call, poolRecord, name) !== undefined) {
    const taken = attribute === undefined ? exists : `An account with the given ${attribute} already exists.`
    throw cognitoError('UsernameExistsException', taken)
  }
  const now = new Date(call.clock.now())
  return {
    username,
    attributes: { ...given, ...(attribute === undefined ? {} : { [attribute]: name }), sub },
    status,
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    codes: {},
    groups: [],
  }
}

/** Takes a user into the pool. The check of `newUser` is made again: a trigger ran since, and somebody else may have been quicker. */
export function addUser(
  call: Call,
  { pool }: UserPoolRecord,
  user: UserPoolUserRecord,
  exists = 'User already exists',
): UserPoolUserRecord {
  const users = call.records.userPoolUsers
  if (users.get(user.username, pool.Id) !== undefined) throw cognitoError('UsernameExistsException', exists)
  return users.put(user, user.username, pool.Id)
}

/** The attribute that a name stands for in a pool without user names of its own. */
function usernameAttribute(
  { UsernameAttributes, AliasAttributes }: UserPoolRecord['pool'],
  name: string,
): 'email' | 'phone_number' | undefined {
  if (UsernameAttributes === undefined || UsernameAttributes.length === 0) {
    const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name)
    if (isAddress && AliasAttributes?.includes('email')) {
      throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.')
    }
    return undefined
  }
  if (UsernameAttributes.includes('email') && /^[^\s@]+@[^\s@]+$/.test(name)) return 'email'
  if (UsernameAttributes.includes('phone_number') && /^\+\d{1,15}$/.test(name)) return 'phone_number'
  if (UsernameAttributes.length > 1) throw invalidParameter('Username should be either an email or a phone number.')
  throw invalidParameter(UsernameAttributes.includes('email') ? 'Username should be an email.' : 'Username should be a phone number.')
}

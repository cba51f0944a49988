import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider'
import type { KeptPassword, UserPoolRecord, UserPoolUserRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { sameText } from './client-secret'
import { cognitoError, constraint } from './operations'
import { passwordVerifier } from './srp'

const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/

const RULES: readonly [keyof PasswordPolicyType, RegExp, string][] = [
  ['RequireUppercase', /[A-Z]/, 'Password must have uppercase characters'],
  ['RequireLowercase', /[a-z]/, 'Password must have lowercase characters'],
  ['RequireNumbers', /[0-9]/, 'Password must have numeric characters'],
  ['RequireSymbols', SYMBOL, 'Password must have symbol characters'],
]

/**
 * Refuses a password that the pool's policy does not allow. `wording`: what AWS says when a user is made, and when a password is changed.
 * Uncertain: which operation says which, and in which order the rules are looked at.
 */
export function checkPassword(
  { pool }: UserPoolRecord,
  password: string,
  wording: 'did not conform with policy' | 'does not conform to policy',
): void {
  if (!/^\S(?:.*\S)?$/s.test(password) || password.length > 256) {
    throw constraint('password', undefined, 'Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$')
  }
  const policy = pool.Policies.PasswordPolicy ?? {}
  const broken =
    password.length < (policy.MinimumLength ?? 8)
      ? 'Password not long enough'
      : RULES.find(([rule, pattern]) => policy[rule] === true && !pattern.test(password))?.[2]
  if (broken !== undefined) throw cognitoError('InvalidPasswordException', `Password ${wording}: ${broken}`)
}

/** A password in the form in which it is kept. */
export function keepPassword(call: Call, poolId: string, username: string, password: string): KeptPassword {
  const salt = call.ids.hex(32)
  return { salt, verifier: passwordVerifier(poolId, username, password, salt) }
}

export function isPassword(poolId: string, { username, password }: UserPoolUserRecord, given: string): boolean {
  return password !== undefined && sameText(passwordVerifier(poolId, username, given, password.salt), password.verifier)
}

/** The temporary password of a user for whom none was chosen: AWS makes one up and mails it, here it is always the same. */
export function temporaryPassword({ pool }: UserPoolRecord): string {
  return 'Portico-1'.padEnd(pool.Policies.PasswordPolicy?.MinimumLength ?? 8, '1')
}

/** Until when a temporary password of now holds, in epoch milliseconds. */
export function temporaryUntil(call: Call, { pool }: UserPoolRecord): number {
  return call.clock.now() + (pool.Policies.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7) * 86_400_000
}

import type { UserPoolClientRecord, UserPoolUserRecord } from '../../../model/cognito'

/** The scope of access tokens that the API gives out: what `GetUser` and the like ask for. */
export const SELF_SERVICE = 'aws.cognito.signin.user.admin'

type Attributes = Readonly<Record<string, string>>

/**
 * The attributes of a user that a client may read. Uncertain: where the client names none, AWS's reference leaves out custom attributes
 * and the CDK's says that they are in.
 */
export function readable(user: UserPoolUserRecord, { ReadAttributes }: UserPoolClientRecord): Attributes {
  if (ReadAttributes === undefined || ReadAttributes.length === 0) return user.attributes
  return Object.fromEntries(Object.entries(user.attributes).filter(([name]) => name === 'sub' || ReadAttributes.includes(name)))
}

/**
 * Those attributes that the scopes of a sign-in open: `openid` alone, or with `profile`, all; `email` and `phone` theirs.
 * Undefined scopes are those of the API: all.
 */
export function inScope(attributes: Attributes, scopes: readonly string[] | undefined): Attributes {
  if (scopes === undefined || scopes.includes('profile')) return attributes
  const opened = [
    ...(scopes.includes('email') ? ['email', 'email_verified'] : []),
    ...(scopes.includes('phone') ? ['phone_number', 'phone_number_verified'] : []),
  ]
  if (opened.length === 0) return attributes
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name === 'sub' || opened.includes(name)))
}

/** Attributes as claims of an ID token: what is verified as booleans, times as numbers, an address as an object, all else texts. */
export function attributeClaims(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, claimValue(name, value)]))
}

function claimValue(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true'
  if (name === 'updated_at') return Number(value)
  if (name === 'address') return { formatted: value }
  return value
}

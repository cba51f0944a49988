import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import type { CodePurpose, UserPoolRecord, UserPoolUserRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { countAttempt } from './attempts'
import { cognitoError, invalidParameter } from './operations'
import { changeUser } from './users'

/** Every code: no message is sent, and a test has to know it. */
export const CODE = '123456'

const HOUR = 3_600_000
const LIFETIMES: Readonly<Record<CodePurpose, number>> = {
  SignUp: 24 * HOUR,
  ForgotPassword: HOUR,
  email: 24 * HOUR,
  phone_number: 24 * HOUR,
}

/** "Sends" a code: from now on it is taken for a while. Said once for each pool. */
export function sendCode(call: Call, { pool }: UserPoolRecord, user: UserPoolUserRecord, purpose: CodePurpose): UserPoolUserRecord {
  call.diagnostics.replace(codesSource(pool.Id), [
    {
      code: 'code-not-sent',
      severity: 'info',
      message: `The user pool ${pool.Name} (${pool.Id}) sends no messages: every confirmation code is ${CODE}.`,
      subject: `/userpools/${pool.Id}`,
    },
  ])
  return changeUser(call, pool.Id, user, { codes: { ...user.codes, [purpose]: call.clock.now() + LIFETIMES[purpose] } })
}

/** Under what the diagnostics of a pool's codes stand. */
export function codesSource(poolId: string): string {
  return `cognito-idp:codes:${poolId}`
}

/** Refuses a code that is wrong, was not asked for, or is too old. */
export async function checkCode(call: Call, { pool }: UserPoolRecord, user: UserPoolUserRecord, purpose: CodePurpose, code = '') {
  await countAttempt(call, pool.Id, user.username, `codes/${purpose}`)
  const endsAt = user.codes[purpose]
  if (endsAt === undefined || endsAt <= call.clock.now()) throw expiredCode()
  if (code !== CODE) throw codeMismatch()
}

/** The codes of a user without one. */
export function withoutCode(user: UserPoolUserRecord, purpose: CodePurpose): UserPoolUserRecord['codes'] {
  const { [purpose]: _used, ...others } = user.codes
  return others
}

export function expiredCode(): Error {
  return cognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
}

export function codeMismatch(): Error {
  return cognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.')
}

/** Where a code for signing up goes: by SMS where the pool verifies telephone numbers and the user has one, else by mail; nowhere else. */
export function signUpDelivery(
  { pool }: UserPoolRecord,
  attributes: Readonly<Record<string, string>>,
): CodeDeliveryDetailsType | undefined {
  const verified = (['phone_number', 'email'] as const).find((name) => pool.AutoVerifiedAttributes?.includes(name) && attributes[name])
  return verified === undefined ? undefined : delivery(verified, attributes[verified] ?? '')
}

/** Where a code for a new password goes, in the order of the pool's recovery mechanisms. */
export function recoveryDelivery({ pool }: UserPoolRecord, { attributes }: UserPoolUserRecord): CodeDeliveryDetailsType {
  const mechanisms = [...(pool.AccountRecoverySetting?.RecoveryMechanisms ?? [])].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
  for (const { Name } of mechanisms) {
    const name = Name === 'verified_phone_number' ? 'phone_number' : Name === 'verified_email' ? 'email' : undefined
    if (name !== undefined && attributes[name] && attributes[`${name}_verified`] === 'true') return delivery(name, attributes[name])
  }
  throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')
}

/** How a code reaches an attribute, its value masked. */
export function delivery(AttributeName: 'email' | 'phone_number', value: string): CodeDeliveryDetailsType {
  if (AttributeName === 'phone_number') return { AttributeName, DeliveryMedium: 'SMS', Destination: `+*******${value.slice(-4)}` }
  const [local = '', domain = ''] = value.split('@')
  return { AttributeName, DeliveryMedium: 'EMAIL', Destination: `${local.slice(0, 1)}***@${domain.slice(0, 1)}***` }
}

import type { Credentials } from '@aws-sdk/client-sts'
import type { SessionRecord } from '../../model/account-services'
import type { Call } from '../operations'

/** Whose keys they are: a session of a role, or the root user. */
export type SessionOwner = Pick<SessionRecord, 'arn' | 'userId' | 'roleName' | 'policies'>

/** Temporary keys in AWS's shape, kept until they end: methods with AWS_IAM know whose they are. */
export function temporaryCredentials(call: Call, seconds: number, owner: SessionOwner): Required<Credentials> {
  const now = call.clock.now()
  const { sessions } = call.records
  for (const { accessKeyId, expiresAt } of sessions.list()) if (expiresAt <= now) sessions.delete(accessKeyId)
  const made: SessionRecord = {
    ...owner,
    accessKeyId: `ASIA${accountCode(call.account)}${call.ids.suffix(8)}`,
    secretAccessKey: call.ids.keyValue(),
    sessionToken: Buffer.from(`portico:${call.account}:${call.ids.hex(64)}`).toString('base64'),
    expiresAt: now + seconds * 1000,
  }
  sessions.put(made, made.accessKeyId)
  return {
    AccessKeyId: made.accessKeyId,
    SecretAccessKey: made.secretAccessKey,
    SessionToken: made.sessionToken,
    Expiration: new Date(made.expiresAt),
  }
}

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const CODE_DIGITS = 8
const CODE = new RegExp(`^A[A-Z]{3}([${BASE_32}]{${CODE_DIGITS}})[A-Z0-9]{4,}$`)

/** The account in the id of a key, so that the one leads to the other. AWS encodes it in these digits too, in its own way. */
export function accountCode(account: string): string {
  let rest = BigInt(account)
  let code = ''
  for (let i = 0; i < CODE_DIGITS; i++) {
    code = `${BASE_32[Number(rest & 31n)]}${code}`
    rest >>= 5n
  }
  return code
}

/** The account of a key that `accountCode` is in; undefined where the digits stand for none. */
export function accountOf(accessKeyId: string): string | undefined {
  const code = CODE.exec(accessKeyId)?.[1]
  if (code === undefined) return undefined
  const number = [...code].reduce((sum, digit) => sum * 32n + BigInt(BASE_32.indexOf(digit)), 0n)
  const account = number.toString()
  return account.length > 12 ? undefined : account.padStart(12, '0')
}

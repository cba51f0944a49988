import type { Credentials } from '@aws-sdk/client-sts'
import type { Call } from '../operations'

/** Temporary keys in AWS's shape. They open nothing: the emulator trusts every signature. */
export function temporaryCredentials(call: Call, seconds: number): Required<Credentials> {
  return {
    AccessKeyId: `ASIA${accountCode(call.account)}${call.ids.suffix(8)}`,
    SecretAccessKey: call.ids.keyValue(),
    SessionToken: Buffer.from(`portico:${call.account}:${call.ids.hex(64)}`).toString('base64'),
    Expiration: new Date(call.clock.now() + seconds * 1000),
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

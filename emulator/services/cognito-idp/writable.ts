import type { UserPoolClientRecord } from '../../model/cognito'
import { notAuthorized } from './operations'

/** Refuses attributes that a client may not write, and those that only AWS writes. A client that names none may write all. */
export function checkWritable({ WriteAttributes }: UserPoolClientRecord, names: readonly string[]): void {
  const limited = WriteAttributes !== undefined && WriteAttributes.length > 0
  for (const name of names) {
    const verifies = name === 'email_verified' || name === 'phone_number_verified'
    if (verifies || (limited && !WriteAttributes.includes(name))) throw notAuthorized('A client attempted to write unauthorized attribute')
  }
}

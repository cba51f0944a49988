import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { accountCode } from '../sts/credentials'
import { findUser, type IamOperations, noSuchEntity } from './operations'

const MOST_KEYS = 2

/** The secret is shown here only, as on AWS. */
export const CreateAccessKey: IamOperations['CreateAccessKey'] = (input, call) => {
  const { user } = findUser(call, input.UserName)
  if (call.records.accessKeys.ids(user.UserName).length >= MOST_KEYS) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`, 409)
  }
  const AccessKey = {
    UserName: user.UserName,
    AccessKeyId: `AKIA${accountCode(call.account)}${call.ids.suffix(8)}`,
    Status: 'Active' as const,
    SecretAccessKey: call.ids.keyValue(),
    CreateDate: new Date(call.clock.now()),
  }
  call.records.accessKeys.put(AccessKey, AccessKey.AccessKeyId, user.UserName)
  return { AccessKey }
}

export const ListAccessKeys: IamOperations['ListAccessKeys'] = (input, call) => {
  const all = input.UserName === undefined ? [] : call.records.accessKeys.list(findUser(call, input.UserName).user.UserName)
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100)
  const AccessKeyMetadata = items.map(({ SecretAccessKey: _secret, ...key }) => key)
  return { AccessKeyMetadata, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

export const UpdateAccessKey: IamOperations['UpdateAccessKey'] = (input, call) => {
  const { id, user } = find(call, input)
  const key = call.records.accessKeys.get(id, user)
  if (key !== undefined && input.Status !== undefined) call.records.accessKeys.put({ ...key, Status: input.Status }, id, user)
  return {}
}

export const DeleteAccessKey: IamOperations['DeleteAccessKey'] = (input, call) => {
  const { id, user } = find(call, input)
  call.records.accessKeys.delete(id, user)
  return {}
}

/** Keys are not looked at when a call is made, so that nobody knows when one was used. */
export const GetAccessKeyLastUsed: IamOperations['GetAccessKeyLastUsed'] = (input, call) => {
  const { user } = find(call, input)
  return { UserName: user, AccessKeyLastUsed: { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' } }
}

/** A key by its id; the user may be left out. */
function find(
  call: Call,
  given: { readonly UserName?: string | undefined; readonly AccessKeyId?: string | undefined },
): { id: string; user: string } {
  const id = given.AccessKeyId ?? ''
  const users = given.UserName === undefined ? call.records.accessKeys.parents() : [findUser(call, given.UserName).user.UserName]
  const user = users.find((name) => call.records.accessKeys.get(id, name) !== undefined)
  if (user === undefined) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`)
  return { id, user }
}

import type * as sdk from '@aws-sdk/client-iam'
import type { ManagedPolicyRecord, RoleRecord, UserRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'
import { awsManagedPolicy, isAwsManaged } from './aws-managed-policies'

/** The operations of IAM, typed by the SDK's command classes. */
export type IamOperations = Operations<typeof sdk>

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404)
}

export function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, 409)
}

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409)
}

/** IAM is one for all regions: its records stand in the tables of the call all the same. */
export function iamArn(call: Call, kind: 'role' | 'policy' | 'user', path: string, name: string): string {
  return `arn:aws:iam::${call.account}:${kind}${path}${name}`
}

export function findRole(call: Call, name: string | undefined): RoleRecord {
  const record = name === undefined ? undefined : call.records.roles.get(name)
  if (record === undefined) throw noSuchEntity(`The role with name ${name ?? ''} cannot be found.`)
  return record
}

export function findUser(call: Call, name: string | undefined): UserRecord {
  const record = name === undefined ? undefined : call.records.users.get(name)
  if (record === undefined) throw noSuchEntity(`The user with name ${name ?? ''} cannot be found.`)
  return record
}

/** A policy of the account, or one of AWS's own. */
export function lookUpPolicy(call: Call, arn: string): ManagedPolicyRecord | undefined {
  return call.records.managedPolicies.get(arn) ?? awsManagedPolicy(arn)
}

/** Refuses to attach what is not there. Any policy of AWS may be attached, also one whose document is not known here. */
export function checkAttachable(call: Call, arn: string): void {
  if (!isAwsManaged(arn)) findPolicy(call, arn)
}

/** The name of a role, user or policy, or AWS's error. */
export function checkName(name: string | undefined, member: 'policyName' | 'roleName' | 'userName'): string {
  const most = member === 'policyName' ? 128 : 64
  if (name !== undefined && name.length <= most && /^[\w+=,.@-]+$/.test(name)) return name
  const message = `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`
  throw new AwsError('ValidationError', message, 400)
}

export function findPolicy(call: Call, arn: string | undefined): ManagedPolicyRecord {
  const record = arn === undefined ? undefined : lookUpPolicy(call, arn)
  if (record === undefined) throw noSuchEntity(`Policy ${arn ?? ''} does not exist or is not attachable.`)
  return record
}

/** The text of a policy document, checked to be JSON with statements. */
export function checkDocument(text: string | undefined): string {
  let document: unknown
  try {
    document = JSON.parse(text ?? '')
  } catch {
    throw malformed('This policy contains invalid Json')
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) throw malformed('Syntax errors in policy.')
  return text as string
}

/** Policy documents are answered URL-encoded (RFC 3986), as IAM does. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

export function tagsWith(tags: readonly sdk.Tag[] | undefined, added: readonly sdk.Tag[]): sdk.Tag[] {
  const byKey = new Map((tags ?? []).map((tag) => [tag.Key, tag]))
  for (const tag of added) byKey.set(tag.Key, tag)
  return [...byKey.values()]
}

export function tagsWithout(tags: readonly sdk.Tag[] | undefined, keys: readonly string[]): sdk.Tag[] {
  return (tags ?? []).filter(({ Key }) => Key === undefined || !keys.includes(Key))
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message, 400)
}

import { page } from '../pages'
import { checkAttachable, checkDocument, checkName, encodeDocument, findUser, type IamOperations, noSuchEntity } from './operations'

export const PutUserPolicy: IamOperations['PutUserPolicy'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const name = checkName(input.PolicyName, 'policyName')
  const inlinePolicies = { ...record.inlinePolicies, [name]: checkDocument(input.PolicyDocument) }
  call.records.users.put({ ...record, inlinePolicies }, record.user.UserName)
  return {}
}

export const GetUserPolicy: IamOperations['GetUserPolicy'] = (input, call) => {
  const { user, inlinePolicies } = findUser(call, input.UserName)
  const name = input.PolicyName ?? ''
  const document = inlinePolicies[name]
  if (document === undefined) throw notFound(name)
  return { UserName: user.UserName, PolicyName: name, PolicyDocument: encodeDocument(document) }
}

export const DeleteUserPolicy: IamOperations['DeleteUserPolicy'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const name = input.PolicyName ?? ''
  const { [name]: dropped, ...inlinePolicies } = record.inlinePolicies
  if (dropped === undefined) throw notFound(name)
  call.records.users.put({ ...record, inlinePolicies }, record.user.UserName)
  return {}
}

export const ListUserPolicies: IamOperations['ListUserPolicies'] = (input, call) => {
  const { items, next } = page(Object.keys(findUser(call, input.UserName).inlinePolicies), input.Marker, input.MaxItems ?? 100)
  return { PolicyNames: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

/** Attaching twice is no error, as on AWS. */
export const AttachUserPolicy: IamOperations['AttachUserPolicy'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const arn = input.PolicyArn ?? ''
  checkAttachable(call, arn)
  if (record.attachedPolicies.includes(arn)) return {}
  call.records.users.put({ ...record, attachedPolicies: [...record.attachedPolicies, arn] }, record.user.UserName)
  return {}
}

export const DetachUserPolicy: IamOperations['DetachUserPolicy'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const attachedPolicies = record.attachedPolicies.filter((arn) => arn !== input.PolicyArn)
  if (attachedPolicies.length === record.attachedPolicies.length) throw noSuchEntity(`Policy ${input.PolicyArn ?? ''} was not found.`)
  call.records.users.put({ ...record, attachedPolicies }, record.user.UserName)
  return {}
}

export const ListAttachedUserPolicies: IamOperations['ListAttachedUserPolicies'] = (input, call) => {
  const all = findUser(call, input.UserName)
    .attachedPolicies.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }))
    .filter(({ PolicyArn }) => PolicyArn.replace(/^[^/]*/, '').startsWith(input.PathPrefix ?? '/'))
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100)
  return { AttachedPolicies: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

function notFound(name: string): Error {
  return noSuchEntity(`The user policy with name ${name} cannot be found.`)
}

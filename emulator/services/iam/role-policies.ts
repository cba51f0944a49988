import type { Call } from '../operations'
import { page } from '../pages'
import { checkAttachable, checkDocument, checkName, encodeDocument, findRole, type IamOperations, noSuchEntity } from './operations'

export const PutRolePolicy: IamOperations['PutRolePolicy'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const name = checkName(input.PolicyName, 'policyName')
  const inlinePolicies = { ...record.inlinePolicies, [name]: checkDocument(input.PolicyDocument) }
  call.records.roles.put({ ...record, inlinePolicies }, record.role.RoleName)
  return {}
}

export const GetRolePolicy: IamOperations['GetRolePolicy'] = (input, call) => {
  const { name, document, role } = inline(call, input.RoleName, input.PolicyName)
  return { RoleName: role, PolicyName: name, PolicyDocument: encodeDocument(document) }
}

export const DeleteRolePolicy: IamOperations['DeleteRolePolicy'] = (input, call) => {
  const { name, role } = inline(call, input.RoleName, input.PolicyName)
  const record = findRole(call, role)
  const { [name]: _dropped, ...inlinePolicies } = record.inlinePolicies
  call.records.roles.put({ ...record, inlinePolicies }, role)
  return {}
}

export const ListRolePolicies: IamOperations['ListRolePolicies'] = (input, call) => {
  const { items, next } = page(Object.keys(findRole(call, input.RoleName).inlinePolicies), input.Marker, input.MaxItems ?? 100)
  return { PolicyNames: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

/** Attaching twice is no error, as on AWS. */
export const AttachRolePolicy: IamOperations['AttachRolePolicy'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const arn = input.PolicyArn ?? ''
  checkAttachable(call, arn)
  if (record.attachedPolicies.includes(arn)) return {}
  call.records.roles.put({ ...record, attachedPolicies: [...record.attachedPolicies, arn] }, record.role.RoleName)
  return {}
}

export const DetachRolePolicy: IamOperations['DetachRolePolicy'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const attachedPolicies = record.attachedPolicies.filter((arn) => arn !== input.PolicyArn)
  if (attachedPolicies.length === record.attachedPolicies.length) throw noSuchEntity(`Policy ${input.PolicyArn ?? ''} was not found.`)
  call.records.roles.put({ ...record, attachedPolicies }, record.role.RoleName)
  return {}
}

export const ListAttachedRolePolicies: IamOperations['ListAttachedRolePolicies'] = (input, call) => {
  const all = findRole(call, input.RoleName)
    .attachedPolicies.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }))
    .filter(({ PolicyArn }) => PolicyArn.replace(/^[^/]*/, '').startsWith(input.PathPrefix ?? '/'))
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100)
  return { AttachedPolicies: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

function inline(call: Call, roleName: string | undefined, name = ''): { name: string; document: string; role: string } {
  const { role, inlinePolicies } = findRole(call, roleName)
  const document = inlinePolicies[name]
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`)
  return { name, document, role: role.RoleName }
}

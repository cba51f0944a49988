import type { UserPoolDomainRecord } from '../../model/cognito'
import { type CognitoOperations, constraint, invalidParameter } from './operations'
import { domainsOf, findPool } from './user-pools'

/** What stands for the distribution behind a domain. */
const DISTRIBUTION = 'd111111abcdef8.cloudfront.net'

/** A domain is active at once. */
export const CreateUserPoolDomain: CognitoOperations['CreateUserPoolDomain'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const { Domain = '', CustomDomainConfig, ManagedLoginVersion = 1 } = input
  if (!/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/.test(Domain)) {
    throw constraint('domain', Domain, 'Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$')
  }
  if (CustomDomainConfig === undefined && /aws|amazon|cognito/.test(Domain))
    throw invalidParameter('Domain cannot contain reserved word: cognito')
  if (call.records.userPoolDomains.get(Domain) !== undefined) throw invalidParameter('Domain already associated with another user pool.')
  if (domainsOf(call, pool.Id).some((other) => (other.CustomDomainConfig === undefined) === (CustomDomainConfig === undefined))) {
    throw invalidParameter('User pool already has a domain configured.')
  }
  const record: UserPoolDomainRecord = {
    Domain,
    UserPoolId: pool.Id,
    AWSAccountId: call.account,
    Status: 'ACTIVE',
    CloudFrontDistribution: DISTRIBUTION,
    ManagedLoginVersion,
    Version: String(call.clock.now()),
    ...(CustomDomainConfig === undefined ? {} : { CustomDomainConfig }),
  }
  call.records.userPoolDomains.put(record, Domain)
  return CustomDomainConfig === undefined ? { ManagedLoginVersion } : { ManagedLoginVersion, CloudFrontDomain: DISTRIBUTION }
}

/** A domain that is not there is described as nothing. */
export const DescribeUserPoolDomain: CognitoOperations['DescribeUserPoolDomain'] = (input, call) => ({
  DomainDescription: { ...call.records.userPoolDomains.get(input.Domain ?? '') },
})

export const UpdateUserPoolDomain: CognitoOperations['UpdateUserPoolDomain'] = (input, call) => {
  const record = domainOf(call.records.userPoolDomains.get(input.Domain ?? ''), input.UserPoolId)
  const { CustomDomainConfig = record.CustomDomainConfig, ManagedLoginVersion = record.ManagedLoginVersion } = input
  call.records.userPoolDomains.put({ ...record, CustomDomainConfig, ManagedLoginVersion }, record.Domain)
  return { ManagedLoginVersion, ...(CustomDomainConfig === undefined ? {} : { CloudFrontDomain: DISTRIBUTION }) }
}

export const DeleteUserPoolDomain: CognitoOperations['DeleteUserPoolDomain'] = (input, call) => {
  const record = domainOf(call.records.userPoolDomains.get(input.Domain ?? ''), input.UserPoolId)
  call.records.userPoolDomains.delete(record.Domain)
  return {}
}

function domainOf(record: UserPoolDomainRecord | undefined, poolId: string | undefined): UserPoolDomainRecord {
  if (record === undefined || record.UserPoolId !== poolId) throw invalidParameter('No such domain or user pool exists.')
  return record
}

import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { page } from '../pages'
import { codesSource } from './codes'
import { type CognitoOperations, cognitoError, constraint, invalidParameter, notFound } from './operations'
import { poolName, poolSettings } from './pool-settings'
import { customAttribute, poolSchema } from './schema'

/** The tag by which a pool gets an id that is known beforehand, `{region}_{value}`: Portico's own, which means nothing on AWS. */
const ID_TAG = 'portico:id'

export const CreateUserPool: CognitoOperations['CreateUserPool'] = (input, call) => {
  const Id = newId(call, input.UserPoolTags)
  const now = new Date(call.clock.now())
  const pool: UserPoolRecord['pool'] = {
    ...poolSettings(input),
    Id,
    Name: poolName(input.PoolName),
    Arn: `arn:aws:cognito-idp:${call.region}:${call.account}:userpool/${Id}`,
    CreationDate: now,
    LastModifiedDate: now,
    SchemaAttributes: poolSchema(input.Schema),
    MfaConfiguration: input.MfaConfiguration ?? 'OFF',
    UserPoolTier: input.UserPoolTier ?? 'ESSENTIALS',
    ...(input.AliasAttributes === undefined ? {} : { AliasAttributes: input.AliasAttributes }),
    ...(input.UsernameAttributes === undefined ? {} : { UsernameAttributes: input.UsernameAttributes }),
    ...(input.UsernameConfiguration === undefined ? {} : { UsernameConfiguration: input.UsernameConfiguration }),
  }
  if (input.AliasAttributes !== undefined && input.UsernameAttributes !== undefined) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.')
  }
  const record: UserPoolRecord = { pool }
  call.records.userPools.put(record, Id)
  return { UserPool: describe(call, record) }
}

export const DescribeUserPool: CognitoOperations['DescribeUserPool'] = (input, call) => ({
  UserPool: describe(call, findPool(call, input.UserPoolId)),
})

/** As on AWS, settings that an update leaves out go back to their defaults. */
export const UpdateUserPool: CognitoOperations['UpdateUserPool'] = (input, call) => {
  const record = findPool(call, input.UserPoolId)
  const { Id, Arn, CreationDate, SchemaAttributes, AliasAttributes, UsernameAttributes, UsernameConfiguration } = record.pool
  const pool: UserPoolRecord['pool'] = {
    ...poolSettings(input),
    Id,
    Arn,
    CreationDate,
    SchemaAttributes,
    AliasAttributes,
    UsernameAttributes,
    UsernameConfiguration,
    Name: input.PoolName === undefined ? record.pool.Name : poolName(input.PoolName),
    LastModifiedDate: new Date(call.clock.now()),
    MfaConfiguration: input.MfaConfiguration ?? record.pool.MfaConfiguration,
    UserPoolTier: input.UserPoolTier ?? record.pool.UserPoolTier,
    UserPoolTags: input.UserPoolTags ?? record.pool.UserPoolTags,
  }
  call.records.userPools.put({ ...record, pool }, Id)
  return {}
}

export const DeleteUserPool: CognitoOperations['DeleteUserPool'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  if (pool.DeletionProtection === 'ACTIVE') {
    throw invalidParameter(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    )
  }
  if (domainsOf(call, pool.Id).length > 0) {
    throw invalidParameter('User pool cannot be deleted. It has a domain configured that should be deleted first.')
  }
  const { records } = call
  for (const { attributes } of records.userPoolUsers.list(pool.Id)) records.userPoolSessions.deleteAll(`${pool.Id}/${attributes['sub']}`)
  for (const table of [records.userPoolUsers, records.userPoolGroups, records.resourceServers, records.userPoolClients])
    table.deleteAll(pool.Id)
  records.userPools.delete(pool.Id)
  call.diagnostics.replace(codesSource(pool.Id), [])
  return {}
}

export const ListUserPools: CognitoOperations['ListUserPools'] = (input, call) => {
  const { MaxResults = 0 } = input
  if (MaxResults < 1) throw constraint('maxResults', MaxResults, 'Member must have value greater than or equal to 1')
  if (MaxResults > 60) throw constraint('maxResults', MaxResults, 'Member must have value less than or equal to 60')
  const { items, next } = page(call.records.userPools.list(), input.NextToken, MaxResults)
  const UserPools = items.map(({ pool: { Id, Name, LambdaConfig, CreationDate, LastModifiedDate } }) => ({
    Id,
    Name,
    LambdaConfig,
    CreationDate,
    LastModifiedDate,
  }))
  return { UserPools, ...(next === undefined ? {} : { NextToken: next }) }
}

export const AddCustomAttributes: CognitoOperations['AddCustomAttributes'] = (input, call) => {
  const record = findPool(call, input.UserPoolId)
  const added = (input.CustomAttributes ?? []).map(customAttribute)
  for (const { Name } of added) {
    if (record.pool.SchemaAttributes.some((other) => other.Name === Name)) {
      throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.\n`)
    }
  }
  const pool = { ...record.pool, SchemaAttributes: [...record.pool.SchemaAttributes, ...added] }
  call.records.userPools.put({ ...record, pool }, pool.Id)
  return {}
}

/** The pool that an operation is about. */
export function findPool(call: Call, id = ''): UserPoolRecord {
  if (!/^[\w-]+_[0-9a-zA-Z]+$/.test(id)) {
    throw constraint('userPoolId', id, 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+')
  }
  const record = call.records.userPools.get(id)
  if (record === undefined) throw notFound(`User pool ${id} does not exist.`)
  return record
}

/** The domains of a pool: at most one of Amazon's and one of its own. */
export function domainsOf(call: Call, poolId: string) {
  return call.records.userPoolDomains.list().filter(({ UserPoolId }) => UserPoolId === poolId)
}

function describe(call: Call, { pool }: UserPoolRecord): sdk.UserPoolType {
  const domains = domainsOf(call, pool.Id)
  const own = domains.find(({ CustomDomainConfig }) => CustomDomainConfig !== undefined)
  const prefix = domains.find((domain) => domain !== own)
  return {
    ...pool,
    EstimatedNumberOfUsers: call.records.userPoolUsers.ids(pool.Id).length,
    ...(prefix === undefined ? {} : { Domain: prefix.Domain }),
    ...(own === undefined ? {} : { CustomDomain: own.Domain }),
  }
}

function newId(call: Call, tags: Readonly<Record<string, string>> | undefined): string {
  const chosen = tags?.[ID_TAG]
  if (chosen === undefined) return `${call.region}_${call.ids.mixed(9)}`
  if (!/^[0-9A-Za-z]{1,40}$/.test(chosen)) throw invalidParameter(`The tag ${ID_TAG} is ${chosen}: expected 1 to 40 of a-z, A-Z and 0-9`)
  const id = `${call.region}_${chosen}`
  if (call.records.userPools.get(id) !== undefined) {
    throw cognitoError('ConcurrentModificationException', `The tag ${ID_TAG} is ${chosen}: another user pool has this id`)
  }
  return id
}

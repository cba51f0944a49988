import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { ResourceServerRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { page } from '../pages'
import { type CognitoOperations, constraint, invalidParameter, notFound } from './operations'
import { findPool } from './user-pools'

export const CreateResourceServer: CognitoOperations['CreateResourceServer'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const { Identifier = '', Name = '', Scopes } = input
  if (!/^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/.test(Identifier)) {
    throw constraint('identifier', Identifier, 'Member must satisfy regular expression pattern: [\\x21\\x23-\\x5B\\x5D-\\x7E]+')
  }
  if (call.records.resourceServers.get(Identifier, pool.Id) !== undefined) {
    throw invalidParameter(`${Identifier} already exists in user pool ${pool.Id}.`)
  }
  const record: ResourceServerRecord = {
    UserPoolId: pool.Id,
    Identifier,
    Name,
    ...(Scopes === undefined ? {} : { Scopes: checkScopes(Scopes) }),
  }
  call.records.resourceServers.put(record, Identifier, pool.Id)
  return { ResourceServer: record as sdk.ResourceServerType }
}

export const DescribeResourceServer: CognitoOperations['DescribeResourceServer'] = (input, call) => ({
  ResourceServer: findServer(call, input.UserPoolId, input.Identifier) as sdk.ResourceServerType,
})

export const UpdateResourceServer: CognitoOperations['UpdateResourceServer'] = (input, call) => {
  const { UserPoolId, Identifier, Name } = findServer(call, input.UserPoolId, input.Identifier)
  const { Scopes } = input
  const record: ResourceServerRecord = {
    UserPoolId,
    Identifier,
    Name: input.Name ?? Name,
    ...(Scopes === undefined ? {} : { Scopes: checkScopes(Scopes) }),
  }
  call.records.resourceServers.put(record, Identifier, UserPoolId)
  return { ResourceServer: record as sdk.ResourceServerType }
}

export const DeleteResourceServer: CognitoOperations['DeleteResourceServer'] = (input, call) => {
  const { UserPoolId, Identifier } = findServer(call, input.UserPoolId, input.Identifier)
  call.records.resourceServers.delete(Identifier, UserPoolId)
  return {}
}

export const ListResourceServers: CognitoOperations['ListResourceServers'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const { items, next } = page(call.records.resourceServers.list(pool.Id), input.NextToken, input.MaxResults ?? 50)
  return { ResourceServers: items as sdk.ResourceServerType[], ...(next === undefined ? {} : { NextToken: next }) }
}

function findServer(call: Call, poolId: string | undefined, identifier = ''): ResourceServerRecord {
  const { pool } = findPool(call, poolId)
  const record = call.records.resourceServers.get(identifier, pool.Id)
  if (record === undefined) throw notFound(`Resource server ${identifier} does not exist.`)
  return record
}

function checkScopes(scopes: sdk.ResourceServerScopeType[]): sdk.ResourceServerScopeType[] {
  for (const { ScopeName = '' } of scopes) {
    if (!/^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/.test(ScopeName)) {
      throw constraint(
        'scopes.scopeName',
        ScopeName,
        'Member must satisfy regular expression pattern: [\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+',
      )
    }
  }
  return scopes
}

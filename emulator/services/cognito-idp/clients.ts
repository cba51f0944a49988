import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolClientRecord, UserPoolRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { page } from '../pages'
import { clientSettings } from './client-settings'
import { type CognitoOperations, constraint, notFound } from './operations'
import { findPool } from './user-pools'

export const CreateUserPoolClient: CognitoOperations['CreateUserPoolClient'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const secret = input.ClientSecret ?? (input.GenerateSecret === true ? call.ids.lower(52) : undefined)
  const now = new Date(call.clock.now())
  const client: UserPoolClientRecord = {
    ...clientSettings(call, pool.Id, input, secret !== undefined),
    UserPoolId: pool.Id,
    ClientId: call.ids.lower(26),
    ClientName: clientName(input.ClientName),
    CreationDate: now,
    LastModifiedDate: now,
    ...(secret === undefined ? {} : { ClientSecret: secret }),
  }
  call.records.userPoolClients.put(client, client.ClientId, pool.Id)
  return { UserPoolClient: client as sdk.UserPoolClientType }
}

export const DescribeUserPoolClient: CognitoOperations['DescribeUserPoolClient'] = (input, call) => ({
  UserPoolClient: clientOfPool(call, input.UserPoolId, input.ClientId).client as sdk.UserPoolClientType,
})

/** As on AWS, settings that an update leaves out go back to their defaults. */
export const UpdateUserPoolClient: CognitoOperations['UpdateUserPoolClient'] = (input, call) => {
  const { client } = clientOfPool(call, input.UserPoolId, input.ClientId)
  const { UserPoolId, ClientId, CreationDate, ClientSecret } = client
  const updated: UserPoolClientRecord = {
    ...clientSettings(call, UserPoolId, input, ClientSecret !== undefined),
    UserPoolId,
    ClientId,
    ClientName: input.ClientName === undefined ? client.ClientName : clientName(input.ClientName),
    CreationDate,
    LastModifiedDate: new Date(call.clock.now()),
    ...(ClientSecret === undefined ? {} : { ClientSecret }),
  }
  call.records.userPoolClients.put(updated, ClientId, UserPoolId)
  return { UserPoolClient: updated as sdk.UserPoolClientType }
}

export const DeleteUserPoolClient: CognitoOperations['DeleteUserPoolClient'] = (input, call) => {
  const { client } = clientOfPool(call, input.UserPoolId, input.ClientId)
  call.records.userPoolClients.delete(client.ClientId, client.UserPoolId)
  return {}
}

export const ListUserPoolClients: CognitoOperations['ListUserPoolClients'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const { items, next } = page(call.records.userPoolClients.list(pool.Id), input.NextToken, input.MaxResults ?? 60)
  const UserPoolClients = items.map(({ ClientId, ClientName, UserPoolId }) => ({ ClientId, ClientName, UserPoolId }))
  return { UserPoolClients, ...(next === undefined ? {} : { NextToken: next }) }
}

/** A client with its pool, and the call in their region. */
export interface PoolClient {
  readonly call: Call
  readonly poolRecord: UserPoolRecord
  readonly client: UserPoolClientRecord
}

/** The client that an operation of an administrator is about. */
export function clientOfPool(call: Call, poolId: string | undefined, clientId = ''): PoolClient {
  const poolRecord = findPool(call, poolId)
  const client = call.records.userPoolClients.get(clientId, poolRecord.pool.Id)
  if (client === undefined) throw clientNotFound(clientId)
  return { call, poolRecord, client }
}

/** The client by which a user calls: its id is all that is known, not even the region. */
export function findClient(given: Call, clientId = ''): PoolClient {
  if (!/^[\w+]{1,128}$/.test(clientId)) throw constraint('clientId', clientId, 'Member must satisfy regular expression pattern: [\\w+]+')
  const found =
    clientIn(given, clientId) ??
    given.elsewhere().reduce<PoolClient | undefined>((known, call) => known ?? clientIn(call, clientId), undefined)
  if (found === undefined) throw clientNotFound(clientId)
  return found
}

function clientIn(call: Call, clientId: string): PoolClient | undefined {
  for (const poolId of call.records.userPoolClients.parents()) {
    const client = call.records.userPoolClients.get(clientId, poolId)
    const poolRecord = call.records.userPools.get(poolId)
    if (client !== undefined && poolRecord !== undefined) return { call, poolRecord, client }
  }
  return undefined
}

function clientNotFound(clientId: string): Error {
  return notFound(`User pool client ${clientId} does not exist.`)
}

function clientName(name = ''): string {
  if (!/^[\w\s+=,.@-]{1,128}$/.test(name)) {
    throw constraint('clientName', name, 'Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+')
  }
  return name
}

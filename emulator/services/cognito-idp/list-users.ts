import type { UserPoolUserRecord } from '../../model/cognito'
import { page } from '../pages'
import { type CognitoOperations, invalidParameter } from './operations'
import { findPool } from './user-pools'
import { describeUser } from './users'

const MOST = 60

export const ListUsers: CognitoOperations['ListUsers'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const keep = filterOf(input.Filter)
  const wanted = input.AttributesToGet
  const { items, next } = page(call.records.userPoolUsers.list(pool.Id).filter(keep), input.PaginationToken, input.Limit ?? MOST)
  const Users = items
    .map(describeUser)
    .map((user) =>
      wanted === undefined ? user : { ...user, Attributes: user.Attributes?.filter(({ Name = '' }) => wanted.includes(Name)) },
    )
  return { Users, ...(next === undefined ? {} : { PaginationToken: next }) }
}

const FILTER = /^\s*([\w:]+)\s*(=|\^=)\s*"((?:[^"\\]|\\.)*)"\s*$/
/** What can be filtered by: custom attributes cannot. */
const ATTRIBUTES = new Set(['username', 'email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username', 'sub'])

/** A filter such as `email ^= "ada"`; an empty one keeps everybody. Uncertain: the texts. */
function filterOf(filter: string | undefined): (user: UserPoolUserRecord) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? []
  if (operator === undefined) throw invalidParameter('Error while parsing filter.')
  const wanted = quoted.replace(/\\(.)/g, '$1')
  const fits = (value: string | undefined) => value !== undefined && (operator === '=' ? value === wanted : value.startsWith(wanted))
  if (name === 'cognito:user_status') return ({ status }) => fits(status)
  if (name === 'status') return ({ enabled }) => fits(enabled ? 'Enabled' : 'Disabled')
  if (!ATTRIBUTES.has(name)) throw invalidParameter(`Invalid search attribute: ${name}`)
  return name === 'username' ? ({ username }) => fits(username) : ({ attributes }) => fits(attributes[name])
}

import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'

/** 403 of an authorizer's policy (facts/04, section 1: recorded). */
export function deniedByAuthorizer(explicitly: boolean): GatewayError {
  const message = 'User is not authorized to access this resource'
  return new GatewayError('ACCESS_DENIED', explicitly ? `${message} with an explicit deny in an identity-based policy` : message)
}

/** 403 of a resource policy, or of a principal's own policies (facts/04, sections 4 and 5); the account is shown by its last four digits. */
export function deniedByPolicy({ caller }: Exchange, methodArn: string, because: string): GatewayError {
  const arn = methodArn.replace(/:(\d{8})(\d{4}):/, (_all, _hidden: string, last: string) => `:********${last}:`)
  const user = caller?.iam?.userArn ?? 'anonymous'
  return new GatewayError('ACCESS_DENIED', `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${arn}${because}`)
}

export const EXPLICIT = ' with an explicit deny'

/** 401 `{"message":"Unauthorized"}`. */
export function unauthorized({ id }: Exchange): GatewayError {
  return new GatewayError('UNAUTHORIZED', undefined, { log: `Unauthorized request: ${id}` })
}

/** 500 `{"message":null}`: an authorizer that cannot be asked, or does not answer as one. */
export function broken(log: string): GatewayError {
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', null, { log })
}

import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'

/** 403 of an authorizer's policy (facts/04, section 1: recorded). */
export function deniedByAuthorizer(explicitly: boolean): GatewayError {
  const message = 'User is not authorized to access this resource'
  return new GatewayError('ACCESS_DENIED', explicitly ? `${message} with an explicit deny in an identity-based policy` : message)
}

/**
 * 403 of a resource policy, or of a principal's own policies (facts/04, sections 4 and 5); the account is shown by its last four digits.
 * Until 2024 a denial ended in `with an explicit deny`, and there was no `because`: today's texts are seen in answers that users show.
 */
export function deniedByPolicy({ caller }: Exchange, methodArn: string, because: (typeof BECAUSE)[keyof typeof BECAUSE]): GatewayError {
  const arn = methodArn.replace(/:(\d{8})(\d{4}):/, (_all, _hidden: string, last: string) => `:********${last}:`)
  const user = caller?.iam?.userArn ?? 'anonymous'
  return new GatewayError('ACCESS_DENIED', `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${arn}${because}`)
}

/** What a refusal gives for its reason, by whose policy it is. */
export const BECAUSE = {
  identityDenies: ' with an explicit deny in an identity-based policy',
  identityIsSilent: ' because no identity-based policy allows the execute-api:Invoke action',
  resourceDenies: ' with an explicit deny in a resource-based policy',
  resourceIsSilent: ' because no resource-based policy allows the execute-api:Invoke action',
} as const

/** 401 `{"message":"Unauthorized"}`, for a reason that clients are not told. */
export function unauthorized({ id }: Exchange, why?: string): GatewayError {
  const log = `Unauthorized request: ${id}`
  return new GatewayError('UNAUTHORIZED', undefined, why === undefined ? { log } : { log, why })
}

/** 500 `{"message":null}`: an authorizer that cannot be asked, or does not answer as one. */
export function broken(log: string): GatewayError {
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', null, { log })
}

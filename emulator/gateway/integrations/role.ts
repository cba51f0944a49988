import { internalError } from '../errors'
import type { Exchange } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import type { Ports, RestRoute } from '../phase'

/** Checks, for one request, that the integration's role may be assumed and may do something; throws AWS's 500 where it may not. */
export type CheckRole = (exchange: Exchange, action: string, resource: string) => boolean

/** Passes the caller's own identity through in place of a role (model, `credentials`). */
const CALLER = /^arn:[^:]+:iam::\*:user\/\*$/

/**
 * Plans what an integration's `credentials` permit: the trust policy of the role has to name API Gateway, its policies the action; with
 * the caller's identity in its place, the caller's policies. A role that is not in this emulator is trusted, and reported. Undefined
 * where the integration has no credentials.
 */
export function planRole(route: RestRoute, { principals }: Ports): CheckRole | undefined {
  const { integration, variables, account, report } = route
  if (integration.credentials === undefined) return undefined
  const arn = fillStageVariables(integration.credentials, variables)
  if (CALLER.test(arn)) {
    return ({ caller }, action, resource) => {
      const principal = caller?.iam === undefined ? undefined : principals.find(caller.iam.accessKey)
      if (caller?.iam === undefined)
        throw internalError('Execution failed due to configuration error: Invalid permissions on Lambda function')
      return principal === undefined || principal.evaluate({ action, resource, context: {} }) === 'allow'
    }
  }
  const owner = arn.split(':')[4]
  if (owner !== account)
    report(
      'cross-account-role',
      `The role ${arn} is of another account: AWS refuses it (Cross-account pass role is not allowed).`,
      'Use a role of the API’s account.',
    )
  else if (principals.role(arn) === undefined)
    report(
      'unknown-role',
      `The role ${arn} is not in this emulator: it is taken to permit the call.`,
      'Declare the role in the stack, so that its policies are checked.',
    )
  return (_exchange, action, resource) => {
    const role = principals.role(arn)
    if (role === undefined) return true
    if (!role.trusts('apigateway.amazonaws.com'))
      throw internalError(
        `Execution failed due to configuration error: API Gateway does not have permission to assume the provided role ${arn}`,
      )
    return role.evaluate({ action, resource, context: {} }) === 'allow'
  }
}

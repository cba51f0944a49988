import { cannotAssume, planAssumedRole } from '../assumed-role'
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
export function planRole(route: RestRoute, ports: Ports): CheckRole | undefined {
  const { principals } = ports
  const { integration, variables } = route
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
  const judge = planAssumedRole(route, arn, ports)
  return (_exchange, action, resource) => {
    const verdict = judge(action, resource)
    if (verdict === 'untrusted') throw internalError(cannotAssume(arn))
    return verdict === 'allow'
  }
}

import { compilePolicy, type Decision, type Policy } from '../../language/policy/policy'
import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'
import { decide } from './decision'

/** What the API's resource policy says of a request: of invoking the method, unless another action is named. */
export type ResourceDecision = (exchange: Exchange, methodArn: string, action?: string) => Decision

/** A private API without a policy lets nobody in (facts/04, section 5). */
const NOBODY: Policy = { problems: [], evaluate: () => 'none' }

/** Compiles the resource policy of an API once for each of its deployments; undefined when the API has none. */
export function planResourceDecision({ definition, report }: RestRoute): ResourceDecision | undefined {
  const { policy: text, endpointConfiguration } = definition.api
  if (text === undefined) {
    if (endpointConfiguration.types?.includes('PRIVATE') !== true) return undefined
    return (exchange, methodArn) => decide(NOBODY, exchange, methodArn)
  }
  let policy = COMPILED.get(definition)
  if (policy === undefined) {
    policy = compilePolicy(JSON.parse(text))
    COMPILED.set(definition, policy)
    for (const problem of policy.problems)
      report(
        'resource-policy',
        `The resource policy cannot be understood at ${problem}.`,
        'Correct the policy: such a statement permits nothing.',
      )
  }
  const known = policy
  return (exchange, methodArn, action) => decide(known, exchange, methodArn, action)
}

const COMPILED = new WeakMap<object, Policy>()

import type { Phase, RestRoute } from '../phase'
import { CLOSED } from './closed'

/** The API's resource policy (facts/04, section 5). Not evaluated yet: an API that has one is closed. */
export const resourcePolicy: Phase<RestRoute> = {
  name: 'resource-policy',
  plan: ({ definition, report }) => {
    if (definition.api.policy === undefined) return undefined
    report(
      'resource-policy-not-emulated',
      'The API has a resource policy, which is not evaluated yet: every request is answered closed, 500 AuthorizerConfigurationException.',
      'Leave the policy out of the stack that you run locally.',
    )
    return CLOSED
  },
}

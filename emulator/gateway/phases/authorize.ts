import type { Phase, RestRoute } from '../phase'
import { CLOSED } from './closed'

/** Who calls (facts/04). Authorizers are not emulated yet: a method that asks for one is closed. */
export const authorize: Phase<RestRoute> = {
  name: 'authorize',
  plan: ({ method, report }) => {
    if (method.authorizationType === 'NONE') return undefined
    report(
      'authorizer-not-emulated',
      `The method's authorization ${method.authorizationType} is not emulated yet: requests are answered closed, 500 AuthorizerConfigurationException.`,
      'Use authorization NONE, with an API key if you like, in the stack that you run locally.',
    )
    return CLOSED
  },
}

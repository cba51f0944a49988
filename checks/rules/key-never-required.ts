import { asksForKeys } from '../plans'
import type { Rule } from '../rule'
import { textOf } from '../template'

export const keyNeverRequired: Rule = {
  id: 'key-never-required',
  severity: 'warning',
  fix: 'Put the key into a usage plan of a stage whose methods have ApiKeyRequired.',
  documentation:
    "A key opens something only at methods with ApiKeyRequired, in a stage of a usage plan that the key is in. A key that is in no plan, or whose plans' stages never ask for one, is a secret without a door; mostly ApiKeyRequired was forgotten, and the methods are open.",
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-key-with-console.html',
  *find({ apis, plans, template }) {
    for (const key of template.ofType('AWS::ApiGateway::ApiKey')) {
      const own = plans.filter(({ keys }) => keys.includes(key.id))
      if (own.some((plan) => asksForKeys(plan, apis))) continue
      const why = own.length === 0 ? 'it is in no usage plan' : 'no method of its plans\u2019 stages requires a key'
      const route =
        own.length === 0
          ? undefined
          : apis.find((api) => api.resource !== undefined && own.some(({ stages }) => stages.some((stage) => stage.api === api.reference)))
              ?.routes[0]
      const stage = route?.api.stages[0]?.name
      yield {
        message: `No route asks for the API key ${textOf(key.properties['Name']) ?? key.id}: ${why}.`,
        resource: key.id,
        ...(route === undefined || stage === undefined
          ? {}
          : { about: { api: route.api.resource?.id ?? '', stage, verb: route.verb, path: route.path } }),
      }
    }
  },
}

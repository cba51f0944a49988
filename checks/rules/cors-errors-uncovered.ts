import { type Api, isPreflight, type Route } from '../api'
import { hasHeader } from '../response-headers'
import type { Rule } from '../rule'

export const corsErrorsUncovered: Rule = {
  id: 'cors-errors-uncovered',
  severity: 'warning',
  fix: 'Add gateway responses DEFAULT_4XX and DEFAULT_5XX with gatewayresponse.header.Access-Control-Allow-Origin.',
  documentation:
    'What API Gateway answers itself (403, 429, 504 and others) has no CORS headers unless the gateway responses give them. A browser then hides the answer, and the page sees a network error where a status and a message were sent.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  *find({ apis }) {
    for (const api of apis) {
      const { resource, name, routes, stages } = api
      const preflight = routes.find(allowsOrigins)
      if (resource === undefined || preflight === undefined) continue
      const bare = ['DEFAULT_4XX', 'DEFAULT_5XX'].filter((type) => !covered(api, type))
      if (bare.length === 0) continue
      const stage = stages[0]?.name
      yield {
        message: `${name} answers preflights, and its ${bare.join(' and ')} responses have no Access-Control-Allow-Origin.`,
        resource: resource.id,
        about: { api: resource.id, path: preflight.path, ...(stage === undefined ? {} : { stage }) },
      }
    }
  },
}

function allowsOrigins(route: Route): boolean {
  return (
    isPreflight(route) &&
    (route.integration?.responseParameters ?? []).some((parameters) => hasHeader(parameters, 'access-control-allow-origin'))
  )
}

function covered({ gatewayResponses }: Api, type: string): boolean {
  return gatewayResponses.some((response) => response.type === type && hasHeader(response.parameters, 'access-control-allow-origin'))
}

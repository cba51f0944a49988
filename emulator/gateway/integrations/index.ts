import type { IntegrationType } from '@aws-sdk/client-api-gateway'
import { once } from '../../base/once'
import type { RestRoute } from '../phase'
import type { IntegrationKind } from './kind'
import { functionArnOf } from './lambda-call'

const http = once(() => (require('./http') as typeof import('./http')).http)
const lambda = once(() => (require('./lambda') as typeof import('./lambda')).lambda)

/** Every integration type by AWS's name. Each is loaded with the first route that has it. */
const INTEGRATIONS: Readonly<Record<IntegrationType, () => IntegrationKind>> = {
  AWS: once(() => (require('./aws-service') as typeof import('./aws-service')).awsService),
  AWS_PROXY: once(() => (require('./lambda-proxy') as typeof import('./lambda-proxy')).lambdaProxy),
  HTTP: http,
  HTTP_PROXY: http,
  MOCK: once(() => (require('./mock') as typeof import('./mock')).mock),
}

/** How the backend of a route is called; type AWS is Lambda or any other service, by its URI. */
export function integrationOf(route: RestRoute): IntegrationKind {
  const { type } = route.integration
  return type === 'AWS' && functionArnOf(route) !== undefined ? lambda() : INTEGRATIONS[type]()
}

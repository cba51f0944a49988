import type { IntegrationType } from '@aws-sdk/client-api-gateway'
import type { RestRoute } from '../phase'
import { awsService } from './aws-service'
import { http } from './http'
import type { IntegrationKind } from './kind'
import { lambda } from './lambda'
import { functionArnOf } from './lambda-call'
import { lambdaProxy } from './lambda-proxy'
import { mock } from './mock'

/** Every integration type by AWS's name. */
const INTEGRATIONS: Readonly<Record<IntegrationType, IntegrationKind>> = {
  AWS: awsService,
  AWS_PROXY: lambdaProxy,
  HTTP: http,
  HTTP_PROXY: http,
  MOCK: mock,
}

/** How the backend of a route is called; type AWS is Lambda or any other service, by its URI. */
export function integrationOf(route: RestRoute): IntegrationKind {
  const { type } = route.integration
  return type === 'AWS' && functionArnOf(route) !== undefined ? lambda : INTEGRATIONS[type]
}

import type { Service } from '../operations'
import { authorizers } from './authorizers'
import { constrained } from './constraints'
import { deployments } from './deployments'
import { gatewayResponses } from './gateway-responses'
import { integrationResponses } from './integration-responses'
import { integrations } from './integrations'
import { methodResponses } from './method-responses'
import { methods } from './methods'
import { models } from './models'
import { requestValidators } from './request-validators'
import { resources } from './resources'
import { restApis } from './rest-apis'
import type { ApiGateway } from './service'
import { stages } from './stages'

const operations = {
  ...restApis,
  ...resources,
  ...methods,
  ...methodResponses,
  ...integrations,
  ...integrationResponses,
  ...models,
  ...requestValidators,
  ...authorizers,
  ...gatewayResponses,
  ...deployments,
  ...stages,
} satisfies Partial<ApiGateway>

/** Amazon API Gateway v1: the operations on REST APIs and what belongs to them. */
export const apigateway = { name: 'apigateway', operations: constrained(operations) } satisfies Service<Partial<ApiGateway>>

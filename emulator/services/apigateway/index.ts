import type { Service } from '../operations'
import { account } from './account'
import { apiKeys } from './api-keys'
import { authorizers } from './authorizers'
import { basePathMappings } from './base-path-mappings'
import { clientCertificates } from './client-certificates'
import { constrained } from './constraints'
import { deployments } from './deployments'
import { documentationParts } from './documentation-parts'
import { documentationVersions } from './documentation-versions'
import { domainNameAccessAssociations } from './domain-name-access-associations'
import { domainNames } from './domain-names'
import { documentExports } from './exports'
import { gatewayResponses } from './gateway-responses'
import { imports } from './import'
import { integrationResponses } from './integration-responses'
import { integrations } from './integrations'
import { methodResponses } from './method-responses'
import { methods } from './methods'
import { models } from './models'
import { requestValidators } from './request-validators'
import { resources } from './resources'
import { restApis } from './rest-apis'
import { sdks } from './sdks'
import type { ApiGateway } from './service'
import { stages } from './stages'
import { tags } from './tags'
import { TestInvokeMethod } from './test-invoke'
import { TestInvokeAuthorizer } from './test-invoke-authorizer'
import { usage } from './usage'
import { usagePlanKeys } from './usage-plan-keys'
import { usagePlans } from './usage-plans'
import { vpcLinks } from './vpc-links'

const operations = {
  ...restApis,
  ...imports,
  ...documentExports,
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
  ...documentationParts,
  ...documentationVersions,
  ...apiKeys,
  ...usagePlans,
  ...usagePlanKeys,
  ...usage,
  ...domainNames,
  ...basePathMappings,
  ...domainNameAccessAssociations,
  ...clientCertificates,
  ...vpcLinks,
  ...sdks,
  TestInvokeAuthorizer,
  TestInvokeMethod,
  ...account,
  ...tags,
} satisfies Partial<ApiGateway>

export { raiseAccountThrottle } from './account'

/** Amazon API Gateway v1: the operations on REST APIs and what belongs to them. */
export const apigateway = { name: 'apigateway', operations: constrained(operations) } satisfies Service<Partial<ApiGateway>>

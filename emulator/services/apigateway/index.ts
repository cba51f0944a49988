import { operationsIn, type Service } from '../operations'
import { account } from './account'
import { apiKeys } from './api-keys'
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
import { tags } from './tags'
import { usagePlanKeys } from './usage-plan-keys'
import { usagePlans } from './usage-plans'

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
  ...account,
  ...tags,
  // What most APIs do without.
  ...operationsIn(() => (require('./import') as typeof import('./import')).imports, ['ImportRestApi', 'PutRestApi']),
  ...operationsIn(() => (require('./exports') as typeof import('./exports')).documentExports, ['GetExport']),
  ...operationsIn(
    () => (require('./documentation-parts') as typeof import('./documentation-parts')).documentationParts,
    [
      'CreateDocumentationPart',
      'GetDocumentationPart',
      'GetDocumentationParts',
      'UpdateDocumentationPart',
      'DeleteDocumentationPart',
      'ImportDocumentationParts',
    ],
  ),
  ...operationsIn(
    () => (require('./documentation-versions') as typeof import('./documentation-versions')).documentationVersions,
    [
      'CreateDocumentationVersion',
      'GetDocumentationVersion',
      'GetDocumentationVersions',
      'UpdateDocumentationVersion',
      'DeleteDocumentationVersion',
    ],
  ),
  ...apiKeys,
  ...usagePlans,
  ...usagePlanKeys,
  ...operationsIn(() => (require('./usage') as typeof import('./usage')).usage, ['GetUsage', 'UpdateUsage']),
  ...operationsIn(
    () => (require('./domain-names') as typeof import('./domain-names')).domainNames,
    ['CreateDomainName', 'GetDomainName', 'GetDomainNames', 'UpdateDomainName', 'DeleteDomainName'],
  ),
  ...operationsIn(
    () => (require('./base-path-mappings') as typeof import('./base-path-mappings')).basePathMappings,
    ['CreateBasePathMapping', 'GetBasePathMapping', 'GetBasePathMappings', 'UpdateBasePathMapping', 'DeleteBasePathMapping'],
  ),
  ...operationsIn(
    () => (require('./domain-name-access-associations') as typeof import('./domain-name-access-associations')).domainNameAccessAssociations,
    [
      'CreateDomainNameAccessAssociation',
      'GetDomainNameAccessAssociations',
      'DeleteDomainNameAccessAssociation',
      'RejectDomainNameAccessAssociation',
    ],
  ),
  ...operationsIn(
    () => (require('./client-certificates') as typeof import('./client-certificates')).clientCertificates,
    ['GenerateClientCertificate', 'GetClientCertificate', 'GetClientCertificates', 'UpdateClientCertificate', 'DeleteClientCertificate'],
  ),
  ...operationsIn(
    () => (require('./vpc-links') as typeof import('./vpc-links')).vpcLinks,
    ['CreateVpcLink', 'GetVpcLink', 'GetVpcLinks', 'UpdateVpcLink', 'DeleteVpcLink'],
  ),
  ...operationsIn(() => (require('./sdks') as typeof import('./sdks')).sdks, ['GetSdkTypes', 'GetSdkType', 'GetSdk']),
  ...operationsIn(() => require('./test-invoke-authorizer') as typeof import('./test-invoke-authorizer'), ['TestInvokeAuthorizer']),
  ...operationsIn(() => require('./test-invoke') as typeof import('./test-invoke'), ['TestInvokeMethod']),
} satisfies Partial<ApiGateway>

/** Amazon API Gateway v1: the operations on REST APIs and what belongs to them. */
export const apigateway = { name: 'apigateway', operations: constrained(operations) } satisfies Service<Partial<ApiGateway>>

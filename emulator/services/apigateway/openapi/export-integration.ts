import type { IntegrationRecord, IntegrationResponseRecord, ResourceRecord } from '../../../model/apigateway'
import { filled, nonEmpty, present } from '../members'
import type { Node } from './document'

const DEFAULT_TIMEOUT = 29_000

/**
 * An integration as `x-amazon-apigateway-integration` (facts/13, 225): type and behaviour in lower case, and no member that an import
 * would fill in by itself. A cache namespace goes with its keys, as in AWS's exports.
 */
export function exportIntegration(resource: ResourceRecord, integration: IntegrationRecord): Node {
  const { cacheKeyParameters, cacheNamespace, connectionType, timeoutInMillis } = integration
  const isCached = cacheKeyParameters.length > 0 || cacheNamespace !== resource.id
  return present({
    type: integration.type.toLowerCase(),
    credentials: integration.credentials,
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    responses: exportResponses(Object.values(integration.integrationResponses ?? {})),
    requestParameters: filled(integration.requestParameters),
    requestTemplates: filled(integration.requestTemplates),
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    connectionType: connectionType === 'INTERNET' ? undefined : connectionType,
    connectionId: integration.connectionId,
    contentHandling: integration.contentHandling,
    timeoutInMillis: timeoutInMillis === DEFAULT_TIMEOUT ? undefined : timeoutInMillis,
    cacheNamespace: isCached ? cacheNamespace : undefined,
    cacheKeyParameters: filled(cacheKeyParameters),
    tlsConfig: integration.tlsConfig,
    responseTransferMode: integration.responseTransferMode,
    integrationTarget: integration.integrationTarget,
  })
}

/**
 * Responses by their selection pattern, `default` for the one without. A second one that has none, or the same, goes by its status code,
 * so that nothing is lost (what AWS does with it is uncertain).
 */
function exportResponses(responses: readonly IntegrationResponseRecord[]): Node | undefined {
  const byPattern: Record<string, Node> = {}
  for (const { statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling } of responses) {
    const pattern = nonEmpty(selectionPattern) ?? 'default'
    byPattern[pattern in byPattern ? statusCode : pattern] = present({
      statusCode,
      responseParameters: filled(responseParameters),
      responseTemplates: filled(responseTemplates),
      contentHandling,
    })
  }
  return filled(byPattern)
}

import type { GatewayResponseRecord } from '../../../model/apigateway'
import { DEFAULT_TEMPLATES } from '../gateway-responses'
import { filled, present } from '../members'
import type { Node } from './document'
import type { ExportContext } from './export-context'

/** The extensions at the top of a document. */
export function exportSettings(context: ExportContext): Node {
  const { definition, shows } = context
  const { api, gatewayResponses } = definition
  const settings = shows('apigateway')
    ? {
        'x-amazon-apigateway-binary-media-types': filled(api.binaryMediaTypes),
        'x-amazon-apigateway-minimum-compression-size': api.minimumCompressionSize,
        'x-amazon-apigateway-api-key-source': api.apiKeySource === 'HEADER' ? undefined : api.apiKeySource,
        'x-amazon-apigateway-policy': api.policy === undefined ? undefined : JSON.parse(api.policy),
        'x-amazon-apigateway-security-policy': api.securityPolicy,
        'x-amazon-apigateway-endpoint-access-mode': api.endpointAccessMode,
      }
    : {}
  const responses = gatewayResponses.map((response) => [response.responseType, exportGatewayResponse(response)])
  return present({
    ...settings,
    'x-amazon-apigateway-request-validators': shows('validators') ? filled(validators(context)) : undefined,
    'x-amazon-apigateway-gateway-responses': shows('gatewayresponses') ? filled(Object.fromEntries(responses)) : undefined,
    'x-amazon-apigateway-documentation': shows('documentation') ? documentation(context) : undefined,
  })
}

/** What OpenAPI 2 has at the top and OpenAPI 3 in its server. */
export function exportEndpoint({ definition, shows }: ExportContext): Node {
  const { endpointConfiguration, disableExecuteApiEndpoint } = definition.api
  const endpoint = present({
    disableExecuteApiEndpoint: disableExecuteApiEndpoint || undefined,
    vpcEndpointIds: endpointConfiguration.vpcEndpointIds,
  })
  return shows('apigateway') && filled(endpoint) !== undefined ? { 'x-amazon-apigateway-endpoint-configuration': endpoint } : {}
}

function validators({ definition, names }: ExportContext): Node {
  return Object.fromEntries(
    definition.requestValidators.map(({ id, validateRequestParameters, validateRequestBody }) => [
      names.validators.get(id),
      { validateRequestParameters, validateRequestBody },
    ]),
  )
}

/** A gateway response without the templates that it has by default. */
function exportGatewayResponse({ statusCode, responseParameters, responseTemplates }: GatewayResponseRecord): Node {
  const isDefault = JSON.stringify(responseTemplates) === JSON.stringify(DEFAULT_TEMPLATES)
  return present({
    statusCode: statusCode === undefined ? undefined : Number(statusCode),
    responseParameters: filled(responseParameters),
    responseTemplates: isDefault ? undefined : responseTemplates,
  })
}

/** The documentation version of the stage, with its parts as they were when it was made. */
function documentation({ call, stage, definition }: ExportContext): Node | undefined {
  const version = call.records.documentationVersions.get(stage.documentationVersion ?? '', definition.api.id)
  if (version === undefined) return undefined
  const documentationParts = version.parts.map(({ location, properties }) => ({ location, properties: JSON.parse(properties) }))
  return { version: version.version, createdDate: isoSeconds(version.createdDate), documentationParts }
}

/** A time as AWS writes it in documents: `2026-01-02T03:04:05Z`. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

import type * as sdk from '@aws-sdk/client-api-gateway'
import type { RestApiRecord } from '../../../model/apigateway'
import { GATEWAY_RESPONSE_TYPES } from '../constraints'
import { partsIn, putPart } from '../documentation-parts'
import { endpointConfiguration } from '../endpoint'
import { badRequest } from '../errors'
import { putGatewayResponse } from '../gateway-responses'
import { filled, nonEmpty, present } from '../members'
import { createValidator } from '../request-validators'
import { normalisePolicy } from '../resource-policy'
import { checkCompressionSize } from '../rest-apis'
import { flag, list, node, number, text } from './document'
import { collecting, type ImportContext } from './import-context'

/** Members of an import's `parameters` that concern the API itself. */
export interface ApiParameters {
  readonly endpointConfigurationTypes?: string | undefined
  readonly disableExecuteApiEndpoint?: string | undefined
}

/**
 * The API with what the document says of it. With `overwrite` what it does not say is unset, else it stays;
 * media types are joined or replaced likewise (facts/09, 6).
 */
export function importedApi(context: ImportContext, api: RestApiRecord, parameters: ApiParameters, overwrite: boolean): RestApiRecord {
  const { root } = context.document
  const info = node(root['info'])
  const types = list(root['x-amazon-apigateway-binary-media-types']).flatMap((type) => text(type) ?? [])
  const compression = number(root['x-amazon-apigateway-minimum-compression-size'])
  const keySource = text(root['x-amazon-apigateway-api-key-source'])?.toUpperCase()
  const kept = overwrite ? undefined : api
  return present({
    ...api,
    name: nonEmpty(text(info['title'])) ?? api.name,
    description: nonEmpty(text(info['description'])) ?? kept?.description,
    version: text(info['version']) ?? kept?.version,
    binaryMediaTypes: filled([...new Set([...(kept?.binaryMediaTypes ?? []), ...types])]),
    minimumCompressionSize: compression === undefined ? kept?.minimumCompressionSize : checkCompressionSize(compression),
    apiKeySource: keySource === 'AUTHORIZER' || keySource === 'HEADER' ? keySource : (kept?.apiKeySource ?? 'HEADER'),
    policy: importedPolicy(context) ?? kept?.policy,
    securityPolicy: (text(root['x-amazon-apigateway-security-policy']) as sdk.SecurityPolicy | undefined) ?? api.securityPolicy,
    endpointAccessMode:
      (text(root['x-amazon-apigateway-endpoint-access-mode']) as sdk.EndpointAccessMode | undefined) ?? api.endpointAccessMode,
    ...importedEndpoint(context, api, parameters),
  })
}

function importedPolicy({ call, restApiId, document }: ImportContext): string | undefined {
  const policy = document.root['x-amazon-apigateway-policy']
  if (policy === undefined || policy === null) return undefined
  return normalisePolicy(call, restApiId, typeof policy === 'string' ? policy : JSON.stringify(policy))
}

/** The endpoint: OpenAPI 3 has the extension in its first server, which the root may have too. The parameters win over it. */
function importedEndpoint(
  { document: { root } }: ImportContext,
  api: RestApiRecord,
  parameters: ApiParameters,
): Pick<RestApiRecord, 'endpointConfiguration' | 'disableExecuteApiEndpoint'> {
  const member = 'x-amazon-apigateway-endpoint-configuration'
  const given = { ...node(node(list(root['servers'])[0])[member]), ...node(root[member]) }
  const asked = parameters.endpointConfigurationTypes?.split(',').map((type) => type.trim().toUpperCase())
  const types = asked ?? (given['types'] === undefined ? undefined : list(given['types']).map((type) => text(type) ?? ''))
  const known = types?.filter((type): type is sdk.EndpointType => type === 'EDGE' || type === 'REGIONAL' || type === 'PRIVATE')
  if (types !== undefined && known?.length !== types.length) {
    throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE')
  }
  const vpcEndpointIds = list(given['vpcEndpointIds']).flatMap((id) => text(id) ?? [])
  const current = api.endpointConfiguration
  return {
    endpointConfiguration: endpointConfiguration({
      ...(known === undefined ? current : { types: known }),
      ...present({ vpcEndpointIds: filled(vpcEndpointIds) ?? current.vpcEndpointIds }),
    }),
    disableExecuteApiEndpoint:
      flag(parameters.disableExecuteApiEndpoint) ?? flag(given['disableExecuteApiEndpoint']) ?? api.disableExecuteApiEndpoint,
  }
}

/** Makes the request validators; answers their ids by name. */
export function importValidators({ call, restApiId, document }: ImportContext): ReadonlyMap<string, string> {
  const known = new Map(call.records.requestValidators.list(restApiId).map(({ name, id }) => [name, id]))
  for (const [name, value] of Object.entries(node(document.root['x-amazon-apigateway-request-validators']))) {
    const { validateRequestBody, validateRequestParameters } = node(value)
    const members = { name, validateRequestBody: flag(validateRequestBody), validateRequestParameters: flag(validateRequestParameters) }
    known.set(name, createValidator(call, restApiId, members, known.get(name)).id)
  }
  return known
}

/** Puts the gateway responses. */
export function importGatewayResponses(context: ImportContext): void {
  const { call, restApiId, document } = context
  for (const [type, value] of Object.entries(node(document.root['x-amazon-apigateway-gateway-responses']))) {
    const responseType = GATEWAY_RESPONSE_TYPES.find((known) => known === type)
    collecting(context, `Unable to put gateway response '${type}'`, () => {
      // The wording is uncertain.
      if (responseType === undefined) throw badRequest(`Invalid gateway response type specified: ${type}`)
      const response = document.resolve(value)
      const texts = (member: string) =>
        response[member] === undefined
          ? undefined
          : Object.fromEntries(Object.entries(node(response[member])).map(([key, content]) => [key, text(content) ?? '']))
      const [responseParameters, responseTemplates] = [texts('responseParameters'), texts('responseTemplates')]
      putGatewayResponse(call, restApiId, { responseType, statusCode: text(response['statusCode']), responseParameters, responseTemplates })
    })
  }
}

/** Puts the documentation parts (facts/13, 103). */
export function importDocumentation(context: ImportContext): void {
  const documentation = node(context.document.root['x-amazon-apigateway-documentation'])
  if (documentation['documentationParts'] === undefined) return
  collecting(context, 'Unable to import documentation', () => {
    try {
      for (const { location, properties } of partsIn(documentation['documentationParts'])) {
        putPart(context.call, context.restApiId, location, properties, true)
      }
    } catch (error) {
      throw error instanceof TypeError ? badRequest(error.message) : error
    }
  })
}

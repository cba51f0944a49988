import type * as sdk from '@aws-sdk/client-api-gateway'
import type { MethodRecord, ResourceRecord } from '../../../model/apigateway'
import { badRequest } from '../errors'
import { newIntegrationResponse } from '../integration-responses'
import { completeIntegration } from '../integrations'
import { byStatusCode, filled, present } from '../members'
import { flag, list, type Node, node, number, text } from './document'
import { collecting, type ImportContext } from './import-context'

const TYPES: readonly string[] = ['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY', 'MOCK']

/** A method with the integration of its operation, when it has one. */
export function importIntegration(context: ImportContext, resource: ResourceRecord, method: MethodRecord, operation: Node): MethodRecord {
  const given = operation['x-amazon-apigateway-integration']
  if (given === undefined) return method
  const { call, restApiId } = context
  const integration = context.document.resolve(given)
  const place = `'${method.httpMethod}' for resource at path '${resource.path}'`
  const made = collecting(context, `Unable to put integration on ${place}`, () =>
    completeIntegration(readIntegration(context, resource, method, integration), { call, restApiId, resourceId: resource.id, method }),
  )
  if (made === undefined) return method
  const responses = Object.entries(node(integration['responses'])).map(([pattern, value]) =>
    collecting(context, `Unable to put integration response on ${place}`, () =>
      newIntegrationResponse(method, readResponse(context, resource, method, pattern, context.document.resolve(value))),
    ),
  )
  const byStatus = responses.flatMap((response) => (response === undefined ? [] : [[response.statusCode, response] as const]))
  return { ...method, methodIntegration: present({ ...made, integrationResponses: filled(byStatusCode(byStatus)) }) }
}

/** The integration in PutIntegration's words: type and behaviour upper-cased (facts/13, 207). */
function readIntegration(context: ImportContext, resource: ResourceRecord, method: MethodRecord, given: Node): sdk.Integration {
  const type = upper(given['type'])
  // The wording is uncertain.
  if (type === undefined || !TYPES.includes(type))
    throw badRequest(`Invalid integration type specified. Valid options are ${TYPES.join(',')}`)
  const tls =
    given['tlsConfig'] === undefined ? undefined : { insecureSkipVerification: flag(node(given['tlsConfig'])['insecureSkipVerification']) }
  const keys = list(given['cacheKeyParameters']).map((key) => text(key) ?? '')
  const texts = (member: string) => textMap(context, resource, method, member, given[member])
  return present({
    type: type as sdk.IntegrationType,
    httpMethod: upper(given['httpMethod']),
    uri: text(given['uri']),
    connectionType: upper(given['connectionType']) as sdk.ConnectionType | undefined,
    connectionId: text(given['connectionId']),
    credentials: text(given['credentials']),
    requestParameters: texts('requestParameters'),
    requestTemplates: texts('requestTemplates'),
    passthroughBehavior: upper(given['passthroughBehavior']),
    contentHandling: upper(given['contentHandling']) as sdk.ContentHandlingStrategy | undefined,
    timeoutInMillis: number(given['timeoutInMillis']),
    cacheNamespace: text(given['cacheNamespace']),
    cacheKeyParameters: given['cacheKeyParameters'] === undefined ? undefined : keys,
    tlsConfig: tls === undefined ? undefined : present(tls),
    responseTransferMode: upper(given['responseTransferMode']) as sdk.ResponseTransferMode | undefined,
    integrationTarget: text(given['integrationTarget']),
  })
}

/** A response: its key is the selection pattern, unless it is `default` (facts/13, 206). */
function readResponse(
  context: ImportContext,
  resource: ResourceRecord,
  method: MethodRecord,
  pattern: string,
  given: Node,
): sdk.IntegrationResponse {
  const texts = (member: string) => textMap(context, resource, method, member, given[member])
  return present({
    statusCode: text(given['statusCode']) ?? (/^[1-5]\d\d$/.test(pattern) ? pattern : '200'),
    selectionPattern: pattern === 'default' ? undefined : pattern,
    responseParameters: texts('responseParameters'),
    responseTemplates: texts('responseTemplates'),
    contentHandling: upper(given['contentHandling']) as sdk.ContentHandlingStrategy | undefined,
  })
}

/** A map of texts; what is no text is left out with a warning (facts/13, 216). An empty template may be written as null. */
function textMap(
  { warnings }: ImportContext,
  resource: ResourceRecord,
  method: MethodRecord,
  member: string,
  given: unknown,
): Record<string, string> | undefined {
  const texts: Record<string, string> = {}
  for (const [key, value] of Object.entries(node(given))) {
    if (typeof value === 'string' || value === null) {
      texts[key] = value ?? ''
      continue
    }
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
    warnings.push(
      `Invalid format for '${member}'. Expected type string for property '${key}' of resource '${resource.path}' and method '${method.httpMethod}' but got '${shown}'`,
    )
  }
  return filled(texts)
}

function upper(value: unknown): string | undefined {
  return text(value)?.toUpperCase()
}

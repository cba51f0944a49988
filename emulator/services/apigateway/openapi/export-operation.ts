import type { MethodRecord, MethodResponseRecord, ResourceRecord } from '../../../model/apigateway'
import { badRequest } from '../errors'
import { filled, present } from '../members'
import type { Node } from './document'
import type { ExportContext } from './export-context'
import { described, description } from './export-documentation'
import { exportIntegration } from './export-integration'
import { modelIn, schemaReference } from './export-schemas'
import { exportRequirements, postmanHelper } from './export-security'

/** In the order in which they are listed; that headers come before the body is all that is certain of them (facts/13, 222). */
const PLACES = [
  ['querystring', 'query'],
  ['path', 'path'],
  ['header', 'header'],
] as const

/** A method as an operation. */
export function exportOperation(context: ExportContext, resource: ResourceRecord, method: MethodRecord): Node {
  const { version, documentation, shows, names } = context
  const place = { path: resource.path, method: method.httpMethod }
  const parameters = exportParameters(context, resource, method)
  const about = documentation({ type: 'METHOD', ...place })
  const validator = shows('validators') ? names.validators.get(method.requestValidatorId ?? '') : undefined
  return present({
    ...described(about, 'tags', 'summary', 'description', 'deprecated', 'externalDocs'),
    operationId: method.operationName,
    ...(version === 2 ? mediaTypes(method) : {}),
    parameters: filled(version === 2 ? [...parameters, ...bodyParameter(context, resource, method)] : parameters),
    requestBody: version === 3 ? requestBody(context, resource, method) : undefined,
    responses: Object.fromEntries(
      Object.values(method.methodResponses ?? {}).map((response) => [response.statusCode, exportResponse(context, place, response)]),
    ),
    security: filled(exportRequirements(context, method)),
    'x-amazon-apigateway-request-validator': validator,
    'x-amazon-apigateway-integration':
      shows('integrations') && method.methodIntegration !== undefined ? exportIntegration(resource, method.methodIntegration) : undefined,
    ...postmanHelper(context, method),
  })
}

/**
 * What a method takes and gives, as OpenAPI 2 says it of the whole operation: the types of its models, else those of the templates of a
 * MOCK's request and of the integration's responses (facts/13, 222).
 */
function mediaTypes({ requestModels, methodResponses, methodIntegration }: MethodRecord): Node {
  const { type, requestTemplates, integrationResponses } = methodIntegration ?? {}
  const unique = (maps: readonly (object | undefined)[]) => filled([...new Set(maps.flatMap((map) => Object.keys(map ?? {})))])
  const modelTypes = unique(Object.values(methodResponses ?? {}).map(({ responseModels }) => responseModels))
  return present({
    consumes: unique([requestModels]) ?? (type === 'MOCK' ? unique([requestTemplates]) : undefined),
    produces: modelTypes ?? unique(Object.values(integrationResponses ?? {}).map(({ responseTemplates }) => responseTemplates)),
  })
}

function exportParameters({ version, documentation }: ExportContext, { path }: ResourceRecord, method: MethodRecord): Node[] {
  return PLACES.flatMap(([where, place]) => {
    const type = ({ query: 'QUERY_PARAMETER', path: 'PATH_PARAMETER', header: 'REQUEST_HEADER' } as const)[place]
    // OpenAPI has no word for the multi-value forms: they are exported as the single ones.
    const expression = new RegExp(`^method\\.request\\.(?:multivalue)?${where}\\.(.+)$`)
    return Object.entries(method.requestParameters ?? {}).flatMap(([key, required]): Node[] => {
      const name = expression.exec(key)?.[1]
      if (name === undefined) return []
      const about = description(documentation({ type, path, method: method.httpMethod, name }))
      if (version === 2) return [{ name, in: place, ...about, required, type: 'string' }]
      return [{ name, in: place, ...about, ...(required ? { required } : {}), schema: { type: 'string' } }]
    })
  })
}

/** The body's models by media type. Documents describe JSON only: AWS refuses to export a method that has other models alone. */
function bodyModels(context: ExportContext, { path }: ResourceRecord, { httpMethod, requestModels }: MethodRecord): [string, string][] {
  const models = Object.entries(requestModels ?? {})
  const json = models.filter(([, name]) => modelIn(context, name) !== undefined)
  // The words after "for" are uncertain.
  if (models.length > 0 && json.length === 0) throw badRequest(`Only found non-JSON body models for ${httpMethod} ${path}`)
  return json
}

function bodyParameter(context: ExportContext, resource: ResourceRecord, method: MethodRecord): Node[] {
  return bodyModels(context, resource, method)
    .slice(0, 1)
    .map(([, name]) => ({
      in: 'body',
      name,
      ...aboutBody(context, resource, method),
      required: true,
      schema: schemaReference(context, name),
    }))
}

function requestBody(context: ExportContext, resource: ResourceRecord, method: MethodRecord): Node | undefined {
  const content = bodyModels(context, resource, method).map(([type, name]) => [type, { schema: schemaReference(context, name) }])
  if (content.length === 0) return undefined
  return { ...aboutBody(context, resource, method), content: Object.fromEntries(content), required: true }
}

function aboutBody({ documentation }: ExportContext, { path }: ResourceRecord, { httpMethod }: MethodRecord): Node {
  return description(documentation({ type: 'REQUEST_BODY', path, method: httpMethod }))
}

function exportResponse(context: ExportContext, place: { path: string; method: string }, response: MethodResponseRecord): Node {
  const { version, documentation } = context
  const { statusCode, responseModels, responseParameters } = response
  const about = { description: `${statusCode} response`, ...description(documentation({ type: 'RESPONSE', ...place, statusCode })) }
  const headers = Object.keys(responseParameters ?? {}).map((key): [string, Node] => {
    const name = key.replace('method.response.header.', '')
    const told = description(documentation({ type: 'RESPONSE_HEADER', ...place, statusCode, name }))
    return [name, version === 2 ? { type: 'string', ...told } : { ...told, schema: { type: 'string' } }]
  })
  const models = Object.entries(responseModels ?? {}).filter(([, name]) => modelIn(context, name) !== undefined)
  if (version === 2) {
    const schema = models[0] === undefined ? undefined : schemaReference(context, models[0][1])
    return present({ ...about, schema, headers: filled(Object.fromEntries(headers)) })
  }
  const content = Object.fromEntries(models.map(([type, name]) => [type, { schema: schemaReference(context, name) }]))
  return present({ ...about, headers: filled(Object.fromEntries(headers)), content })
}

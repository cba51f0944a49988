import type { Recorded } from './recordings'

type Node = Readonly<Record<string, unknown>>

interface RecordedMethod {
  readonly operationName?: string
  readonly apiKeyRequired: boolean
  readonly authorizerId?: string
  readonly authorizationScopes?: readonly string[]
  readonly requestValidatorId?: string
  readonly requestParameters?: Readonly<Record<string, boolean>>
  readonly requestModels?: Readonly<Record<string, string>>
  readonly methodResponses?: Readonly<Record<string, { responseModels?: Record<string, string>; responseParameters?: object }>>
  readonly methodIntegration: RecordedIntegration
}

export interface RecordedIntegration {
  readonly type: string
  readonly passthroughBehavior: string
  readonly requestTemplates?: Readonly<Record<string, unknown>>
  readonly integrationResponses?: Readonly<Record<string, RecordedResponse>>
}

export interface RecordedResponse {
  readonly statusCode: string
  readonly selectionPattern?: string
  readonly responseTemplates?: Readonly<Record<string, unknown>>
}

/** Steps of an import session: what they are called may have something before it. */
export interface ImportSteps {
  readonly imported: string
  readonly resources: string
  readonly prefix?: string
}

/** Values for what recordings made anonymous, in the shapes that the service wants. */
export function withSamples<T>(recorded: T): T {
  const samples: Readonly<Record<string, string>> = {
    region: 'us-east-1',
    partition: 'aws',
    'external-aws-endpoint': 'petstore.example',
    'authorizer-uri:1': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations',
    'credentials:1': 'arn:aws:iam::111111111111:role/r',
    'authorizer-credentials:1': 'arn:aws:iam::111111111111:role/r',
  }
  const text = JSON.stringify(recorded)
    .replaceAll(/"<model-base-url>\/restapis\/[^/]+\/models\/([^"]+)"/g, '"#/MODELS/$1"')
    .replaceAll(/<([\w-]+(?::\d+)?)>/g, (all, name: string) => samples[name] ?? (/:\d+$/.test(name) ? name.replaceAll(/[^\w]/g, '') : all))
  return JSON.parse(text) as T
}

/**
 * The OpenAPI document that an API was imported from, as far as its recorded parts tell. Parameters of the path are left out: an
 * import finds them by itself. `strip` is the base path that the recorded paths begin with.
 */
export function documentOf(session: Recorded, steps: ImportSteps, version: 2 | 3, strip = ''): Node {
  const recorded = withSamples(session)
  const { imported, resources, prefix = '' } = steps
  const api = recorded[imported] as { name: string; version: string; description?: string }
  const items = (recorded[resources] as { items: { path: string; resourceMethods?: object }[] }).items
  const models = 'get-models' in recorded ? itemsOf(recorded['get-models']) : modelsIn(recorded)
  const authorizers = itemsOf(recorded['get-authorizers'])
  const validators = itemsOf(recorded['request-validators'])
  const named = (list: readonly Node[], id: string | undefined) => list.find((item) => item['id'] === id)?.['name'] as string | undefined
  const reference = (name: string) => ({ $ref: `#/${version === 2 ? 'definitions' : 'components/schemas'}/${name}` })

  const operation = (method: RecordedMethod): Node => {
    const authorizer = named(authorizers, method.authorizerId)
    const validator = named(validators, method.requestValidatorId)
    const security = [
      ...(authorizer === undefined ? [] : [{ [authorizer]: method.authorizationScopes ?? [] }]),
      ...(method.apiKeyRequired ? [{ api_key: [] }] : []),
    ]
    const models = Object.entries(method.requestModels ?? {})
    const body = models[0] === undefined ? [] : [{ in: 'body', name: 'body', required: true, schema: reference(models[0][1]) }]
    return {
      ...(method.operationName === undefined ? {} : { operationId: method.operationName }),
      ...(version === 2 ? { consumes: ['application/json'], produces: ['application/json'] } : {}),
      parameters: [...parameters(method, version), ...(version === 2 ? body : [])],
      ...(version === 3 && models.length > 0
        ? { requestBody: { content: Object.fromEntries(models.map(([type, name]) => [type, { schema: reference(name) }])) } }
        : {}),
      responses: responses(method, version, reference),
      ...(security.length > 0 ? { security } : {}),
      ...(validator === undefined ? {} : { 'x-amazon-apigateway-request-validator': validator }),
      'x-amazon-apigateway-integration': integration(method.methodIntegration),
    }
  }

  const paths = items.map(({ path, resourceMethods = {} }) => {
    const verbs = Object.keys(resourceMethods).map((verb) => verb.toLowerCase())
    const operations = verbs.map((verb) => [
      verb,
      operation(recorded[`${prefix}method-${path.slice(1) || 'root'}-${verb}`] as RecordedMethod),
    ])
    return [path.slice(strip.length) || '/', Object.fromEntries(operations)]
  })
  const schemas = Object.fromEntries(models.map(({ name, schema }) => [name, localised(schema, reference('').$ref)]))
  const schemes = { ...Object.fromEntries(authorizers.map(scheme)), api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } }
  const info = { title: api.name, version: api.version, ...(api.description === undefined ? {} : { description: api.description }) }
  return {
    ...(version === 2 ? { swagger: '2.0' } : { openapi: '3.0.1' }),
    info,
    paths: Object.fromEntries(paths.filter(([, operations]) => Object.keys(operations).length > 0)),
    ...(version === 2 ? { definitions: schemas, securityDefinitions: schemes } : { components: { schemas, securitySchemes: schemes } }),
    'x-amazon-apigateway-request-validators': Object.fromEntries(validators.map(({ name, id: _, ...rest }) => [name, rest])),
  }
}

/** Models that methods of a session name, where the models themselves were not recorded. */
function modelsIn(session: Recorded): Node[] {
  const steps = Object.values(session) as Partial<RecordedMethod>[]
  const maps = steps.flatMap(({ requestModels, methodResponses = {} }) => [
    requestModels,
    ...Object.values(methodResponses).map(({ responseModels }) => responseModels),
  ])
  const names = new Set(maps.flatMap((map) => Object.values(map ?? {})))
  return [...names].map((name) => ({ name, schema: { type: 'object' } }))
}

function itemsOf(step: unknown): readonly Node[] {
  return Array.isArray(step) ? step : ((step as { items?: Node[] } | undefined)?.items ?? [])
}

function parameters({ requestParameters = {} }: RecordedMethod, version: 2 | 3): Node[] {
  return Object.entries(requestParameters).flatMap(([key, required]) => {
    const [, , place, name] = key.split('.')
    const type = version === 2 ? { type: 'string' } : { schema: { type: 'string' } }
    return place === 'path' ? [] : [{ name, in: place === 'querystring' ? 'query' : place, required, ...type }]
  })
}

function responses({ methodResponses = {} }: RecordedMethod, version: 2 | 3, reference: (name: string) => Node): Node {
  const shown = Object.entries(methodResponses).map(([statusCode, { responseModels = {}, responseParameters = {} }]) => {
    const headers = Object.keys(responseParameters).map((key) => [key.replace('method.response.header.', ''), { type: 'string' }])
    const models = Object.entries(responseModels)
    const content = Object.fromEntries(models.map(([type, name]) => [type, { schema: reference(name) }]))
    const schema = models[0] === undefined ? {} : { schema: reference(models[0][1]) }
    return [statusCode, { description: '', headers: Object.fromEntries(headers), ...(version === 2 ? schema : { content }) }]
  })
  return Object.fromEntries(shown)
}

function integration(given: RecordedIntegration): Node {
  const { integrationResponses = {}, requestTemplates, type, passthroughBehavior } = given
  const { cacheNamespace: _, cacheKeyParameters: __, timeoutInMillis: ___, connectionType: ____, ...rest } = given as unknown as Node
  const { integrationResponses: _____, ...members } = rest
  const byPattern = Object.values(integrationResponses).map(({ selectionPattern, ...response }) => [
    selectionPattern ?? 'default',
    { ...response, ...textsOf('responseTemplates', response.responseTemplates) },
  ])
  return {
    ...members,
    type: type.toLowerCase(),
    passthroughBehavior: passthroughBehavior.toLowerCase(),
    ...textsOf('requestTemplates', requestTemplates),
    responses: Object.fromEntries(byPattern),
  }
}

/** Templates that were recorded as what their JSON says are texts again. */
export function textsOf(member: string, templates: Readonly<Record<string, unknown>> | undefined): Record<string, Record<string, string>> {
  if (templates === undefined) return {}
  const texts = Object.entries(templates).map(([type, value]) => [type, typeof value === 'string' ? value : JSON.stringify(value)])
  return { [member]: Object.fromEntries(texts) as Record<string, string> }
}

function scheme(authorizer: Node): [string, Node] {
  const { name, type, authType, identitySource, id: _, ...members } = authorizer as Record<string, string>
  const header = identitySource?.replace('method.request.header.', '')
  const extension = { ...members, type: type?.toLowerCase() }
  const scheme = { type: 'apiKey', name: header, in: 'header', 'x-amazon-apigateway-authtype': authType }
  return [name as string, { ...scheme, 'x-amazon-apigateway-authorizer': extension }]
}

function localised(schema: unknown, place: string): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/MODELS/', place))
}

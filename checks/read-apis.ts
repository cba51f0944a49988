import type { Api, Authorizer, Integration, Route, Stage } from './api'
import { readBody } from './openapi'
import { type Entry, entriesOf, entryOf, isEntry, isTrue, numberOf, type Resource, referenceIn, type Template, textOf } from './template'

type Draft = { -readonly [K in keyof Api]: Api[K] }

/** The REST APIs of a template: those in it, and those of other templates that it adds to. */
export function readApis(template: Template): Api[] {
  const apis = new Map<string, Draft>()
  for (const resource of template.ofType('AWS::ApiGateway::RestApi')) apis.set(`\${${resource.id}}`, draftOf(resource))
  const apiOf = (reference: unknown): Draft => {
    const key = textOf(reference) ?? '${?}'
    const known = apis.get(key)
    if (known !== undefined) return known
    const made = elsewhere(key)
    apis.set(key, made)
    return made
  }
  for (const resource of template.ofType('AWS::ApiGateway::Authorizer'))
    apiOf(resource.properties['RestApiId']).authorizers.push(readAuthorizer(resource))
  for (const resource of template.ofType('AWS::ApiGateway::GatewayResponse')) {
    const { RestApiId, ResponseType, ResponseParameters } = resource.properties
    apiOf(RestApiId).gatewayResponses.push({ type: String(ResponseType), parameters: entryOf(ResponseParameters) })
  }
  for (const resource of template.ofType('AWS::ApiGateway::Method')) addMethod(resource, apiOf(resource.properties['RestApiId']), template)
  for (const resource of template.ofType('AWS::ApiGateway::Deployment')) {
    const { RestApiId, StageName, StageDescription } = resource.properties
    const api = apiOf(RestApiId)
    api.deployments.push(resource)
    if (StageName !== undefined) api.stages.push(stageOf(api, resource, StageName, entryOf(StageDescription)))
  }
  for (const resource of template.ofType('AWS::ApiGateway::Stage')) {
    const api = apiOf(resource.properties['RestApiId'])
    api.stages.push(stageOf(api, resource, resource.properties['StageName'], resource.properties))
  }
  return [...apis.values()]
}

/** The path of a method's resource; undefined where it hangs below one that is elsewhere. */
function addMethod(resource: Resource, api: Draft, template: Template): void {
  const path = pathOf(resource.properties['ResourceId'], template)
  if (path.startsWith('...')) api.whole = false
  api.routes.push(readMethod(resource, api, path, template))
}

function draftOf(resource: Resource): Draft {
  const { Name, Body, BodyS3Location, Policy, CloneFrom, EndpointConfiguration, Parameters } = resource.properties
  const title = entryOf(entryOf(Body)['info'])['title']
  const api: Draft = {
    reference: `\${${resource.id}}`,
    resource,
    name: textOf(Name) ?? textOf(title) ?? resource.id,
    endpointType: endpointTypeOf(EndpointConfiguration, Parameters),
    policy: Policy,
    whole: BodyS3Location === undefined && CloneFrom === undefined && (Body === undefined || isEntry(Body)),
    routes: [],
    stages: [],
    authorizers: [],
    gatewayResponses: [],
    deployments: [],
  }
  if (!isEntry(Body)) return api
  const { routes, authorizers, gatewayResponses, policy } = readBody(Body, api, resource)
  api.routes.push(...routes)
  api.authorizers.push(...authorizers)
  api.gatewayResponses.push(...gatewayResponses)
  api.policy ??= policy
  return api
}

function endpointTypeOf(configuration: unknown, parameters: unknown): string {
  const types = entryOf(configuration)['Types']
  return String((Array.isArray(types) ? types[0] : types) ?? entryOf(parameters)['endpointConfigurationTypes'] ?? 'EDGE')
}

function elsewhere(reference: string): Draft {
  const lists = { routes: [], stages: [], authorizers: [], gatewayResponses: [], deployments: [] }
  return {
    reference,
    resource: undefined,
    name: 'an API of another stack',
    endpointType: '${?}',
    policy: undefined,
    whole: false,
    ...lists,
  }
}

function pathOf(reference: unknown, template: Template, below = ''): string {
  const text = textOf(reference) ?? ''
  if (text.endsWith('.RootResourceId}')) return below === '' ? '/' : below
  const parent = template.resources.get(referenceIn(text) ?? '')
  if (parent?.type !== 'AWS::ApiGateway::Resource' || below.length > 4096) return `...${below}`
  return pathOf(parent.properties['ParentId'], template, `/${textOf(parent.properties['PathPart']) ?? '?'}${below}`)
}

function readMethod(resource: Resource, api: Api, path: string, template: Template): Route {
  const {
    HttpMethod,
    AuthorizationType,
    AuthorizerId,
    ApiKeyRequired,
    RequestValidatorId,
    RequestModels,
    Integration: written,
  } = resource.properties
  const validator = template.resources.get(referenceIn(RequestValidatorId) ?? '')
  const unread = RequestValidatorId !== undefined && validator === undefined
  return {
    api,
    verb: String(HttpMethod),
    path,
    resource,
    authorizationType: textOf(AuthorizationType) ?? 'NONE',
    authorizer: referenceIn(AuthorizerId),
    apiKeyRequired: isTrue(ApiKeyRequired),
    validatesBody: unread || isTrue(validator?.properties['ValidateRequestBody']),
    hasBodyModel: Object.keys(entryOf(RequestModels)).length > 0,
    integration: isEntry(written) ? readIntegration(written) : undefined,
    openReason: textOf(resource.metadata['portico:openReason']),
    sharesCache: resource.metadata['portico:vary'] === 'shared',
  }
}

function readIntegration(written: Entry): Integration {
  return {
    type: String(written['Type'] ?? '').toUpperCase(),
    uri: textOf(written['Uri']) ?? '',
    timeout: numberOf(written['TimeoutInMillis']),
    streams: written['ResponseTransferMode'] === 'STREAM',
    credentials: textOf(written['Credentials']),
    cacheKeyParameters: Array.isArray(written['CacheKeyParameters']) ? written['CacheKeyParameters'].map(String) : [],
    requestParameters: entryOf(written['RequestParameters']),
    responseParameters: entriesOf(written['IntegrationResponses'] ?? []).map((response) => entryOf(response['ResponseParameters'])),
  }
}

function readAuthorizer(resource: Resource): Authorizer {
  const { Type, AuthorizerUri, AuthorizerCredentials, AuthorizerResultTtlInSeconds, IdentitySource } = resource.properties
  return {
    key: resource.id,
    resource,
    type: String(Type),
    uri: textOf(AuthorizerUri) ?? '',
    credentials: textOf(AuthorizerCredentials),
    ttl: numberOf(AuthorizerResultTtlInSeconds) ?? 300,
    identitySource: textOf(IdentitySource) ?? '',
  }
}

function stageOf(api: Api, resource: Resource, name: unknown, properties: Entry): Stage {
  return { api, name: textOf(name) ?? '${?}', resource, properties, settings: entriesOf(properties['MethodSettings'] ?? []) }
}

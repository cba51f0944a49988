import type { Api, Authorizer, GatewayResponse, Integration, Route } from './api'
import { type Entry, entriesOf, entryOf, isEntry, isTrue, numberOf, type Resource, textOf } from './template'

const VERBS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method'])

/** What an OpenAPI body says of an API, with API Gateway's extensions. */
export interface BodyContent {
  readonly routes: Route[]
  readonly authorizers: Authorizer[]
  readonly gatewayResponses: GatewayResponse[]
  readonly policy: unknown
}

/** Reads an OpenAPI 2.0 or 3.0 document as API Gateway imports it. */
export function readBody(body: Entry, api: Api, resource: Resource): BodyContent {
  const schemes = entryOf(body['securityDefinitions'] ?? entryOf(body['components'])['securitySchemes'])
  const routes: Route[] = []
  for (const [path, item] of Object.entries(entryOf(body['paths']))) {
    for (const [key, operation] of Object.entries(entryOf(item))) {
      if (VERBS.has(key) && isEntry(operation)) routes.push(readOperation({ body, schemes, api, resource, path, key, operation }))
    }
  }
  return {
    routes,
    authorizers: Object.entries(schemes).flatMap(([name, scheme]) => readAuthorizer(name, entryOf(scheme), resource)),
    gatewayResponses: Object.entries(entryOf(body['x-amazon-apigateway-gateway-responses'])).map(([type, response]) => ({
      type,
      parameters: entryOf(entryOf(response)['responseParameters']),
    })),
    policy: body['x-amazon-apigateway-policy'],
  }
}

interface Operation {
  readonly body: Entry
  readonly schemes: Entry
  readonly api: Api
  readonly resource: Resource
  readonly path: string
  readonly key: string
  readonly operation: Entry
}

function readOperation({ body, schemes, api, resource, path, key, operation }: Operation): Route {
  const verb = key === 'x-amazon-apigateway-any-method' ? 'ANY' : key.toUpperCase()
  const auth = entryOf(operation['x-amazon-apigateway-auth'])
  const required = entriesOf(operation['security'] ?? body['security'] ?? []).flatMap((one) => Object.keys(one))
  const authorizer = required.find((name) => authTypeOf(entryOf(schemes[name])) !== undefined)
  const validator = textOf(operation['x-amazon-apigateway-request-validator'] ?? body['x-amazon-apigateway-request-validator'])
  const validators = entryOf(body['x-amazon-apigateway-request-validators'])
  const note = entryOf(entryOf(resource.metadata['portico:routes'])[`${verb} ${path}`])
  return {
    api,
    verb,
    path,
    resource,
    element: `Properties.Body.paths.${path}.${key}`,
    authorizationType:
      authorizer === undefined ? (textOf(auth['type']) ?? 'NONE').toUpperCase() : (authTypeOf(entryOf(schemes[authorizer])) ?? 'NONE'),
    authorizer,
    apiKeyRequired: required.some((name) => isKey(entryOf(schemes[name]))),
    validatesBody: validator !== undefined && isTrue(entryOf(validators[validator])['validateRequestBody']),
    hasBodyModel: isEntry(operation['requestBody']) || entriesOf(operation['parameters']).some((parameter) => parameter['in'] === 'body'),
    integration: readIntegration(
      operation['x-amazon-apigateway-integration'] ?? entryOf(entryOf(body['paths'])[path])['x-amazon-apigateway-integration'],
    ),
    openReason: textOf(note['portico:openReason']),
    sharesCache: note['portico:vary'] === 'shared',
  }
}

function readIntegration(written: unknown): Integration | undefined {
  if (!isEntry(written)) return undefined
  return {
    type: String(written['type'] ?? '').toUpperCase(),
    uri: textOf(written['uri']) ?? '',
    timeout: numberOf(written['timeoutInMillis']),
    streams: written['responseTransferMode'] === 'STREAM',
    credentials: textOf(written['credentials']),
    cacheKeyParameters: list(written['cacheKeyParameters']),
    requestParameters: entryOf(written['requestParameters']),
    responseParameters: Object.values(entryOf(written['responses'])).map((response) => entryOf(entryOf(response)['responseParameters'])),
  }
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** The header that keys come in has this type of scheme, and no authorizer. */
function isKey(scheme: Entry): boolean {
  return scheme['type'] === 'apiKey' && String(scheme['name']).toLowerCase() === 'x-api-key' && authTypeOf(scheme) === undefined
}

function authTypeOf(scheme: Entry): string | undefined {
  const type = textOf(scheme['x-amazon-apigateway-authtype'])?.toLowerCase()
  if (type === 'awssigv4') return 'AWS_IAM'
  if (type === 'cognito_user_pools') return 'COGNITO_USER_POOLS'
  return type !== undefined || isEntry(scheme['x-amazon-apigateway-authorizer']) ? 'CUSTOM' : undefined
}

function readAuthorizer(key: string, scheme: Entry, resource: Resource): Authorizer[] {
  const written = scheme['x-amazon-apigateway-authorizer']
  if (!isEntry(written)) return []
  return [
    {
      key,
      resource,
      element: 'Properties.Body',
      type: String(written['type'] ?? '').toUpperCase(),
      uri: textOf(written['authorizerUri']) ?? '',
      credentials: textOf(written['authorizerCredentials']),
      ttl: numberOf(written['authorizerResultTtlInSeconds']) ?? 300,
      identitySource: textOf(written['identitySource']) ?? '',
    },
  ]
}

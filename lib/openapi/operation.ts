import type { IConstruct } from 'constructs'
import { ConfigError } from '../config-error'
import { given } from '../given'
import { type DefinedMethod, entry, list, type Rendered } from './definition'
import type { OpenApiSchemas } from './schemas'
import type { OpenApiSecurity } from './security'

/** What operations refer to. */
export interface OperationParts {
  readonly scope: IConstruct
  readonly schemas: OpenApiSchemas
  readonly security: OpenApiSecurity
  /** The name of a validator by its logical id. */
  readonly validator: (id: unknown) => string | undefined
}

const PLACES: Readonly<Record<string, string>> = { path: 'path', querystring: 'query', header: 'header' }

/** A method as an operation with API Gateway's extensions (facts/09, 6). */
export function operationOf(method: DefinedMethod, parts: OperationParts): Rendered {
  const { properties } = method
  const parameters = parametersOf(method, parts)
  const models = Object.entries(entry(properties['RequestModels']))
  return given({
    operationId: properties['OperationName'],
    parameters: parameters.length === 0 ? undefined : parameters,
    requestBody:
      models.length === 0
        ? undefined
        : {
            required: true,
            content: Object.fromEntries(models.map(([type, model]) => [type, { schema: parts.schemas.reference(model) }])),
          },
    responses: responsesOf(properties, parts),
    security: parts.security.of(properties),
    'x-amazon-apigateway-request-validator': parts.validator(properties['RequestValidatorId']),
    'x-amazon-apigateway-integration': integrationOf(method, parts),
  })
}

function parametersOf({ path, verb, properties }: DefinedMethod, { scope }: OperationParts): Rendered[] {
  const all = new Map<string, boolean>([...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => [`method.request.path.${name}`, true]))
  for (const [source, required] of Object.entries(entry(properties['RequestParameters']))) all.set(source, required === true)
  return [...all].map(([source, required]) => {
    const [, place = '', name] = /^method\.request\.(\w+)\.(.+)$/.exec(source) ?? []
    const where = PLACES[place]
    if (where !== undefined) return { name, in: where, required: required || where === 'path', schema: { type: 'string' } }
    throw new ConfigError(scope, {
      what: `"${verb} ${path}" declares a parameter that an OpenAPI definition cannot say`,
      got: source,
      allowed: 'method.request.path, method.request.querystring, method.request.header',
      fix: 'read it in the template, or write emit: "resources"',
    })
  })
}

function responsesOf(properties: Rendered, { schemas }: OperationParts): Rendered {
  const responses = list(properties['MethodResponses']).map((response): [string, Rendered] => {
    const { StatusCode, ResponseParameters, ResponseModels } = entry(response)
    const headers = Object.keys(entry(ResponseParameters)).map((name) => [
      name.replace(/^method\.response\.header\./, ''),
      { schema: { type: 'string' } },
    ])
    const content = Object.entries(entry(ResponseModels)).map(([type, model]) => [type, { schema: schemas.reference(model) }])
    return [
      String(StatusCode),
      {
        description: `${StatusCode} response`,
        ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
        ...(content.length > 0 && { content: Object.fromEntries(content) }),
      },
    ]
  })
  return Object.fromEntries(responses)
}

function integrationOf(method: DefinedMethod, { scope }: OperationParts): Rendered | undefined {
  const integration = entry(method.properties['Integration'])
  if (integration['Type'] === undefined) return undefined
  const lower = (name: string) => (typeof integration[name] === 'string' ? (integration[name] as string).toLowerCase() : undefined)
  const responses = list(integration['IntegrationResponses']).map((response): [string, Rendered] => {
    const { StatusCode, SelectionPattern = 'default', ResponseParameters, ResponseTemplates, ContentHandling } = entry(response)
    if (typeof SelectionPattern !== 'string') {
      throw new ConfigError(scope, {
        what: `"${method.verb} ${method.path}" selects an answer by a pattern that is known only at deployment`,
        got: SelectionPattern,
        fix: 'write the pattern as a text, or emit: "resources"',
      })
    }
    return [
      SelectionPattern,
      given({
        statusCode: String(StatusCode),
        responseParameters: ResponseParameters,
        responseTemplates: ResponseTemplates,
        contentHandling: ContentHandling,
      }),
    ]
  })
  const tls = entry(integration['TlsConfig'])['InsecureSkipVerification']
  return given({
    type: lower('Type'),
    httpMethod: integration['IntegrationHttpMethod'],
    uri: integration['Uri'],
    credentials: integration['Credentials'],
    connectionType: integration['ConnectionType'],
    connectionId: integration['ConnectionId'],
    integrationTarget: integration['IntegrationTarget'],
    requestParameters: integration['RequestParameters'],
    requestTemplates: integration['RequestTemplates'],
    passthroughBehavior: lower('PassthroughBehavior'),
    contentHandling: integration['ContentHandling'],
    timeoutInMillis: integration['TimeoutInMillis'],
    cacheNamespace: integration['CacheNamespace'],
    cacheKeyParameters: integration['CacheKeyParameters'],
    responseTransferMode: integration['ResponseTransferMode'],
    tlsConfig: tls === undefined ? undefined : { insecureSkipVerification: tls },
    responses: responses.length === 0 ? undefined : Object.fromEntries(responses),
  })
}

import type { IConstruct } from 'constructs'
import { ConfigError } from '../config-error'
import { given } from '../given'
import { type ApiDefinition, entry, type Rendered, referred } from './definition'
import { operationOf } from './operation'
import { OpenApiSchemas } from './schemas'
import { OpenApiSecurity } from './security'

/** The member of a path that stands for every verb that is not there. */
export const ANY_METHOD = 'x-amazon-apigateway-any-method'

/** An API as one OpenAPI 3.0 document with API Gateway's extensions; `version` is what `info` says. */
export function documentOf(scope: IConstruct, definition: ApiDefinition, version: string): Rendered {
  const { api } = definition
  const schemas = new OpenApiSchemas(scope, definition)
  const security = new OpenApiSecurity(scope, definition)
  const validators = validatorsOf(definition)
  const parts = {
    scope,
    schemas,
    security,
    validator: (id: unknown) => (id === undefined ? undefined : nameOfValidator(scope, validators, id)),
  }
  const paths: Record<string, Record<string, unknown>> = {}
  for (const method of definition.methods) {
    const verb = method.verb === 'ANY' ? ANY_METHOD : method.verb.toLowerCase()
    paths[method.path] = { ...paths[method.path], [verb]: operationOf(method, parts) }
  }
  return given({
    openapi: '3.0.1',
    info: given({ title: api['Name'], description: api['Description'], version }),
    servers: serversOf(api),
    paths,
    components: { schemas: schemas.all, securitySchemes: security.schemes },
    'x-amazon-apigateway-request-validators':
      validators.size === 0 ? undefined : Object.fromEntries([...validators.values()].map(({ name, checks }) => [name, checks])),
    'x-amazon-apigateway-gateway-responses': gatewayResponsesOf(definition),
    'x-amazon-apigateway-documentation': documentationOf(definition),
    'x-amazon-apigateway-api-key-source': api['ApiKeySourceType'],
    'x-amazon-apigateway-binary-media-types': api['BinaryMediaTypes'],
    'x-amazon-apigateway-minimum-compression-size': api['MinimumCompressionSize'],
    'x-amazon-apigateway-policy': api['Policy'],
  })
}

/** What an import would unset unless the document says it too. */
function serversOf(api: Rendered): readonly Rendered[] | undefined {
  const endpoint = given({
    disableExecuteApiEndpoint: api['DisableExecuteApiEndpoint'],
    vpcEndpointIds: entry(api['EndpointConfiguration'])['VpcEndpointIds'],
  })
  return Object.keys(endpoint).length === 0 ? undefined : [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': endpoint }]
}

interface Validator {
  readonly name: string
  readonly checks: Rendered
}

function validatorsOf({ validators }: ApiDefinition): ReadonlyMap<string, Validator> {
  return new Map(
    [...validators].map(([logicalId, { Name, ValidateRequestBody = false, ValidateRequestParameters = false }]) => [
      logicalId,
      {
        name: typeof Name === 'string' ? Name : logicalId,
        checks: { validateRequestBody: ValidateRequestBody, validateRequestParameters: ValidateRequestParameters },
      },
    ]),
  )
}

function nameOfValidator(scope: IConstruct, validators: ReadonlyMap<string, Validator>, id: unknown): string {
  const found = validators.get(referred(id) ?? '')
  if (found !== undefined) return found.name
  throw new ConfigError(scope, {
    what: 'A method names a request validator that is not of its API and stack',
    got: id,
    fix: 'make the validator in the stack of the gateway, or write emit: "resources"',
  })
}

function gatewayResponsesOf({ gatewayResponses }: ApiDefinition): Rendered | undefined {
  if (gatewayResponses.length === 0) return undefined
  return Object.fromEntries(
    gatewayResponses.map(({ ResponseType, StatusCode, ResponseParameters, ResponseTemplates }) => [
      String(ResponseType),
      given({ statusCode: StatusCode, responseParameters: ResponseParameters, responseTemplates: ResponseTemplates }),
    ]),
  )
}

function documentationOf({ documentationParts }: ApiDefinition): Rendered | undefined {
  if (documentationParts.length === 0) return undefined
  return {
    documentationParts: documentationParts.map(({ Location, Properties }) => {
      const { Type, Path, Method, StatusCode, Name } = entry(Location)
      return {
        location: given({ type: Type, path: Path, method: Method, statusCode: StatusCode, name: Name }),
        properties: JSON.parse(String(Properties)) as unknown,
      }
    }),
  }
}

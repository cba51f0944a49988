import type { IConstruct } from 'constructs'
import { ConfigError } from '../config-error'
import { given } from '../given'
import { type ApiDefinition, list, type Rendered, referred } from './definition'

const API_KEY = 'api_key'
const SIGNED = 'sigv4'

/** Who may call the methods of an API, as security schemes of an OpenAPI document. */
export class OpenApiSecurity {
  /** By name, as they stand in `components`. */
  readonly schemes: Record<string, Rendered> = {}
  private readonly names = new Map<string, string>()

  constructor(
    private readonly scope: IConstruct,
    { authorizers }: Pick<ApiDefinition, 'authorizers'>,
  ) {
    for (const [logicalId, authorizer] of authorizers) {
      const name = typeof authorizer['Name'] === 'string' ? authorizer['Name'] : logicalId
      this.names.set(logicalId, name)
      this.schemes[name] = schemeOf(authorizer)
    }
  }

  /** What a method asks for: all of it, at once; nothing where everybody may call. */
  of(method: Rendered): readonly Rendered[] | undefined {
    const asked: Record<string, readonly unknown[]> = {}
    const type = method['AuthorizationType']
    if (type === 'AWS_IAM') {
      this.schemes[SIGNED] ??= { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' }
      asked[SIGNED] = []
    } else if (type !== undefined && type !== 'NONE') {
      asked[this.nameOf(method['AuthorizerId'])] = list(method['AuthorizationScopes'])
    }
    if (method['ApiKeyRequired'] === true) {
      this.schemes[API_KEY] ??= { type: 'apiKey', name: 'x-api-key', in: 'header' }
      asked[API_KEY] = []
    }
    return Object.keys(asked).length === 0 ? undefined : [asked]
  }

  private nameOf(authorizerId: unknown): string {
    const name = this.names.get(referred(authorizerId) ?? '')
    if (name !== undefined) return name
    // Left out, the method would be open.
    throw new ConfigError(this.scope, {
      what: 'A method is guarded by an authorizer that is not of its API and stack, which an OpenAPI definition cannot name',
      got: authorizerId,
      fix: 'make the authorizer in the stack of the gateway, or write emit: "resources"',
    })
  }
}

function schemeOf(authorizer: Rendered): Rendered {
  const type = String(authorizer['Type'])
  const source = authorizer['IdentitySource']
  const header = typeof source === 'string' && type !== 'REQUEST' ? source.replace(/^method\.request\.header\./, '') : undefined
  return {
    type: 'apiKey',
    // A scheme has to name a header; authorizers of type REQUEST say themselves what they look at.
    name: header ?? (type === 'REQUEST' ? 'Unused' : 'Authorization'),
    in: 'header',
    'x-amazon-apigateway-authtype': authorizer['AuthType'] ?? (type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom'),
    'x-amazon-apigateway-authorizer': given({
      type: type.toLowerCase(),
      authorizerUri: authorizer['AuthorizerUri'],
      authorizerCredentials: authorizer['AuthorizerCredentials'],
      authorizerResultTtlInSeconds: authorizer['AuthorizerResultTtlInSeconds'],
      identitySource: type === 'REQUEST' ? source : undefined,
      identityValidationExpression: authorizer['IdentityValidationExpression'],
      providerARNs: authorizer['ProviderARNs'],
    }),
  }
}

import type { AuthorizerType } from '@aws-sdk/client-api-gateway'
import { createAuthorizer } from '../authorizers'
import { badRequest } from '../errors'
import { present } from '../members'
import { list, type Node, node, number, text } from './document'
import { collecting, type ImportContext } from './import-context'

/** What a security scheme asks of a method. */
type Scheme =
  | { readonly kind: 'authorizer'; readonly id: string; readonly type: AuthorizerType }
  | { readonly kind: 'iam' }
  | { readonly kind: 'apiKey' }
export type Schemes = ReadonlyMap<string, Scheme>

/** What a method's security comes to, in PutMethod's words. */
export interface MethodSecurity {
  readonly authorizationType: string
  readonly authorizerId?: string
  readonly authorizationScopes?: string[]
  readonly apiKeyRequired: boolean
}

const AUTHORIZER_TYPES: readonly string[] = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS']

/** Makes an authorizer of every scheme that has one, used or not (facts/13, 111-113), and says what each scheme asks for. */
export function importSecuritySchemes(context: ImportContext): Schemes {
  const { root, version } = context.document
  const given = version === 2 ? node(root['securityDefinitions']) : node(node(root['components'])['securitySchemes'])
  const schemes = new Map<string, Scheme>()
  for (const [name, value] of Object.entries(given)) {
    const scheme = context.document.resolve(value)
    if (text(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4') {
      schemes.set(name, { kind: 'iam' })
    } else if (scheme['x-amazon-apigateway-authorizer'] !== undefined) {
      const made = collecting(context, `Unable to create authorizer from security definition: '${name}'`, () =>
        importAuthorizer(context, name, scheme),
      )
      if (made !== undefined) schemes.set(name, made)
    } else if (scheme['type'] === 'apiKey') {
      schemes.set(name, { kind: 'apiKey' })
    }
  }
  return schemes
}

function importAuthorizer({ call, restApiId, document }: ImportContext, name: string, scheme: Node): Scheme {
  const authorizer = document.resolve(scheme['x-amazon-apigateway-authorizer'])
  const type = (text(authorizer['type']) ?? '').toUpperCase() as AuthorizerType
  // The wording is uncertain.
  if (!AUTHORIZER_TYPES.includes(type)) throw badRequest(`Authorizer type ${text(authorizer['type']) ?? 'null'} is not supported`)
  const headerSource = `method.request.header.${text(scheme['name']) ?? 'Authorization'}`
  const existing = call.records.authorizers.list(restApiId).find((other) => other.name === name)
  const { id } = createAuthorizer(
    call,
    restApiId,
    present({
      name,
      type,
      authType: text(scheme['x-amazon-apigateway-authtype']),
      authorizerUri: text(authorizer['authorizerUri']),
      authorizerCredentials: text(authorizer['authorizerCredentials']),
      identitySource: type === 'REQUEST' ? text(authorizer['identitySource']) : headerSource,
      identityValidationExpression: text(authorizer['identityValidationExpression']),
      authorizerResultTtlInSeconds: number(authorizer['authorizerResultTtlInSeconds']),
      providerARNs: list(authorizer['providerARNs']).map((arn) => text(arn) ?? ''),
    }),
    existing?.id,
  )
  return { kind: 'authorizer', id, type }
}

/** The security of an operation: its own requirements, else the document's (facts/09, 6). Of several authorizers the first counts. */
export function methodSecurity({ document }: ImportContext, operation: Node, schemes: Schemes): MethodSecurity {
  const auth = text(node(operation['x-amazon-apigateway-auth'])['type'])?.toUpperCase()
  const requirements = list(operation['security'] ?? document.root['security']).flatMap((requirement) => Object.entries(node(requirement)))
  const asked = requirements.map(([name, scopes]) => ({
    scheme: schemes.get(name),
    scopes: list(scopes).map((scope) => text(scope) ?? ''),
  }))
  const apiKeyRequired = asked.some(({ scheme }) => scheme?.kind === 'apiKey')
  for (const { scheme, scopes } of asked) {
    if (scheme?.kind !== 'authorizer') continue
    const isCognito = scheme.type === 'COGNITO_USER_POOLS'
    return {
      authorizationType: isCognito ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      authorizerId: scheme.id,
      ...(isCognito && scopes.length > 0 ? { authorizationScopes: scopes } : {}),
      apiKeyRequired,
    }
  }
  const isIam = auth === 'AWS_IAM' || asked.some(({ scheme }) => scheme?.kind === 'iam')
  return { authorizationType: isIam ? 'AWS_IAM' : 'NONE', apiKeyRequired }
}

import type { AuthorizerRecord, MethodRecord } from '../../../model/apigateway'
import { present } from '../members'
import type { Node } from './document'
import type { ExportContext } from './export-context'
import { description } from './export-documentation'

/** The security schemes that methods use, and with the extension every authorizer (facts/13, 113). */
export function exportSecuritySchemes(context: ExportContext): Node {
  const methods = context.definition.resources.flatMap(({ resourceMethods }) => Object.values(resourceMethods ?? {}))
  const { authorizers, apiKey, sigv4 } = context.names
  const used = context.definition.authorizers.filter(
    ({ id }) => context.shows('authorizers') || methods.some(({ authorizerId }) => authorizerId === id),
  )
  const schemes = used.map((authorizer): [string, Node] => [
    authorizers.get(authorizer.id) as string,
    exportAuthorizer(context, authorizer),
  ])
  const header = (name: string) => ({ type: 'apiKey', name, in: 'header' })
  if (methods.some(({ apiKeyRequired }) => apiKeyRequired)) schemes.push([apiKey, header('x-api-key')])
  if (methods.some(({ authorizationType }) => authorizationType === 'AWS_IAM')) {
    schemes.push([sigv4, { ...header('Authorization'), 'x-amazon-apigateway-authtype': 'awsSigv4' }])
  }
  return Object.fromEntries(schemes)
}

/** An authorizer's scheme: the header that it reads, `Unused` where it reads none or more than that. */
function exportAuthorizer(context: ExportContext, authorizer: AuthorizerRecord): Node {
  const { type, authType, identitySource } = authorizer
  const header = /^method\.request\.header\.([^,\s]+)$/.exec(identitySource ?? '')?.[1]
  const extension = present({
    type: type.toLowerCase(),
    authorizerUri: authorizer.authorizerUri,
    authorizerCredentials: authorizer.authorizerCredentials,
    identitySource: type === 'REQUEST' ? identitySource : undefined,
    identityValidationExpression: authorizer.identityValidationExpression,
    authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
    providerARNs: authorizer.providerARNs,
  })
  return {
    type: 'apiKey',
    ...description(context.documentation({ type: 'AUTHORIZER', name: authorizer.name })),
    name: header ?? (type === 'REQUEST' ? 'Unused' : 'Authorization'),
    in: 'header',
    ...present({ 'x-amazon-apigateway-authtype': authType }),
    ...(context.shows('authorizers') ? { 'x-amazon-apigateway-authorizer': extension } : {}),
  }
}

/** What a method asks of its callers: one requirement for each scheme. */
export function exportRequirements({ names }: ExportContext, method: MethodRecord): Node[] {
  const requirements: Node[] = []
  const authorizer = names.authorizers.get(method.authorizerId ?? '')
  if (authorizer !== undefined) requirements.push({ [authorizer]: method.authorizationScopes ?? [] })
  if (method.authorizationType === 'AWS_IAM') requirements.push({ [names.sigv4]: [] })
  if (method.apiKeyRequired) requirements.push({ [names.apiKey]: [] })
  return requirements
}

/** What lets Postman sign a request; the names of the members are those that its importer reads, their values are uncertain. */
export function postmanHelper({ call, shows }: ExportContext, method: MethodRecord): Node {
  if (!shows('postman') || method.authorizationType !== 'AWS_IAM') return {}
  const helperAttributes = {
    id: 'awsSigV4',
    accessKey: '{{accessKey}}',
    secretKey: '{{secretKey}}',
    region: call.region,
    service: 'execute-api',
  }
  return { 'x-postman-meta': { currentHelper: 'awsSigV4', helperAttributes } }
}

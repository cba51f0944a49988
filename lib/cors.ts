import { Annotations, aws_apigateway as apigateway, type Duration, Fn, Lazy, Token, Tokenization } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'
import { staticValue } from './mapping'
import { VERBS } from './route-key'

/**
 * Which pages of other origins may call the API from a browser.
 *
 * @example
 * const cors: CorsProps = { origins: ['https://shop.example.com'], credentials: true, maxAge: Duration.hours(1) }
 */
export interface CorsProps {
  /** Origins as browsers send them, `https://shop.example.com`, or the one entry `*`. */
  readonly origins: string[]
  /** Request headers that a page may send. @default Content-Type, Authorization, X-Api-Key, X-Amz-Date, X-Amz-Security-Token, X-Amz-User-Agent */
  readonly headers?: string[]
  /** @default - the verbs of the routes on the path */
  readonly methods?: string[]
  /** Whether pages may send cookies and such. @default false */
  readonly credentials?: boolean
  /** How long a browser may remember a preflight. @default - the browser's own */
  readonly maxAge?: Duration
}

const DEFAULT_HEADERS = ['Content-Type', 'Authorization', 'X-Api-Key', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-User-Agent']

/** Throws when browsers would refuse what the declaration makes the gateway answer. */
export function checkCors(scope: IConstruct, cors: CorsProps): CorsProps {
  const fixed = isLateList(cors) ? [] : cors.origins.filter((origin) => !Token.isUnresolved(origin))
  const wrong = fixed.find((origin) => origin !== '*' && !/^[a-z][a-z0-9+.-]*:\/\/[^\s/'"$#\\]+$/.test(origin))
  const problem =
    cors.origins.length === 0
      ? { what: 'CORS allows no origin', fix: "name at least one, for example ['https://shop.example.com']" }
      : wrong !== undefined
        ? {
            what: 'A CORS origin is not one that a browser sends',
            got: wrong,
            allowed: 'scheme, host and port without a path, or "*" alone',
            fix: 'write for example "https://shop.example.com"',
          }
        : fixed.includes('*') && cors.origins.length > 1
          ? { what: 'CORS allows every origin and some', got: cors.origins, fix: 'keep "*" alone, or leave it out' }
          : fixed.includes('*') && cors.credentials === true
            ? {
                what: 'CORS allows every origin with credentials, which browsers refuse',
                got: '*',
                fix: 'name the origins, or leave credentials out',
              }
            : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
  return cors
}

/** Whether how many origins there are is known at deployment only, as of a parameter that is a list. */
function isLateList(cors: CorsProps): boolean {
  return Token.isUnresolved(cors.origins)
}

/** The headers that every answer to an allowed page carries, by name, values as parameter mappings write them. */
export function corsHeaders(scope: IConstruct, cors: CorsProps): Record<string, string> {
  const origin = isLateList(cors) ? Fn.select(0, cors.origins) : (cors.origins[0] as string)
  return {
    'Access-Control-Allow-Origin': staticValue(scope, 'a CORS origin', origin),
    ...(cors.credentials === true && { 'Access-Control-Allow-Credentials': "'true'" }),
    ...(origin !== '*' && { Vary: "'Origin'" }),
  }
}

/**
 * A template that answers the caller's origin when it is one of several: a header mapping alone can only hold the first. It is on one line
 * so that what follows it stays as it is. Clients of HTTP/2 send header names in lower case, and API Gateway tells the cases apart.
 */
export function corsTemplate(cors: CorsProps): string {
  const late = isLateList(cors)
  if (cors.origins.length === 1 && !late) return ''
  const matches = late ? '$allowed.contains($origin)' : cors.origins.map((origin) => `$origin == '${origin}'`).join(' || ')
  return [
    "#set($origin = $input.params().header.get('origin'))",
    "#if(!$origin || $origin == '')#set($origin = $input.params().header.get('Origin'))#end",
    ...(late ? [`#set($allowed = ['${Fn.join("','", cors.origins)}'])`] : []),
    `#if(${matches})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`,
  ].join('')
}

/** Adds the OPTIONS method that answers a resource's preflights. `verbs` is asked at synthesis, when all routes are known. */
export function addPreflight(
  scope: IConstruct,
  resource: apigateway.IResource,
  cors: CorsProps,
  verbs: () => readonly string[],
  jsonIsBinary = false,
): apigateway.Method {
  const methods = () => (cors.methods ?? allowedMethods(verbs())).join(',')
  const headers: Record<string, string> = {
    ...corsHeaders(scope, cors),
    'Access-Control-Allow-Headers': `'${(cors.headers ?? DEFAULT_HEADERS).join(',')}'`,
    'Access-Control-Allow-Methods': Lazy.string({ produce: () => `'${methods()}'` }),
    ...(cors.maxAge !== undefined && { 'Access-Control-Max-Age': `'${Tokenization.stringifyNumber(cors.maxAge.toSeconds())}'` }),
  }
  const template = corsTemplate(cors)
  const integration = new apigateway.MockIntegration({
    passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_TEMPLATES,
    requestTemplates: { 'application/json': '{"statusCode":204}' },
    // A template cannot read bytes, not even none (facts/02, 9).
    ...(jsonIsBinary && { contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT }),
    integrationResponses: [
      {
        statusCode: '204',
        responseParameters: asResponseParameters(headers, (value) => value),
        ...(template !== '' && { responseTemplates: { 'application/json': template } }),
      },
    ],
  })
  return resource.addMethod('OPTIONS', integration, {
    authorizationType: apigateway.AuthorizationType.NONE,
    apiKeyRequired: false,
    methodResponses: [{ statusCode: '204', responseParameters: asResponseParameters(headers, () => true) }],
  })
}

/** Header values by the name that parameter mappings give the headers of a method's response. */
export function asResponseParameters<Value>(headers: Record<string, string>, value: (text: string) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [`method.response.header.${name}`, value(text)]))
}

/**
 * The headers that let pages read the gateway's own refusals (401, 403, 429, 500 ...), which otherwise reach a browser as "network error". These answers cannot
 * choose by the caller's origin: their templates are no VTL. They hold nothing of the caller's, so that with several origins every page may
 * read them, unless credentials are sent, where browsers want one origin.
 */
export function corsErrorHeaders(scope: IConstruct, cors: CorsProps): Record<string, string> {
  const several = cors.origins.length > 1 || isLateList(cors)
  const everyone = several && cors.credentials !== true
  if (several && !everyone) {
    Annotations.of(scope).addWarningV2(
      'portico:corsErrorsFirstOrigin',
      `With credentials, error responses of the gateway carry the first CORS origin only: pages of the others cannot read them.`,
    )
  }
  return everyone ? { 'Access-Control-Allow-Origin': "'*'" } : corsHeaders(scope, cors)
}

function allowedMethods(verbs: readonly string[]): string[] {
  if (verbs.includes('ANY')) return VERBS.filter((verb) => verb !== 'ANY')
  return VERBS.filter((verb) => verb === 'OPTIONS' || verbs.includes(verb))
}

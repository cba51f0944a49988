import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { ConfigError } from './config-error'
import { type CorsProps, corsErrorHeaders } from './cors'
import { given } from './given'
import { staticValue } from './mapping'

/**
 * What the gateway answers when it refuses a request itself.
 *
 * @example
 * const responses = { ACCESS_DENIED: { status: 404, body: { message: 'Not Found' } }, THROTTLED: { headers: { 'Retry-After': '1' } } }
 */
export interface GatewayResponseProps {
  /** @default - that of the refusal */
  readonly status?: number
  /** An object, answered as JSON, or a text; `$context` variables in texts are filled in. @default - the refusal's own */
  readonly body?: unknown
  /** @default 'application/json' */
  readonly contentType?: string
  /** Headers with fixed values. */
  readonly headers?: { readonly [name: string]: string }
}

/** Why the gateway refuses (facts/09, 4). */
const TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
] as const
const KNOWN: readonly string[] = TYPES

/**
 * A reason for which the gateway refuses a request itself.
 *
 * @example
 * const reason: GatewayRefusal = 'THROTTLED'
 */
export type GatewayRefusal = (typeof TYPES)[number]

const DEFAULTS = ['DEFAULT_4XX', 'DEFAULT_5XX']

/** Adds what the gateway answers itself. One that is given takes nothing from the defaults, so each carries the headers for pages of other origins. */
export function addGatewayResponses(
  api: apigateway.RestApi,
  responses: { readonly [type: string]: GatewayResponseProps },
  cors: CorsProps | undefined,
): void {
  const shared = cors === undefined ? {} : corsErrorHeaders(api, cors)
  const all = { ...(cors !== undefined && Object.fromEntries(DEFAULTS.map((type) => [type, {} as GatewayResponseProps]))), ...responses }
  for (const [type, { status, body, contentType = 'application/json', headers = {} }] of Object.entries(all)) {
    check(api, type, status)
    const fixed = Object.entries(headers).map(([name, value]) => [name, staticValue(api, `header ${name} of ${type}`, value)])
    const responseHeaders = { ...shared, ...Object.fromEntries(fixed) }
    api.addGatewayResponse(idOf(type), {
      type: apigateway.ResponseType.of(type),
      ...given({
        statusCode: status === undefined ? undefined : String(status),
        responseHeaders: Object.keys(responseHeaders).length === 0 ? undefined : responseHeaders,
        templates: body === undefined ? undefined : { [contentType]: typeof body === 'string' ? body : JSON.stringify(body) },
      }),
    })
  }
}

/** `DEFAULT_4XX` is `Default4xx`. */
function idOf(type: string): string {
  return type.toLowerCase().replace(/(?:^|_)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
}

function check(api: apigateway.RestApi, type: string, status: number | undefined): void {
  const problem = !KNOWN.includes(type)
    ? { what: 'The gateway never refuses for that reason', got: type, allowed: TYPES.join(', '), fix: 'correct the name' }
    : status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599)
      ? { what: `The status of ${type} is none`, got: status, allowed: 'a whole number from 200 to 599', fix: 'write for example 404' }
      : undefined
  if (problem !== undefined) throw new ConfigError(api, problem)
}

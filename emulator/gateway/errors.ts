import { oneClass } from '../base/one-class'

/** What a gateway response type answers when the API does not configure it. */
interface GatewayResponseDefault {
  readonly status: number
  /** `x-amzn-ErrorType`. */
  readonly errorType: string
  /** `$context.error.message`; null where AWS has none. */
  readonly message: string | null
  /** The key of AWS's built-in body, and whether a space follows the colon: recorded, byte for byte. */
  readonly body?: 'compact' | 'spaced' | 'capital'
}

/**
 * Every gateway response type with AWS's defaults (facts/01, section 3; facts/13, 142).
 * DEFAULT_4XX and DEFAULT_5XX stand here too: errors that AWS gives no type of their own belong to them.
 * Uncertain: messages and error types of RESOURCE_NOT_FOUND, REQUEST_TOO_LARGE, API_CONFIGURATION_ERROR, AUTHORIZER_FAILURE and WAF_FILTERED.
 */
export const GATEWAY_RESPONSES = {
  ACCESS_DENIED: {
    status: 403,
    errorType: 'AccessDeniedException',
    message: 'User is not authorized to access this resource',
    body: 'capital',
  },
  API_CONFIGURATION_ERROR: { status: 500, errorType: 'InternalServerErrorException', message: 'Internal server error', body: 'spaced' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, errorType: 'AuthorizerConfigurationException', message: null },
  AUTHORIZER_FAILURE: { status: 500, errorType: 'AuthorizerFailureException', message: null },
  BAD_REQUEST_BODY: { status: 400, errorType: 'BadRequestException', message: 'Invalid request body' },
  BAD_REQUEST_PARAMETERS: { status: 400, errorType: 'BadRequestException', message: 'Missing required request parameters' },
  DEFAULT_4XX: { status: 400, errorType: 'BadRequestException', message: 'Bad Request' },
  DEFAULT_5XX: { status: 500, errorType: 'InternalServerErrorException', message: 'Internal server error', body: 'spaced' },
  EXPIRED_TOKEN: { status: 403, errorType: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
  INTEGRATION_FAILURE: {
    status: 504,
    errorType: 'InternalServerErrorException',
    message: 'Network error communicating with endpoint',
    body: 'spaced',
  },
  INTEGRATION_TIMEOUT: { status: 504, errorType: 'InternalServerErrorException', message: 'Endpoint request timed out', body: 'spaced' },
  INVALID_API_KEY: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
  INVALID_SIGNATURE: {
    status: 403,
    errorType: 'InvalidSignatureException',
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, errorType: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
  QUOTA_EXCEEDED: { status: 429, errorType: 'LimitExceededException', message: 'Limit Exceeded' },
  REQUEST_TOO_LARGE: { status: 413, errorType: 'RequestTooLargeException', message: 'Request Too Large' },
  RESOURCE_NOT_FOUND: { status: 404, errorType: 'NotFoundException', message: 'Not Found' },
  THROTTLED: { status: 429, errorType: 'TooManyRequestsException', message: 'Too Many Requests' },
  UNAUTHORIZED: { status: 401, errorType: 'UnauthorizedException', message: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, errorType: 'BadRequestException', message: 'Unsupported Media Type' },
  WAF_FILTERED: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
} as const satisfies Readonly<Record<string, GatewayResponseDefault>>

/** AWS's name for the reason of a refusal. */
export type GatewayErrorType = keyof typeof GATEWAY_RESPONSES

export const GATEWAY_DEFAULTS: Readonly<Record<GatewayErrorType, GatewayResponseDefault>> = GATEWAY_RESPONSES

/** What refuses a request that is too much, in the order in which AWS asks (facts/05, section 1); `quota` stands behind the plan's throttles. */
export type LimitLayer = 'plan-method' | 'plan' | 'quota' | 'method' | 'account'

/** What a refusal may say beyond its type. */
export interface GatewayErrorOptions {
  /** In place of the type's own status, where AWS's run time differs from its defaults. */
  readonly status?: number
  /** In place of the type's `x-amzn-ErrorType`. */
  readonly errorType?: string
  /** `$context.error.validationErrorString`. */
  readonly validationErrorString?: string
  /** What the execution log says of it, in AWS's words. */
  readonly log?: string
  /** What Portico knows besides, for people who look for the reason; clients are not told, as on AWS. */
  readonly why?: string
  /** Of THROTTLED and QUOTA_EXCEEDED: whose limit it was. */
  readonly layer?: LimitLayer
}

/** The gateway refuses a request, for AWS's own reason; `respond-to-error.ts` makes the configured gateway response of it. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'

  constructor(
    readonly type: GatewayErrorType,
    message?: string | null,
    readonly options: GatewayErrorOptions = {},
  ) {
    super(message ?? GATEWAY_DEFAULTS[type].message ?? '', undefined)
    this.text = message === undefined ? GATEWAY_DEFAULTS[type].message : message
  }

  /** `$context.error.message`: null where AWS has none. */
  readonly text: string | null
}
oneClass(GatewayError)

/** AWS's `500 Internal server error`, which belongs to no type but DEFAULT_5XX. `log` is what the execution log says. */
export function internalError(log: string, status: 500 | 502 = 500): GatewayError {
  return new GatewayError('DEFAULT_5XX', undefined, { status, log })
}

/** The request needs something that Portico does not emulate yet: answered 501 by that name, never as if it were AWS's answer. */
export class NotEmulated extends Error {
  override readonly name = 'NotEmulated'
}
oneClass(NotEmulated)

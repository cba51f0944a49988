import { type HeaderFields, isHeaderName, isHeaderValue } from '../base/headers'
import type { GatewayResponseRecord } from '../model/apigateway'
import { contextVariable } from './context'
import { GATEWAY_DEFAULTS, type GatewayError, type GatewayErrorType } from './errors'
import type { Exchange, GatewayResponse } from './exchange'
import { exactHeaders } from './mapping/request-parameters'

/** Turns a refusal into the response that the API configures for it. `exchange.error` is set. */
export type RespondToError = (exchange: Exchange, error: GatewayError) => GatewayResponse

type Text = (exchange: Exchange) => string

interface CompiledResponse {
  readonly status: number | undefined
  readonly headers: readonly (readonly [string, Text])[]
  readonly template: Text
  readonly contentType: string
}

/**
 * Compiles the gateway responses of an API. A type of its own wins; else DEFAULT_4XX or DEFAULT_5XX stands in with all of its
 * parts, and there is no merging (facts/01, section 3: recorded); else AWS's built-in body.
 */
export function compileGatewayResponses(
  records: readonly GatewayResponseRecord[],
  variables: Readonly<Record<string, string>>,
): RespondToError {
  const configured = new Map<string, CompiledResponse>()
  for (const record of records) configured.set(record.responseType, compileResponse(record, variables))
  return (exchange, error) => {
    const defaults = GATEWAY_DEFAULTS[error.type]
    const status = error.options.status ?? defaults.status
    const own = configured.get(error.type)
    const response = own ?? configured.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX')
    const errorType = error.options.errorType ?? defaults.errorType
    if (response === undefined) {
      return { status, headers: ['x-amzn-ErrorType', errorType, 'Content-Type', 'application/json'], body: builtIn(error.type, error.text) }
    }
    const headers: HeaderFields = ['x-amzn-ErrorType', errorType]
    for (const [name, value] of response.headers) {
      const text = value(exchange)
      // The answer to an error is no place for another one. Uncertain: what AWS makes of a value that cannot be sent.
      if (text !== '' && isHeaderValue(text)) headers.push(name, text)
    }
    if (!response.headers.some(([name]) => name.toLowerCase() === 'content-type')) headers.push('Content-Type', response.contentType)
    return { status: response.status ?? status, headers, body: response.template(exchange) }
  }
}

/** AWS's own bodies, byte for byte (facts/01, section 3). */
function builtIn(type: GatewayErrorType, message: string | null): string {
  const text = JSON.stringify(message)
  switch (GATEWAY_DEFAULTS[type].body) {
    case 'spaced':
      return `{"message": ${text}}`
    case 'capital':
      return `{"Message":${text}}`
    default:
      return `{"message":${text}}`
  }
}

function compileResponse(record: GatewayResponseRecord, variables: Readonly<Record<string, string>>): CompiledResponse {
  const templates = Object.entries(record.responseTemplates)
  const json = templates.find(([contentType]) => contentType === 'application/json') ?? templates[0]
  const headers: [string, Text][] = []
  for (const [key, source] of Object.entries(record.responseParameters)) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(key)?.[1]
    if (name !== undefined && isHeaderName(name)) headers.push([name, compileValue(source, variables)])
  }
  return {
    status: ownStatus(record),
    headers,
    template: compileSubstitution(json?.[1] ?? '{"message":$context.error.messageString}', variables),
    contentType: json?.[0] ?? 'application/json',
  }
}

/** The status that a gateway response sets. Its type's own sets nothing: an INTEGRATION_FAILURE that is a 500 stays one (facts/01, section 3: recorded). */
function ownStatus({ responseType, statusCode }: GatewayResponseRecord): number | undefined {
  if (statusCode === undefined) return undefined
  const isDefault = !responseType.startsWith('DEFAULT_') && Number(statusCode) === GATEWAY_DEFAULTS[responseType].status
  return isDefault ? undefined : Number(statusCode)
}

/** A header's value: `'static'`, or one reference without `$`. */
function compileValue(source: string, variables: Readonly<Record<string, string>>): Text {
  const fixed = /^'([\s\S]*)'$/.exec(source)
  if (fixed !== null) {
    const text = fixed[1] as string
    return () => text
  }
  return reference(source, variables) ?? (() => '')
}

const NAME = String.raw`((?:context|stageVariables|method\.request\.(?:path|querystring|header))\.[\w.-]*\w)`
const REFERENCE = new RegExp(String.raw`\$!?(?:\{${NAME}\}|${NAME})`, 'g')

/** Gateway response templates know substitution only, no VTL (facts/01, section 3). */
function compileSubstitution(template: string, variables: Readonly<Record<string, string>>): Text {
  const parts: (string | Text)[] = []
  let end = 0
  for (const match of template.matchAll(REFERENCE)) {
    parts.push(template.slice(end, match.index), reference((match[1] ?? match[2]) as string, variables) ?? match[0])
    end = match.index + match[0].length
  }
  parts.push(template.slice(end))
  return (exchange) => {
    let text = ''
    for (const part of parts) text += typeof part === 'string' ? part : part(exchange)
    return text
  }
}

function reference(name: string, variables: Readonly<Record<string, string>>): Text | undefined {
  if (name.startsWith('context.')) {
    const variable = contextVariable(name.slice('context.'.length))
    if (variable === undefined) return () => ''
    return (exchange) => {
      const value = variable(exchange)
      return value === undefined || value === null ? '' : String(value)
    }
  }
  if (name.startsWith('stageVariables.')) {
    const value = variables[name.slice('stageVariables.'.length)] ?? ''
    return () => value
  }
  const parameter = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(name)
  if (parameter === null) return undefined
  const key = parameter[2] as string
  switch (parameter[1]) {
    case 'path':
      return ({ pathParameters }) => pathParameters?.[key] ?? ''
    case 'querystring':
      return ({ query }) => query.get(key)?.at(-1) ?? ''
    default:
      return ({ request }) => exactHeaders(request.headers, key).at(-1) ?? ''
  }
}

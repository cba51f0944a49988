import type { MethodRecord } from '../../model/apigateway'
import { badRequest, invalidMapping } from './errors'

/** Names in mapping expressions; the documentation's expression allows no more. */
const NAME = '[a-zA-Z0-9._$-]+'
const METHOD_REQUEST = new RegExp(`^method\\.request\\.(path|querystring|header|multivaluequerystring|multivalueheader)\\.(${NAME})$`)
const METHOD_RESPONSE = new RegExp(`^method\\.response\\.header\\.${NAME}$`)
const INTEGRATION_REQUEST = new RegExp(`^integration\\.request\\.(path|querystring|header)\\.${NAME}$`)
/** Sources that need no declaration. */
const FREE_SOURCE = /^(context\..+|stageVariables\..+|'.*')$/s
const REQUEST_BODY = /^method\.request\.body(\..+|\[.+)?$/
const INTEGRATION_RESPONSE = new RegExp(`^integration\\.response\\.((multivalue)?header\\.${NAME}|body((\\.|\\[).+)?)$`)

function wrong(expression: string): Error {
  return invalidMapping(`Invalid mapping expression specified: ${expression}`)
}

function undeclared(expression: string): Error {
  return invalidMapping(`Invalid mapping expression parameter specified: ${expression}`)
}

/** Checks the request parameters that a method declares (facts/13, 63). */
export function checkMethodRequestParameters(parameters: Readonly<Record<string, unknown>> | undefined): void {
  const places = new Map<string, string>()
  for (const expression of Object.keys(parameters ?? {})) {
    const match = METHOD_REQUEST.exec(expression)
    if (match === null) throw wrong(expression)
    const [, place, name] = match as unknown as [string, string, string]
    if (places.has(name) && places.get(name) !== place)
      throw badRequest('Parameter names must be unique across querystring, header and path')
    places.set(name, place)
  }
}

/** Checks the headers that a method response declares. */
export function checkMethodResponseParameters(parameters: Readonly<Record<string, unknown>> | undefined): void {
  for (const expression of Object.keys(parameters ?? {})) if (!METHOD_RESPONSE.test(expression)) throw wrong(expression)
}

/** Checks an integration's request parameters: targets, and sources that the method declares (facts/02, 7). */
export function checkIntegrationParameters(parameters: Readonly<Record<string, string>> | undefined, method: MethodRecord): void {
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (!INTEGRATION_REQUEST.test(target)) throw wrong(target)
    if (FREE_SOURCE.test(source) || REQUEST_BODY.test(source)) continue
    const match = METHOD_REQUEST.exec(source)
    if (match === null) throw wrong(source)
    const [, place, name] = match as unknown as [string, string, string]
    const single = `method.request.${place.replace('multivalue', '')}.${name}`
    const declared = method.requestParameters ?? {}
    if (!Object.hasOwn(declared, source) && !Object.hasOwn(declared, single)) throw undeclared(source)
  }
}

/** Checks an integration response's parameters: headers that the method response declares, and sources. */
export function checkResponseParameters(
  parameters: Readonly<Record<string, string>> | undefined,
  statusCode: string,
  method: MethodRecord,
): void {
  const declared = method.methodResponses?.[statusCode]?.responseParameters ?? {}
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (!METHOD_RESPONSE.test(target)) throw wrong(target)
    if (!Object.hasOwn(declared, target)) throw undeclared(target)
    if (!FREE_SOURCE.test(source) && !INTEGRATION_RESPONSE.test(source)) throw wrong(source)
  }
}

/** Checks that the keys of a template map are media types (catalogue: `Invalid content type specified: 123`). */
export function checkTemplateTypes(templates: Readonly<Record<string, unknown>> | undefined): void {
  for (const type of Object.keys(templates ?? {})) {
    if (!/^[^/\s]+\/[^/\s]+/.test(type) && type !== '$default') {
      throw badRequest(`Validation Result: warnings : [], errors : [Invalid content type specified: ${type}]`)
    }
  }
}

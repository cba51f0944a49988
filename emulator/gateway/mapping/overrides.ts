import { isHeaderName, isHeaderValue, removeHeader } from '../../base/headers'
import { once } from '../../base/once'
import { internalError } from '../errors'
import type { Exchange, GatewayResponse } from '../exchange'

/** Loaded when a template has been rendered for the first time: until then nothing is overridden. */
const values = once(() => require('./override-values') as typeof import('./override-values'))

/** What templates put into `$context.requestOverride.{header,path,querystring}` or `$context.responseOverride.header`: name to value. */
export function overridesOf(
  { templateContext }: Exchange,
  kind: 'requestOverride' | 'responseOverride',
  place: string,
): readonly (readonly [string, string])[] {
  return templateContext === undefined ? [] : values().overriddenAt(templateContext, kind, place)
}

/** Overrides of the response win over its mappings; a status that is none, or that an answer cannot end with, is ignored (facts/02, section 7). */
export function overrideResponse(exchange: Exchange, response: GatewayResponse): void {
  if (exchange.templateContext === undefined) return
  const code = Number(values().overriddenStatus(exchange.templateContext) ?? Number.NaN)
  if (Number.isInteger(code) && code >= 200 && code <= 599) response.status = code
  for (const [name, value] of overridesOf(exchange, 'responseOverride', 'header')) {
    checkHeader(name, value)
    removeHeader(response.headers, name)
    response.headers.push(name, value)
  }
}

/** Refuses a header that a mapping or a template made of what cannot be sent: line breaks above all. Uncertain: AWS's answer. */
export function checkHeader(name: string, value: string): void {
  if (isHeaderName(name) && isHeaderValue(value)) return
  const wrong = isHeaderName(name) ? `value of header ${name}` : `header name ${JSON.stringify(name)}`
  throw internalError(`Execution failed due to configuration error: Invalid ${wrong}`)
}

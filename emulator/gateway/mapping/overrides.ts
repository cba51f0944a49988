import { isHeaderName, isHeaderValue, removeHeader } from '../../base/headers'
import { internalError } from '../errors'
import type { Exchange, GatewayResponse } from '../exchange'

/** Overrides of the response win over its mappings; a status that is none, or that an answer cannot end with, is ignored (facts/02, section 7). */
export function overrideResponse(exchange: Exchange, response: GatewayResponse): void {
  const { overrides } = exchange
  if (overrides === undefined) return
  const code = Number(overrides.status() ?? Number.NaN)
  if (Number.isInteger(code) && code >= 200 && code <= 599) response.status = code
  for (const [name, value] of overrides.at('responseOverride', 'header')) {
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

import { removeHeader } from '../../base/headers'
import type { Exchange, GatewayResponse } from '../exchange'
import { checkHeaderName, checkHeaderValue } from './sendable-headers'

/** Overrides of the response win over its mappings; a status that is none, or that an answer cannot end with, is ignored (facts/02, section 7). */
export function overrideResponse(exchange: Exchange, response: GatewayResponse): void {
  const { overrides } = exchange
  if (overrides === undefined) return
  const code = Number(overrides.status() ?? Number.NaN)
  if (Number.isInteger(code) && code >= 200 && code <= 599) response.status = code
  for (const [name, value] of overrides.at('responseOverride', 'header')) {
    checkHeaderName(name)
    checkHeaderValue(name, value)
    removeHeader(response.headers, name)
    response.headers.push(name, value)
  }
}

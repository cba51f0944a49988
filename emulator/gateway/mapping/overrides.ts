import { isHeaderName, isHeaderValue, removeHeader } from '../../base/headers'
import { Budget } from '../../language/vtl/budget'
import { toText } from '../../language/vtl/text'
import { JList, JMap, type Value } from '../../language/vtl/values'
import { internalError } from '../errors'
import type { Exchange, GatewayResponse } from '../exchange'

type Kind = 'requestOverride' | 'responseOverride'

/** What templates put into `$context.requestOverride.{header,path,querystring}` or `$context.responseOverride.header`: name to value. */
export function overridesOf({ templateContext }: Exchange, kind: Kind, place: string): readonly (readonly [string, string])[] {
  const all = member(templateContext?.get(kind), place)
  if (!(all instanceof JMap) || all.size === 0) return []
  return all.entries().map(({ key, value }) => [textOf(key), textOf(value)])
}

/** Overrides of the response win over its mappings; a status that is none, or that an answer cannot end with, is ignored (facts/02, section 7). */
export function overrideResponse(exchange: Exchange, response: GatewayResponse): void {
  if (exchange.templateContext === undefined) return
  const status = member(exchange.templateContext.get('responseOverride'), 'status')
  const code = status === undefined || status === null ? Number.NaN : Number(textOf(status))
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

function member(map: Value | undefined, name: string): Value | undefined {
  return map instanceof JMap ? map.get(name) : undefined
}

/** A list is several values, joined by a comma. */
function textOf(value: Value): string {
  const budget = new Budget()
  return value instanceof JList ? value.items.map((item) => toText(item, budget)).join(',') : toText(value, budget)
}

import type * as sdk from '@aws-sdk/client-wafv2'
import { allHeaders } from '../../base/headers'
import type { Exchange } from '../exchange'

/** The parts of a request that a statement inspects; or what the statement is to answer at once, where a part is too large or no JSON. */
export type ReadField = (exchange: Exchange) => readonly string[] | boolean

/** How much of a body is inspected, in bytes (WAF developer guide, "Oversize web request components"). */
export const INSPECTED_BODY = 16_384
const INSPECTED_HEADERS = 8192
const MOST_FIELDS = 200

/**
 * Compiles what a statement looks at; undefined when that is not emulated. Texts are bytes, as latin1. Uncertain: that the path has the stage,
 * as `httpRequest.uri` of WAF's logs has it.
 */
export function compileField(field: sdk.FieldToMatch | undefined, bodyLimit: number): ReadField | undefined {
  const { SingleHeader, SingleQueryArgument, Body, JsonBody, Headers, Cookies } = field ?? {}
  if (SingleHeader !== undefined) return named(SingleHeader.Name, ({ request }, name) => joined(allHeaders(request.headers, name)))
  if (SingleQueryArgument !== undefined)
    return named(SingleQueryArgument.Name, (exchange, name) =>
      argumentsOf(exchange).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : [])),
    )
  if (field?.AllQueryArguments !== undefined) return (exchange) => argumentsOf(exchange).map(([, value]) => value)
  if (field?.UriPath !== undefined) return ({ request }) => [request.fullPath]
  if (field?.QueryString !== undefined) return ({ request }) => [request.queryString]
  if (field?.Method !== undefined) return ({ request }) => [request.method]
  if (Body !== undefined) return (exchange) => limited(bodyOf(exchange), bodyLimit, Body.OversizeHandling, (text) => [text])
  if (JsonBody !== undefined) return compileJson(JsonBody, bodyLimit)
  if (Headers !== undefined) {
    const { All, IncludedHeaders, ExcludedHeaders } = Headers.MatchPattern ?? {}
    const pick = picker(All, IncludedHeaders, ExcludedHeaders, Headers.MatchScope)
    return ({ request }) => sized(pick(pairsOf(request.headers)), Headers.OversizeHandling)
  }
  if (Cookies !== undefined) {
    const { All, IncludedCookies, ExcludedCookies } = Cookies.MatchPattern ?? {}
    const pick = picker(All, IncludedCookies, ExcludedCookies, Cookies.MatchScope)
    return (exchange) => sized(pick(cookiesOf(exchange)), Cookies.OversizeHandling)
  }
  if (field?.HeaderOrder !== undefined)
    return ({ request }) => [
      pairsOf(request.headers)
        .map(([name]) => name.toLowerCase())
        .join(':'),
    ]
  return undefined
}

/** Name and value of each query argument, as they are written. */
export function argumentsOf({ request }: Exchange): [string, string][] {
  if (request.queryString === '') return []
  return request.queryString.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
  })
}

export function cookiesOf({ request }: Exchange): [string, string][] {
  const pairs = allHeaders(request.headers, 'cookie').flatMap((line) => line.split(/;\s*/))
  return pairs.filter((pair) => pair !== '').map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
}

function named(name = '', read: (exchange: Exchange, name: string) => readonly string[]): ReadField {
  const lower = name.toLowerCase()
  return (exchange) => read(exchange, lower)
}

function joined(values: readonly string[]): string[] {
  return values.length === 0 ? [] : [values.join(',')]
}

function pairsOf(headers: readonly string[]): [string, string][] {
  return headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ''] as [string, string]] : []))
}

function bodyOf({ request }: Exchange): string {
  return request.body === undefined ? '' : Buffer.from(request.body).toString('latin1')
}

function limited(
  text: string,
  limit: number,
  handling: sdk.OversizeHandling | undefined,
  read: (text: string) => readonly string[] | boolean,
): readonly string[] | boolean {
  if (text.length <= limit) return read(text)
  return handling === 'MATCH' ? true : handling === 'NO_MATCH' ? false : read(text.slice(0, limit))
}

/** Names and values of headers or cookies, as a pattern and a scope choose them. */
function picker(
  all: sdk.All | undefined,
  included: readonly string[] | undefined,
  excluded: readonly string[] | undefined,
  scope: sdk.MapMatchScope | undefined,
): (pairs: readonly (readonly [string, string])[]) => string[] {
  const lower = (names: readonly string[] | undefined) => new Set(names?.map((name) => name.toLowerCase()))
  const [wanted, unwanted] = [lower(included), lower(excluded)]
  const chosen = (name: string) => all !== undefined || (included === undefined ? !unwanted.has(name) : wanted.has(name))
  return (pairs) =>
    pairs
      .filter(([name]) => chosen(name.toLowerCase()))
      .flatMap(([name, value]) => (scope === 'KEY' ? [name] : scope === 'VALUE' ? [value] : [name, value]))
}

function sized(texts: readonly string[], handling: sdk.OversizeHandling | undefined): readonly string[] | boolean {
  let left = INSPECTED_HEADERS
  const fit = texts.slice(0, MOST_FIELDS).filter((text) => {
    left -= text.length
    return left >= 0
  })
  if (fit.length === texts.length) return texts
  return handling === 'MATCH' ? true : handling === 'NO_MATCH' ? false : fit
}

function compileJson({ MatchPattern, MatchScope, InvalidFallbackBehavior, OversizeHandling }: sdk.JsonBody, bodyLimit: number): ReadField {
  const pointers = MatchPattern?.IncludedPaths?.map((pointer) => pointer.split('/').slice(1))
  return (exchange) =>
    limited(bodyOf(exchange), bodyLimit, OversizeHandling, (text) => {
      let value: unknown
      try {
        value = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'))
      } catch {
        return InvalidFallbackBehavior === 'MATCH' ? true : InvalidFallbackBehavior === 'NO_MATCH' ? false : [text]
      }
      const parts = pointers === undefined ? [value] : pointers.map((pointer) => pointer.reduce(member, value))
      return parts.flatMap((part) => [...leaves(part, MatchScope ?? 'ALL')])
    })
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/** Keys and values of JSON, values as texts. */
function* leaves(value: unknown, scope: sdk.JsonMatchScope): Generator<string> {
  if (value === undefined || value === null) return
  if (typeof value !== 'object') {
    if (scope !== 'KEY') yield Buffer.from(String(value), 'utf8').toString('latin1')
    return
  }
  for (const [name, inner] of Object.entries(value)) {
    if (scope !== 'VALUE' && !Array.isArray(value)) yield Buffer.from(name, 'utf8').toString('latin1')
    yield* leaves(inner, scope)
  }
}

import type { HeaderFields } from '../base/headers'

/** A request that may be an AWS call, as it comes off a socket or from a test without one. */
export interface ControlPlaneRequest {
  readonly method: string
  /** Path and query string as the client wrote them. */
  readonly target: string
  readonly headers: HeaderFields
  readonly body: Uint8Array | undefined
}

/** A name and a value of a query string or of a form, decoded, in the order they came. */
export type Pair = readonly [name: string, value: string]

/** An AWS call taken apart as far as every protocol needs it. */
export interface ParsedRequest {
  readonly method: string
  /** Raw, without the query string. */
  readonly path: string
  readonly query: readonly Pair[]
  readonly headers: HeaderFields
  /** Empty when there is none. */
  readonly body: Uint8Array
}

const NOTHING = new Uint8Array(0)

/** Takes a request apart. What is no percent-encoding stays as it is written. */
export function parseRequest({ method, target, headers, body }: ControlPlaneRequest): ParsedRequest {
  const path = pathOf(target)
  return { method, path, query: parsePairs(target.slice(path.length + 1)), headers, body: body ?? NOTHING }
}

/** The path of a target, raw. */
export function pathOf(target: string): string {
  const question = target.indexOf('?')
  return question < 0 ? target : target.slice(0, question)
}

/** The pairs of a query string or an `application/x-www-form-urlencoded` body. A name without `=` has an empty value. */
export function parsePairs(text: string): Pair[] {
  if (text === '') return []
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [decodePair(part), ''] : [decodePair(part.slice(0, equals)), decodePair(part.slice(equals + 1))]
    })
}

/** The first value of a name; undefined when it is absent. */
export function firstValue(pairs: readonly Pair[], name: string): string | undefined {
  return pairs.find(([candidate]) => candidate === name)?.[1]
}

/** A percent-encoded text, decoded; the text itself when it is not well encoded. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function decodePair(text: string): string {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text)
}

import type { Segment } from '../../observe/traces'
import { invalidRequest } from './operations'
import { durationOf } from './segments'

/** Whether segments of a trace are what a filter wants. */
export type SegmentFilter = (segments: readonly Segment[]) => boolean

type Value = string | number | boolean
type Read = (segments: readonly Segment[]) => readonly Value[]

const TOKEN = /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w.:-]*)|(?<sign>!=|<=|>=|[=<>!(){},[\]]))/y
/** Nested parentheses beyond this many are refused: near the end of the stack nothing can be caught. */
const DEEPEST = 100

/**
 * Compiles a filter expression (X-Ray developer guide, "Use filter expressions"): keywords, annotations, `service("name") {...}`, with
 * AND, OR and !. Throws what AWS would for one that cannot be read; what is not emulated says so.
 */
export function compileFilter(expression: string): SegmentFilter {
  if (expression.trim() === '') return () => true
  const tokens = tokenize(expression)
  let at = 0
  let depth = 0
  const bad = () => invalidRequest(`Invalid filter expression: ${expression.slice(0, 200)}`)
  const next = (token: string) => tokens[at]?.toUpperCase() === token && ++at > 0
  const expect = (token: string) => {
    if (!next(token)) throw bad()
  }
  const either = (): SegmentFilter => {
    if (++depth > DEEPEST) throw bad()
    const parts = [both()]
    while (next('OR')) parts.push(both())
    depth--
    return parts.length === 1 ? (parts[0] as SegmentFilter) : (segments) => parts.some((part) => part(segments))
  }
  const both = (): SegmentFilter => {
    const parts = [single()]
    while (next('AND')) parts.push(single())
    return parts.length === 1 ? (parts[0] as SegmentFilter) : (segments) => parts.every((part) => part(segments))
  }
  const single = (): SegmentFilter => {
    let negated = false
    while (next('!') || next('NOT')) negated = !negated
    const found = next('(') ? enclosed() : term()
    return negated ? (segments) => !found(segments) : found
  }
  const enclosed = () => {
    const inner = either()
    expect(')')
    return inner
  }
  const text = () => {
    const token = tokens[at++] ?? ''
    if (!token.startsWith('"')) throw bad()
    return JSON.parse(token) as string
  }
  const term = (): SegmentFilter => {
    const name = tokens[at++] ?? ''
    if (name === 'service') {
      expect('(')
      const wanted = next(')') ? undefined : text()
      if (wanted !== undefined) expect(')')
      const inner = next('{') ? either() : undefined
      if (inner !== undefined) expect('}')
      return (segments) =>
        segments.some((segment) => (wanted === undefined || segment.name === wanted) && (inner === undefined || inner([segment])))
    }
    let read = KEYWORDS[name]
    if (name === 'annotation') {
      expect('[')
      const key = tokens[at]?.startsWith('"') ? text() : (tokens[at++] ?? '')
      expect(']')
      read = annotation(key)
    } else if (name.startsWith('annotation.')) read = annotation(name.slice('annotation.'.length))
    if (read === undefined) {
      if (NOT_EMULATED.has(name)) throw invalidRequest(`Not emulated by Portico yet: ${name} in a filter expression`)
      throw bad()
    }
    const of = read
    const operator = tokens[at]?.toUpperCase() ?? ''
    const compare = COMPARISONS[operator]
    if (compare === undefined) return (segments) => of(segments).some((value) => value !== false)
    at++
    const token = tokens[at] ?? ''
    const wanted: Value = token.startsWith('"') ? text() : literal(token, bad)
    if (!token.startsWith('"')) at++
    // `!=` is the opposite of `=`: of a trace that has several values none may be it.
    if (operator === '!=') return (segments) => of(segments).every((value) => value !== wanted)
    return (segments) => of(segments).some((value) => typeof value === typeof wanted && compare(value, wanted))
  }
  const filter = either()
  if (at < tokens.length) throw bad()
  return filter
}

function tokenize(expression: string): string[] {
  const tokens: string[] = []
  const rest = expression.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < rest.length) {
    const from = TOKEN.lastIndex
    const found = TOKEN.exec(rest)
    if (found === null) throw invalidRequest(`Invalid filter expression: ${rest.slice(from, from + 100)}`)
    tokens.push(found[0].trim())
  }
  return tokens
}

function literal(token: string, bad: () => Error): Value {
  if (token === 'true' || token === 'false') return token === 'true'
  if (!/^\d/.test(token)) throw bad()
  return Number(token)
}

const COMPARISONS: Readonly<Record<string, (found: Value, wanted: Value) => boolean>> = {
  '=': (found, wanted) => found === wanted,
  '!=': (found, wanted) => found !== wanted,
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
  CONTAINS: (found, wanted) => String(found).includes(String(wanted)),
  BEGINSWITH: (found, wanted) => String(found).startsWith(String(wanted)),
  ENDSWITH: (found, wanted) => String(found).endsWith(String(wanted)),
}

const any = (key: 'error' | 'fault' | 'throttle' | 'in_progress'): Read => {
  return (segments) => [segments.some((segment) => segment[key] === true)]
}

const http = (side: 'request' | 'response', key: string): Read => {
  return (segments) => segments.flatMap((segment) => known(segment.http?.[side]?.[key]))
}

function known(value: unknown): Value[] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [value] : []
}

function annotation(key: string): Read {
  return (segments) => segments.flatMap((segment) => known(segment.annotations?.[key]))
}

const KEYWORDS: Readonly<Record<string, Read>> = {
  ok: (segments) => [!segments.some(({ error, fault, throttle }) => error === true || fault === true || throttle === true)],
  error: any('error'),
  fault: any('fault'),
  throttle: any('throttle'),
  partial: any('in_progress'),
  duration: (segments) => [durationOf(segments).Duration],
  responsetime: (segments) => segments.slice(0, 1).map(({ start_time, end_time = start_time }) => end_time - start_time),
  name: (segments) => segments.map(({ name }) => name),
  user: (segments) => segments.flatMap(({ user }) => known(user)),
  'http.status': http('response', 'status'),
  'http.url': http('request', 'url'),
  'http.method': http('request', 'method'),
  'http.useragent': http('request', 'user_agent'),
  'http.clientip': http('request', 'client_ip'),
}

const NOT_EMULATED = new Set(['edge', 'id', 'group', 'json', 'rootcause.fault', 'rootcause.error', 'rootcause.json', 'availabilityzone'])

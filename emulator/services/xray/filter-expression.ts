import type { Segment } from '../../observe/traces'
import { annotation, COMPARISONS, KEYWORDS, NOT_EMULATED, type Read, type Value } from './filter-keywords'
import { Tokens } from './filter-tokens'
import { invalidRequest } from './operations'
import { edgeSelector, serviceSelector } from './selectors'
import { mapOf } from './service-map'

/** Whether segments of a trace are what a filter wants. */
export type SegmentFilter = (segments: readonly Segment[]) => boolean

/** What filters know besides the trace. */
export interface FilterScope {
  readonly account: string
  /** Groups, and whether a trace belongs to them; a group's own filter names no groups. */
  readonly groups: readonly { readonly name: string; readonly arn: string; readonly holds: SegmentFilter }[]
}

/** Nested parentheses beyond this many are refused: near the end of the stack nothing can be caught. */
const DEEPEST = 100

/**
 * Compiles a filter expression (X-Ray developer guide, "Use filter expressions"): keywords, annotations, groups, `service(...) {...}`,
 * `edge(..., ...) {...}`, with AND (also left out), OR and !. Throws what AWS would for one that cannot be read; what is not emulated says so.
 */
export function compileFilter(expression: string, scope: FilterScope): SegmentFilter {
  if (expression.trim() === '') return () => true
  const tokens = new Tokens(expression)
  const filter = either({ tokens, scope, depth: 0 })
  if (!tokens.isAtEnd) throw tokens.bad()
  return filter
}

interface Parse {
  readonly tokens: Tokens
  readonly scope: FilterScope
  readonly depth: number
}

const ENDS = new Set(['', ')', '}', ',', 'OR'])

function either(parse: Parse): SegmentFilter {
  const { tokens, depth } = parse
  if (depth > DEEPEST) throw tokens.bad()
  const inner = { ...parse, depth: depth + 1 }
  const parts = [both(inner)]
  while (tokens.next('OR')) parts.push(both(inner))
  return parts.length === 1 ? (parts[0] as SegmentFilter) : (segments) => parts.some((part) => part(segments))
}

function both(parse: Parse): SegmentFilter {
  const parts = [single(parse)]
  while (parse.tokens.next('AND') || !ENDS.has(parse.tokens.peek().toUpperCase())) parts.push(single(parse))
  return parts.length === 1 ? (parts[0] as SegmentFilter) : (segments) => parts.every((part) => part(segments))
}

function single(parse: Parse): SegmentFilter {
  const { tokens } = parse
  let negated = false
  while (tokens.next('!') || tokens.next('NOT')) negated = !negated
  const found = tokens.next('(') ? enclosed(parse, ')') : term(parse)
  return negated ? (segments) => !found(segments) : found
}

function enclosed(parse: Parse, end: string): SegmentFilter {
  const inner = either(parse)
  parse.tokens.expect(end)
  return inner
}

function term(parse: Parse): SegmentFilter {
  const { tokens, scope } = parse
  const name = tokens.take()
  if (name === 'service') {
    const isMeant = serviceSelector(tokens, scope.account)
    const inner = tokens.next('{') ? enclosed(parse, '}') : undefined
    return (segments) => mapOf(segments).works.some(({ node, segment }) => isMeant(node) && (inner === undefined || inner([segment])))
  }
  if (name === 'edge') {
    const isMeant = edgeSelector(tokens, scope.account)
    const inner = tokens.next('{') ? enclosed(parse, '}') : undefined
    return (segments) =>
      mapOf(segments).calls.some(({ from, to, seen }) => isMeant.from(from) && isMeant.to(to) && (inner === undefined || inner([seen])))
  }
  return comparison(tokens, readOf(name, parse))
}

function readOf(name: string, { tokens, scope }: Parse): Read {
  if (name === 'annotation') {
    tokens.expect('[')
    const key = tokens.peek().startsWith('"') ? tokens.text() : tokens.take()
    tokens.expect(']')
    return annotation(key)
  }
  if (name.startsWith('annotation.')) return annotation(name.slice('annotation.'.length))
  if (name === 'group.name' || name === 'group.arn') {
    const key = name === 'group.name' ? 'name' : 'arn'
    return (segments) => scope.groups.filter(({ holds }) => holds(segments)).map((group) => group[key])
  }
  const read = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined
  if (read !== undefined) return read
  if (NOT_EMULATED.has(name)) throw invalidRequest(`Not emulated by Portico yet: ${name} in a filter expression`)
  throw tokens.bad()
}

function comparison(tokens: Tokens, read: Read): SegmentFilter {
  const operator = tokens.peek().toUpperCase()
  const compare = COMPARISONS[operator]
  if (compare === undefined) return (segments) => read(segments).some((value) => value !== false)
  tokens.take()
  const wanted = tokens.peek().startsWith('"') ? tokens.text() : literal(tokens)
  // `!=` is the opposite of `=`: of a trace that has several values none may be it.
  if (operator === '!=') return (segments) => read(segments).every((value) => value !== wanted)
  return (segments) => read(segments).some((value) => typeof value === typeof wanted && compare(value, wanted))
}

function literal(tokens: Tokens): Value {
  const token = tokens.take()
  if (token === 'true' || token === 'false') return token === 'true'
  if (!/^\d/.test(token)) throw tokens.bad()
  return Number(token)
}

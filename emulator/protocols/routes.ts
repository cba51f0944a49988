import { firstHeader } from '../base/headers'
import { bindingsOf, requiredMembers } from './bindings'
import { decodePercent, firstValue, type Pair, type ParsedRequest, parsePairs } from './request'
import type { OperationShape } from './shapes'

/** An operation found by method and path, with the parts of the path that are input. */
export interface Routed {
  readonly operation: OperationShape
  readonly labels: Readonly<Record<string, string>>
}

type Segment = { readonly literal: string } | { readonly label: string; readonly greedy: boolean }

interface Route {
  readonly operation: OperationShape
  readonly segments: readonly Segment[]
  readonly literals: readonly Pair[]
  readonly requiredQuery: readonly string[]
  readonly requiredHeaders: readonly string[]
  /** The bucket is input and not in the template: the SDKs put it in front of the path or in the host. */
  readonly inBucket: boolean
}

// What decides between operations that share a path: a literal segment, a literal of the query string, the SDK's own hint `x-id`,
// and required members that are there or are not. Each outweighs all that follow.
const LITERAL_SEGMENT = 1e9
const LITERAL_QUERY = 1e6
const HINT = 1e5
const ABSENT = -1e3
const PRESENT = 1

/** The operations of a REST service by method and path. */
export class Routes {
  readonly #byMethod = new Map<string, Route[]>()

  constructor(operations: Iterable<OperationShape>) {
    for (const operation of operations) {
      if (operation.http === undefined) continue
      const [method, template] = operation.http
      const routes = this.#byMethod.get(method)
      if (routes === undefined) this.#byMethod.set(method, [routeOf(operation, template)])
      else routes.push(routeOf(operation, template))
    }
  }

  /** The operation that a request asks for. */
  find(request: ParsedRequest, bucket?: string): Routed | undefined {
    const parts = request.path.slice(1).split('/')
    let best: Routed | undefined
    let bestScore = Number.NEGATIVE_INFINITY
    for (const route of this.#byMethod.get(request.method) ?? []) {
      if (route.inBucket !== (bucket !== undefined)) continue
      const score = scoreOf(route, request)
      if (score === undefined || score <= bestScore) continue
      const labels = match(route.segments, parts)
      if (labels === undefined) continue
      best = { operation: route.operation, labels: bucket === undefined ? labels : { ...labels, Bucket: bucket } }
      bestScore = score
    }
    return best
  }
}

function routeOf(operation: OperationShape, template: string): Route {
  const [path = '', queryString = ''] = template.split('?')
  const { labels, query, headers } = bindingsOf(operation.input, 'request')
  const required = requiredMembers(operation.input)
  const segments = withoutTrailingSlash(path.slice(1).split('/')).map((part): Segment => {
    const label = /^\{([^+}]+)(\+?)\}$/.exec(part)
    return label === null ? { literal: part } : { label: label[1] as string, greedy: label[2] === '+' }
  })
  return {
    operation,
    segments,
    literals: parsePairs(queryString),
    requiredQuery: query.filter(({ member }) => required.includes(member)).map(({ wire }) => wire),
    requiredHeaders: headers.filter(({ member }) => required.includes(member)).map(({ wire }) => wire),
    inBucket: labels.some(({ member }) => member === 'Bucket') && !path.includes('{Bucket}'),
  }
}

function scoreOf({ segments, literals, requiredQuery, requiredHeaders }: Route, { query, headers }: ParsedRequest): number | undefined {
  let score = 0
  for (const segment of segments) if ('literal' in segment) score += LITERAL_SEGMENT
  for (const [name, value] of literals) {
    const written = firstValue(query, name)
    if (name === 'x-id') score += written === value ? HINT : 0
    else if (written === undefined || (value !== '' && written !== value)) return undefined
    else score += LITERAL_QUERY
  }
  for (const name of requiredQuery) score += query.some(([written]) => written === name) ? PRESENT : ABSENT
  for (const name of requiredHeaders) score += firstHeader(headers, name) === undefined ? ABSENT : PRESENT
  return score
}

function match(segments: readonly Segment[], written: readonly string[]): Record<string, string> | undefined {
  const greedy = segments.some((segment) => 'label' in segment && segment.greedy)
  const parts = greedy ? written : withoutTrailingSlash(written)
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined
  const labels: Record<string, string> = {}
  let at = 0
  for (const [index, segment] of segments.entries()) {
    if ('literal' in segment) {
      if (parts[at++] !== segment.literal) return undefined
      continue
    }
    const end = segment.greedy ? parts.length - (segments.length - index - 1) : at + 1
    const text = parts.slice(at, end).join('/')
    if (text === '') return undefined
    labels[segment.label] = decodePercent(text)
    at = end
  }
  return labels
}

function withoutTrailingSlash(parts: readonly string[]): readonly string[] {
  return parts.length > 0 && parts.at(-1) === '' ? parts.slice(0, -1) : parts
}

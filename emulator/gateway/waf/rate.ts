import type * as sdk from '@aws-sdk/client-wafv2'
import { type Awaitable, isPromise } from '../../base/awaitable'
import { firstHeader } from '../../base/headers'
import type { Store } from '../../store/store'
import { argumentsOf, cookiesOf } from './fields'
import { compileStatement, forwardedAddresses, type Inspected, type StatementParts } from './statements'
import { compileTransformations } from './transformations'

/** What tells one sender from another; undefined where the request has no such thing, and is not counted. */
type Key = (inspected: Inspected) => string | undefined

/** Seconds over which requests are counted unless the statement says otherwise. */
const USUAL_WINDOW = 300

/**
 * A rate-based statement: matches while more than `Limit` requests of one sender have come within the window. Uncertain: AWS estimates the
 * rate every few seconds; here each request counts at once, those of the window before by the share that is still within it.
 */
export function compileRate(
  { Limit = 0, EvaluationWindowSec = USUAL_WINDOW, ScopeDownStatement, ...statement }: sdk.RateBasedStatement,
  name: string,
  store: Pick<Store, 'count'>,
  parts: StatementParts,
): ((inspected: Inspected, now: number) => Awaitable<boolean>) | undefined {
  const within = ScopeDownStatement === undefined ? () => true : compileStatement(ScopeDownStatement, parts)
  const keyOf = compileKey(statement, parts)
  if (within === undefined || keyOf === undefined) return undefined
  const span = EvaluationWindowSec * 1000
  return (inspected, now) => {
    if (!within(inspected)) return false
    const key = keyOf(inspected)
    if (key === undefined) return false
    const window = Math.floor(now / span)
    const counter = (at: number) => `waf/${name}/${at}/${key}`
    const current = store.count(counter(window), 1, (window + 2) * span, now)
    const before = store.count(counter(window - 1), 0, (window + 1) * span, now)
    const share = 1 - (now % span) / span
    const exceeds = (sum: number, older: number) => sum + older * share > Limit
    if (isPromise(current) || isPromise(before)) return Promise.all([current, before]).then(([sum, older]) => exceeds(sum, older))
    return exceeds(current, before)
  }
}

function compileKey(
  { AggregateKeyType, ForwardedIPConfig, CustomKeys }: sdk.RateBasedStatement | Omit<sdk.RateBasedStatement, 'Limit'>,
  parts: StatementParts,
): Key | undefined {
  switch (AggregateKeyType) {
    case 'CONSTANT':
      return () => ''
    case 'FORWARDED_IP':
      return ({ exchange }) => forwardedAddresses(exchange, ForwardedIPConfig?.HeaderName)?.[0]
    case 'CUSTOM_KEYS': {
      const keys = (CustomKeys ?? []).map((key) => compileCustomKey(key, parts))
      const known = keys.filter((key) => key !== undefined)
      if (known.length < keys.length) return undefined
      return (inspected) => {
        const values = known.map((key) => key(inspected))
        return values.includes(undefined) ? undefined : JSON.stringify(values)
      }
    }
    default:
      return ({ exchange }) => exchange.request.sourceIp
  }
}

function compileCustomKey(key: sdk.RateBasedStatementCustomKey, parts: StatementParts): Key | undefined {
  const { Header, QueryArgument, Cookie, QueryString, UriPath, LabelNamespace } = key
  const transformed = (list: sdk.TextTransformation[] | undefined, read: Key): Key => {
    const { apply, missing } = compileTransformations(list)
    for (const name of missing) parts.report(`the text transformation ${name} is not emulated: texts are inspected without it`)
    return (inspected) => {
      const text = read(inspected)
      return text === undefined ? undefined : apply(text)
    }
  }
  const pair = (pairs: readonly (readonly [string, string])[], name = '') =>
    pairs.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1]
  if (Header !== undefined)
    return transformed(Header.TextTransformations, ({ exchange }) => firstHeader(exchange.request.headers, Header.Name ?? ''))
  if (QueryArgument !== undefined)
    return transformed(QueryArgument.TextTransformations, ({ exchange }) => pair(argumentsOf(exchange), QueryArgument.Name))
  if (Cookie !== undefined) return transformed(Cookie.TextTransformations, ({ exchange }) => pair(cookiesOf(exchange), Cookie.Name))
  if (QueryString !== undefined) return transformed(QueryString.TextTransformations, ({ exchange }) => exchange.request.queryString)
  if (UriPath !== undefined) return transformed(UriPath.TextTransformations, ({ exchange }) => exchange.request.fullPath)
  if (key.HTTPMethod !== undefined) return ({ exchange }) => exchange.request.method
  if (key.IP !== undefined) return ({ exchange }) => exchange.request.sourceIp
  if (key.ForwardedIP !== undefined) return ({ exchange }) => forwardedAddresses(exchange)?.[0]
  if (LabelNamespace !== undefined) {
    const namespace = LabelNamespace.Namespace ?? ''
    return ({ labels }) => [...labels].find((label) => label.startsWith(namespace) || label.includes(`:${namespace}`))
  }
  parts.report(`${Object.keys(key)[0] ?? 'an empty key'} of a rate-based statement is not emulated: it matches nothing`)
  return undefined
}

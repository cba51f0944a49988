import { BlockList, isIP } from 'node:net'
import type * as sdk from '@aws-sdk/client-wafv2'
import { firstHeader } from '../../base/headers'
import { compileFind } from '../../language/java-pattern'
import type { Exchange } from '../exchange'
import { compileField } from './fields'
import { compileTransformations } from './transformations'

/** A request under inspection, with the labels that rules before have put on it. */
export interface Inspected {
  readonly exchange: Exchange
  readonly labels: Set<string>
}

export type Matches = (inspected: Inspected) => boolean

/** What statements refer to, and whom they tell what is not emulated of them. */
export interface StatementParts {
  readonly ipSet: (arn: string) => readonly string[] | undefined
  readonly patternSet: (arn: string) => readonly string[] | undefined
  /** Bytes of a body that are inspected. */
  readonly bodyLimit: number
  /** In front of labels that rules name shortly. */
  readonly labelNamespace: string
  readonly report: (what: string) => void
}

/**
 * Compiles a statement; undefined when it is not emulated, which is reported: nothing that depends on it matches (WAF developer guide,
 * "Using rule statements").
 */
export function compileStatement(statement: sdk.Statement | undefined, parts: StatementParts): Matches | undefined {
  const { AndStatement, OrStatement, NotStatement, ByteMatchStatement, RegexMatchStatement, RegexPatternSetReferenceStatement } =
    statement ?? {}
  const { SizeConstraintStatement, IPSetReferenceStatement, GeoMatchStatement, LabelMatchStatement } = statement ?? {}
  const each = (list: readonly sdk.Statement[] | undefined) => (list ?? []).map((one) => compileStatement(one, parts))
  if (AndStatement !== undefined) {
    const all = each(AndStatement.Statements)
    const known = all.filter((one) => one !== undefined)
    return known.length < all.length ? undefined : (inspected) => known.every((matches) => matches(inspected))
  }
  if (OrStatement !== undefined) {
    const known = each(OrStatement.Statements).filter((one) => one !== undefined)
    return known.length === 0 ? undefined : (inspected) => known.some((matches) => matches(inspected))
  }
  if (NotStatement !== undefined) {
    const inner = compileStatement(NotStatement.Statement, parts)
    return inner === undefined ? undefined : (inspected) => !inner(inspected)
  }
  if (ByteMatchStatement !== undefined) return onField(ByteMatchStatement, parts, compileBytes(ByteMatchStatement))
  if (RegexMatchStatement !== undefined)
    return onField(RegexMatchStatement, parts, compilePatterns([RegexMatchStatement.RegexString], parts))
  if (RegexPatternSetReferenceStatement !== undefined) {
    const patterns = parts.patternSet(RegexPatternSetReferenceStatement.ARN ?? '') ?? []
    return onField(RegexPatternSetReferenceStatement, parts, compilePatterns(patterns, parts))
  }
  if (SizeConstraintStatement !== undefined) return onField(SizeConstraintStatement, parts, compileSize(SizeConstraintStatement))
  if (IPSetReferenceStatement !== undefined) return compileIpSet(IPSetReferenceStatement, parts)
  if (GeoMatchStatement !== undefined) return compileGeo(GeoMatchStatement, parts)
  if (LabelMatchStatement !== undefined) return compileLabel(LabelMatchStatement)
  parts.report(`${Object.keys(statement ?? {})[0] ?? 'a rule without a statement'} is not emulated: it matches nothing`)
  return undefined
}

interface OnField {
  readonly FieldToMatch: sdk.FieldToMatch | undefined
  readonly TextTransformations: sdk.TextTransformation[] | undefined
  readonly PreParseTextTransformations?: unknown
}

function onField(statement: OnField, { bodyLimit, report }: StatementParts, test: (text: string) => boolean): Matches | undefined {
  const read = compileField(statement.FieldToMatch, bodyLimit)
  if (read === undefined) {
    report(`${Object.keys(statement.FieldToMatch ?? {})[0] ?? 'a part of the request'} is not emulated: nothing matches there`)
    return undefined
  }
  const { apply, missing } = compileTransformations(statement.TextTransformations)
  if (statement.PreParseTextTransformations !== undefined) missing.push('PreParseTextTransformations')
  for (const name of missing) report(`the text transformation ${name} is not emulated: texts are inspected without it`)
  return ({ exchange }) => {
    const found = read(exchange)
    return typeof found === 'boolean' ? found : found.some((text) => test(apply(text)))
  }
}

function compileBytes({ SearchString, PositionalConstraint }: sdk.ByteMatchStatement): (text: string) => boolean {
  const wanted = Buffer.from(SearchString ?? []).toString('latin1')
  switch (PositionalConstraint) {
    case 'EXACTLY':
      return (text) => text === wanted
    case 'STARTS_WITH':
      return (text) => text.startsWith(wanted)
    case 'ENDS_WITH':
      return (text) => text.endsWith(wanted)
    case 'CONTAINS_WORD':
      return (text) => {
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
          if (!/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + wanted.length] ?? ' ')) return true
        return false
      }
    default:
      return (text) => text.includes(wanted)
  }
}

/** Uncertain: AWS's expressions are PCRE's; what both know is the same as Java's. */
function compilePatterns(patterns: readonly (string | undefined)[], { report }: StatementParts): (text: string) => boolean {
  const finds = patterns.flatMap((pattern = '') => {
    const find = compileFind(pattern)
    if (find === undefined) report(`the expression ${pattern} cannot be read: it matches nothing`)
    return find ?? []
  })
  return (text) => finds.some((find) => find(text))
}

function compileSize({ ComparisonOperator, Size = 0 }: sdk.SizeConstraintStatement): (text: string) => boolean {
  const compare: Readonly<Record<string, (size: number) => boolean>> = {
    EQ: (size) => size === Size,
    NE: (size) => size !== Size,
    LE: (size) => size <= Size,
    LT: (size) => size < Size,
    GE: (size) => size >= Size,
    GT: (size) => size > Size,
  }
  const test = compare[ComparisonOperator ?? ''] ?? (() => false)
  return (text) => test(text.length)
}

function compileIpSet(
  { ARN = '', IPSetForwardedIPConfig: forwarded }: sdk.IPSetReferenceStatement,
  { ipSet, report }: StatementParts,
): Matches {
  const addresses = ipSet(ARN)
  if (addresses === undefined) report(`there is no IP set ${ARN}: no address is in it`)
  const blocks = new BlockList()
  for (const block of addresses ?? []) {
    const [base = '', bits = ''] = block.split('/')
    if (isIP(base) !== 0) blocks.addSubnet(base, Number(bits), isIP(base) === 4 ? 'ipv4' : 'ipv6')
  }
  const has = (address: string) => isIP(address) !== 0 && blocks.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
  if (forwarded === undefined) return ({ exchange }) => has(exchange.request.sourceIp)
  return ({ exchange }) => {
    const list = forwardedAddresses(exchange, forwarded.HeaderName)
    if (list === undefined) return false
    const position = forwarded.Position ?? 'FIRST'
    const chosen = position === 'FIRST' ? list.slice(0, 1) : position === 'LAST' ? list.slice(-1) : list
    return chosen.some((address) => isIP(address) === 0) ? forwarded.FallbackBehavior === 'MATCH' : chosen.some(has)
  }
}

/** The addresses of a header; undefined when the request has none: then no statement applies to it, whatever the fallback. */
export function forwardedAddresses({ request }: Exchange, header = 'X-Forwarded-For'): string[] | undefined {
  const value = firstHeader(request.headers, header)
  return value?.split(',').map((address) => address.trim())
}

/** Nothing here knows where an address is: the request tells itself. */
function compileGeo({ CountryCodes = [], ForwardedIPConfig }: sdk.GeoMatchStatement, { report }: StatementParts): Matches {
  report('where addresses are is not known here: the header x-portico-country tells, e.g. DE; without it no country matches')
  if (ForwardedIPConfig !== undefined) report('ForwardedIPConfig of a GeoMatchStatement is not emulated')
  return ({ exchange }) => exchange.request.country !== undefined && (CountryCodes as readonly string[]).includes(exchange.request.country)
}

/** A label as it is named in full, or by its last parts (WAF developer guide, "Label match rule statement"). */
function compileLabel({ Scope, Key = '' }: sdk.LabelMatchStatement): Matches {
  const isNamespace = Scope === 'NAMESPACE'
  return ({ labels }) => {
    for (const label of labels) {
      const text = isNamespace ? label.slice(0, label.lastIndexOf(':') + 1) : label
      if (text === Key || text.endsWith(`:${Key}`) || (isNamespace && (text.startsWith(Key) || text.includes(`:${Key}`)))) return true
    }
    return false
  }
}

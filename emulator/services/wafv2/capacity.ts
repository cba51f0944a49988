import type * as sdk from '@aws-sdk/client-wafv2'

/** Web ACL capacity units of one statement, by its name (WAF developer guide, "Rule statements list"); uncertain: of those that depend on more. */
const UNITS: Readonly<Record<string, number>> = {
  AsnMatchStatement: 1,
  ByteMatchStatement: 10,
  GeoMatchStatement: 1,
  IPSetReferenceStatement: 1,
  LabelMatchStatement: 1,
  RateBasedStatement: 2,
  RegexMatchStatement: 3,
  RegexPatternSetReferenceStatement: 25,
  SizeConstraintStatement: 1,
  SqliMatchStatement: 20,
  XssMatchStatement: 40,
}
const SHORT_MATCH = new Set(['EXACTLY', 'STARTS_WITH', 'ENDS_WITH'])

/** What the rules of a web ACL cost together. */
export function capacityOf(rules: readonly sdk.Rule[] | undefined): number {
  return (rules ?? []).reduce((sum, { Statement }) => sum + statementCapacity(Statement), 0)
}

function statementCapacity(statement: sdk.Statement | undefined): number {
  const { AndStatement, OrStatement, NotStatement, ByteMatchStatement } = statement ?? {}
  const nested = [
    ...(AndStatement?.Statements ?? []),
    ...(OrStatement?.Statements ?? []),
    ...(NotStatement?.Statement ? [NotStatement.Statement] : []),
  ]
  const [name = '', members] = Object.entries(statement ?? {})[0] ?? []
  const { ScopeDownStatement, TextTransformations = [] } = (members ?? {}) as Partial<sdk.RateBasedStatement & sdk.ByteMatchStatement>
  const own = SHORT_MATCH.has(String(ByteMatchStatement?.PositionalConstraint)) ? 2 : (UNITS[name] ?? 0)
  const transformations = (TextTransformations as readonly sdk.TextTransformation[]).filter(({ Type }) => Type !== 'NONE').length
  const within = ScopeDownStatement === undefined ? 0 : statementCapacity(ScopeDownStatement)
  return own + 10 * transformations + within + nested.reduce((sum, one) => sum + statementCapacity(one), 0)
}

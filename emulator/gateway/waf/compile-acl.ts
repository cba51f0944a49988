import type * as sdk from '@aws-sdk/client-wafv2'
import { type Awaitable, isPromise } from '../../base/awaitable'
import type { RuleGroupRecord, WebAclRecord } from '../../model/wafv2'
import type { Store } from '../../store/store'
import { DONE, type Exchange } from '../exchange'
import { type Act, compileAction, note } from './actions'
import { INSPECTED_BODY } from './fields'
import { compileRate } from './rate'
import { compileStatement, type Inspected, type StatementParts } from './statements'

/** A web ACL, ready to inspect requests: throws or answers `DONE` for one that is refused. */
export interface CompiledAcl {
  readonly inspect: (exchange: Exchange, now: number) => Awaitable<undefined | typeof DONE>
  /** What of it is not emulated, in sentences. */
  readonly findings: readonly string[]
}

/** What a web ACL refers to. */
export interface AclParts extends Pick<StatementParts, 'ipSet' | 'patternSet'> {
  readonly ruleGroup: (arn: string) => RuleGroupRecord['item'] | undefined
  readonly store: Pick<Store, 'count'>
}

interface CompiledRule {
  readonly matches: (inspected: Inspected, now: number) => Awaitable<boolean>
  readonly act: Act
  readonly labels: readonly string[]
}

/** Compiles a web ACL: its rules by priority, those of rule groups at the place of their reference (WAF developer guide, "Web ACLs"). */
export function compileAcl({ item }: Pick<WebAclRecord, 'item'>, parts: AclParts): CompiledAcl {
  const findings = new Set<string>()
  const bodyLimit = bodyLimitOf(item.AssociationConfig)
  const common = { bodies: item.CustomResponseBodies ?? {}, namespace: item.LabelNamespace, owner: item.ARN, bodyLimit }
  const rules = byPriority(item.Rules).flatMap((rule) => compileRule(rule, common, parts, findings))
  const otherwise = compileAction(item.DefaultAction, common.bodies, `the default of the web ACL ${item.Name}`, (what) =>
    findings.add(what),
  )
  return {
    findings: [...findings],
    inspect: (exchange, now) => {
      exchange.waf = { webAclArn: item.ARN, responseCode: undefined }
      const inspected = { exchange, labels: new Set<string>() }
      const from = (at: number): Awaitable<undefined | typeof DONE> => {
        for (let i = at; i < rules.length; i++) {
          const rule = rules[i] as CompiledRule
          const matched = rule.matches(inspected, now)
          if (isPromise(matched)) return matched.then((found) => take(rule, found) ?? from(i + 1)).then(ended)
          const done = take(rule, matched)
          if (done !== undefined) return ended(done)
        }
        return ended(otherwise(exchange))
      }
      const take = (rule: CompiledRule, matched: boolean): undefined | 'allow' | typeof DONE => {
        if (!matched) return undefined
        for (const label of rule.labels) inspected.labels.add(label)
        return rule.act(exchange)
      }
      const ended = (with_: undefined | 'allow' | typeof DONE): undefined | typeof DONE => {
        if (with_ === DONE) return DONE
        note(exchange, 'WAF_ALLOW')
        return undefined
      }
      return from(0)
    },
  }
}

interface Owner {
  readonly bodies: Readonly<Record<string, sdk.CustomResponseBody>>
  readonly namespace: string
  readonly owner: string
  readonly bodyLimit: number
}

function compileRule(rule: sdk.Rule, owner: Owner, parts: AclParts, findings: Set<string>, overridden?: sdk.RuleAction): CompiledRule[] {
  const { Name = '', Statement = {}, Action, OverrideAction, RuleLabels = [] } = rule
  const report = (what: string) => findings.add(`The rule ${Name}: ${what}.`)
  const { RuleGroupReferenceStatement: reference, ManagedRuleGroupStatement: managed, RateBasedStatement: rate } = Statement
  if (managed !== undefined) {
    report(`the managed rule group ${managed.VendorName}/${managed.Name} is not emulated: it lets everything through`)
    return []
  }
  if (reference !== undefined) return compileGroup(reference, OverrideAction, owner, parts, report, findings)
  const statements = {
    ipSet: parts.ipSet,
    patternSet: parts.patternSet,
    bodyLimit: owner.bodyLimit,
    labelNamespace: owner.namespace,
    report,
  }
  const matches =
    rate === undefined ? compileStatement(Statement, statements) : compileRate(rate, `${owner.owner}/${Name}`, parts.store, statements)
  if (matches === undefined) return []
  const labels = RuleLabels.map(({ Name: label = '' }) => `${owner.namespace}${label}`)
  return [{ matches, act: compileAction(overridden ?? Action, owner.bodies, `the rule ${Name}`, report), labels }]
}

/** The rules of a group, with what the reference makes of their actions. */
function compileGroup(
  { ARN = '', ExcludedRules = [], RuleActionOverrides = [] }: sdk.RuleGroupReferenceStatement,
  override: sdk.OverrideAction | undefined,
  { bodyLimit }: Owner,
  parts: AclParts,
  report: (what: string) => void,
  findings: Set<string>,
): CompiledRule[] {
  const group = parts.ruleGroup(ARN)
  if (group === undefined) {
    report(`there is no rule group ${ARN}: it lets everything through`)
    return []
  }
  const owner = { bodies: group.CustomResponseBodies ?? {}, namespace: group.LabelNamespace, owner: group.ARN, bodyLimit }
  return byPriority(group.Rules).flatMap((rule) => {
    const isExcluded = ExcludedRules.some(({ Name }) => Name === rule.Name)
    const own = RuleActionOverrides.find(({ Name }) => Name === rule.Name)?.ActionToUse
    const counted = override?.Count !== undefined || isExcluded
    return compileRule(rule, owner, parts, findings, counted ? { Count: {} } : own)
  })
}

function byPriority(rules: readonly sdk.Rule[] = []): sdk.Rule[] {
  return [...rules].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
}

/** `KB_32` and the like. */
function bodyLimitOf(config: sdk.AssociationConfig | undefined): number {
  const kilobytes = /\d+/.exec(config?.RequestBody?.API_GATEWAY?.DefaultSizeInspectionLimit ?? '')?.[0]
  return kilobytes === undefined ? INSPECTED_BODY : Number(kilobytes) * 1024
}

import { acknowledgedIn, isAcknowledged } from './acknowledge'
import type { About } from './api'
import type { Parameters } from './intrinsics'
import { readPlans } from './plans'
import { readApis } from './read-apis'
import type { Found, Rule, Severity } from './rule'
import { RULES } from './rules/index'
import { readTemplate } from './template'

export type { About } from './api'
export type { Parameters } from './intrinsics'
export type { Rule, Severity } from './rule'
export { RULES } from './rules/index'

/** What a rule has found in a template. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  /** What was found: one sentence. */
  readonly message: string
  readonly fix: string
  /** The logical id of the resource, and the construct that made it where the template says so. */
  readonly resource: string
  readonly construct?: string
  /** Below the resource: `Properties.Integration.TimeoutInMillis`. */
  readonly property?: string
  readonly about?: About
}

/**
 * What the rules have to say of a CloudFormation template that was parsed (intrinsic functions in their long form), of any origin, without
 * what its metadata acknowledges. Never throws for what a template may say.
 */
export function checkTemplate(template: unknown, parameters: Parameters = {}, rules: readonly Rule[] = RULES): Finding[] {
  const view = readTemplate(template, parameters)
  const subject = { template: view, apis: readApis(view), plans: readPlans(view) }
  return rules.flatMap((rule) =>
    [...rule.find(subject)].flatMap((found) => {
      const [resource, api, behind] = [found.resource, found.about?.api, found.behind].map((id) => view.resources.get(id ?? ''))
      const finding = findingOf(rule, found, resource?.metadata['aws:cdk:path'])
      return isAcknowledged(finding, acknowledgedIn([resource, api, behind], found.about)) ? [] : [finding]
    }),
  )
}

function findingOf(rule: Rule, found: Found, path: unknown): Finding {
  const { message, resource, property, severity = rule.severity, fix = rule.fix, about } = found
  return {
    rule: rule.id,
    severity,
    message,
    fix,
    resource,
    ...(typeof path === 'string' ? { construct: path.replace(/\/(?:Resource|Default)$/, '') } : {}),
    ...(property === undefined ? {} : { property }),
    ...(about === undefined ? {} : { about }),
  }
}

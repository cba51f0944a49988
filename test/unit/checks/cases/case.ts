/** A template, and what a rule has to say of it. */
export interface RuleCase {
  readonly rule: string
  readonly title: string
  readonly template: object
  /** `warning Method0: ...`; none where the rule is silent. */
  readonly found: readonly string[]
}

/** Cases of one rule: title, template, findings. */
export function casesOf(rule: string, cases: readonly (readonly [string, object, readonly string[]])[]): RuleCase[] {
  return cases.map(([title, template, found]) => ({ rule, title, template, found }))
}

/** A template of these resources. */
export const resources = (Resources: Readonly<Record<string, unknown>>) => ({ Resources })

/** A resource. */
export const of = (Type: string, Properties: object, more: object = {}) => ({ Type, Properties, ...more })

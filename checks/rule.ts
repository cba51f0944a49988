import type { About, Api } from './api'
import type { Plan } from './plans'
import type { Template } from './template'

/** `error`: it does not deploy, or it never works. `warning`: it works, and is hardly meant so. `info`: worth a look. */
export type Severity = 'error' | 'warning' | 'info'

/** What a rule has found. */
export interface Found {
  /** What was found: one sentence. */
  readonly message: string
  /** The logical id of the resource. */
  readonly resource: string
  /** Another one whose metadata may acknowledge the finding: the function behind it. */
  readonly behind?: string
  /** Below the resource: `Properties.Integration.TimeoutInMillis`. */
  readonly property?: string
  /** In place of the rule's own. */
  readonly severity?: Severity
  readonly fix?: string
  readonly about?: About
}

/** All that a rule looks at. */
export interface Subject {
  readonly template: Template
  readonly apis: readonly Api[]
  readonly plans: readonly Plan[]
}

/** One thing that a template had better not say. */
export interface Rule {
  /** Kebab-case; what an acknowledgement names. */
  readonly id: string
  /** The gravest that it finds. */
  readonly severity: Severity
  /** How to put it right: one sentence. */
  readonly fix: string
  /** Why: one paragraph. */
  readonly documentation: string
  /** Where AWS, or a standard, says so. */
  readonly source: string
  readonly find: (subject: Subject) => Iterable<Found>
}

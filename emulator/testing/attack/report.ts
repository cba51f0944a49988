import type { Place } from '../../base/diagnostics'

/** A request that got in. */
export interface WayIn {
  /** The kind of attack: `tokens`. */
  readonly family: string
  /** `a token with alg none` */
  readonly what: string
  /** `GET /prod/orders` */
  readonly request: string
  /** Those that make the attack. */
  readonly headers: Readonly<Record<string, string>>
}

/** A route that answers as if it were open. */
export interface OpenDoor {
  /** `GET /orders` */
  readonly route: string
  readonly why: string
  /** Whether its model has a guard before it, that does not hold; else it has none, and nothing says why. */
  readonly guarded: boolean
  /** Every request that got in. */
  readonly ways: readonly WayIn[]
  readonly place?: Place
}

/** What came of trying every door of a stage. */
export interface AttackReport {
  readonly api: string
  readonly stage: string
  /** The routes of the stage. */
  readonly names: readonly string[]
  /** How many requests were sent. */
  readonly attacks: number
  readonly open: readonly OpenDoor[]
  /** Routes that are open, and meant to be. */
  readonly meant: readonly { readonly route: string; readonly reason: string }[]
  /** Routes that stayed shut since their authorizer could not judge: what it would have said is not known. */
  readonly unproven: readonly { readonly route: string; readonly why: string }[]
}

import type { Guard } from './api'

/** How much a guard asks for: nothing, a key, or to know who calls. */
const STRENGTH: Readonly<Record<string, number>> = { NONE: 0, API_KEY: 1 }

/** Whether one guard asks for less than the other. */
export function isWeaker(one: Guard, other: Guard): boolean {
  return (STRENGTH[one] ?? 2) < (STRENGTH[other] ?? 2)
}

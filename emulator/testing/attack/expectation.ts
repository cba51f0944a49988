import { PREFLIGHT } from './doors'
import type { AttackReport, OpenDoor, WayIn } from './report'

/** How many ways in are shown of a route. */
const SHOWN = 3

/**
 * In which routes an API differs from one that is open at these alone, a line or more for each. Preflights of CORS need not be named.
 * A route that is named and shut counts too: a list with more than there is would hide what is opened later.
 */
export function differences({ open, meant, names }: AttackReport, routes: readonly string[]): string[] {
  const isOpen = new Set([...open, ...meant].map(({ route }) => route))
  return [
    ...open.filter(({ route }) => !routes.includes(route)).flatMap(openDoorLines),
    ...meant
      .filter(({ route, reason }) => reason !== PREFLIGHT && !routes.includes(route))
      .map(({ route, reason }) => `  ${route} is open: ${reason}`),
    ...routes
      .filter((route) => !isOpen.has(route))
      .map((route) => `  ${route} ${names.includes(route) ? 'is closed' : `is no route: there are ${names.join(', ')}`}`),
  ]
}

/** What there is to say of an open door. */
export function openDoorLines({ route, why, ways }: Pick<OpenDoor, 'route' | 'why' | 'ways'>): string[] {
  const more = ways.length - SHOWN
  return [
    `  ${route}: ${why}`,
    ...ways.slice(0, SHOWN).map((way) => `    let in: ${way.what} (${requestOf(way)})`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ]
}

function requestOf({ request, headers }: WayIn): string {
  const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value.length > 40 ? `${value.slice(0, 37)}...` : value}`)
  return [request, ...shown].join(', ')
}

import type { Route, Stage } from './api'
import { type Entry, isTrue, numberOf } from './template'

/** The settings of a route in a stage: its own, else those of every method, without merging (facts/05, section 7). */
export function settingsOf({ verb, path }: Route, { settings, properties }: Stage): { readonly own: boolean; readonly entry: Entry } {
  const own = settings.find((entry) => entry['HttpMethod'] === verb && pathOf(entry['ResourcePath']) === path)
  if (own !== undefined) return { own: true, entry: own }
  const all = settings.find((entry) => entry['HttpMethod'] === '*' && entry['ResourcePath'] === '/*')
  // The stage of a deployment may say them for every method without a list.
  return { own: false, entry: all ?? properties }
}

/** Slashes come escaped, `/~1orders`, or as they are. */
function pathOf(written: unknown): string {
  const path = String(written).replace(/^\/~1/, '/').replaceAll('~1', '/')
  return path.startsWith('/') ? path : `/${path}`
}

/** Requests a second and at once; -1 or nothing is no limit. */
export function isLimit(rate: unknown, burst: unknown): boolean {
  const [perSecond, atOnce] = [numberOf(rate) ?? -1, numberOf(burst) ?? -1]
  // No less than what every account has is none either (facts/10).
  return perSecond >= 0 && atOnce >= 0 && (perSecond < 10_000 || atOnce < 5000)
}

/** Whether a stage has a cache at all, and keeps the answers of a route in it. */
export function isCached(route: Route, stage: Stage): boolean {
  if (!hasCache(stage)) return false
  const { own, entry } = settingsOf(route, stage)
  if (!isTrue(entry['CachingEnabled']) || numberOf(entry['CacheTtlInSeconds']) === 0) return false
  // A setting for all methods caches GET alone (facts/05, section 4).
  return own || route.verb === 'GET' || route.verb === 'ANY'
}

/** Whether a stage has a cache. */
export function hasCache({ properties }: Stage): boolean {
  return isTrue(properties['CacheClusterEnabled'])
}

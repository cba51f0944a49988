import type { Clock } from '../base/clock'
import { type Diagnostic, userError } from '../base/diagnostics'
import { MemoryStore } from './memory-store'
import type { Store } from './store'

/**
 * The store that a URL names: `redis://...` or `valkey://...`, with `s` behind the name for TLS; in memory without one. It has to be opened.
 * `tell` hears when it is lost, and an empty list when it is back.
 */
export function createStore(url: string | undefined, clock: Clock, tell: (diagnostics: readonly Diagnostic[]) => void): Store {
  if (url === undefined) return new MemoryStore()
  const [, tls, rest] = /^(?:redis|valkey)(s?):\/\/(.+)$/.exec(url) ?? []
  if (rest === undefined)
    throw userError('bad-option', `The store ${url} is none that Portico knows.`, {
      fix: 'Give the URL of a Valkey or Redis server, e.g. redis://127.0.0.1:6379.',
    })
  // Loaded only when it is asked for: the client behind it is an optional peer.
  const { ValkeyStore } = require('./valkey/valkey-store') as typeof import('./valkey/valkey-store')
  return new ValkeyStore(`redis${tls}://${rest}`, clock, tell)
}

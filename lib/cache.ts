import { Duration, Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'

/**
 * Answers of a route that the stage's cache keeps: those of stages with a `cacheSize`, and only there.
 *
 * @example
 * const cache: CacheProps = { ttl: Duration.minutes(1), key: ['query.page', 'header.Accept-Language'], vary: 'caller' }
 */
export interface CacheProps {
  /** How long an answer is kept: 1 second to 1 hour. @default Duration.minutes(5) */
  readonly ttl?: Duration
  /**
   * What answers differ by, besides the path variables, which always count: `query.page`, `header.Accept-Language`.
   * What is not named here is ignored: one answer serves all its values.
   */
  readonly key?: string[]
  /**
   * Whose an answer is: `caller` keeps one for each caller, `shared` gives one caller's answer to all. A route that is not open must say.
   */
  readonly vary?: string
  /** Whether what is kept is encrypted. @default true */
  readonly encrypted?: boolean
}

/** The sizes in which API Gateway has caches, in GB (facts/05, section 4). */
export const CACHE_SIZES: readonly string[] = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']
/** Verbs whose answers may be kept without a surprise: the others change something. */
const CACHEABLE = ['GET', 'HEAD', 'OPTIONS']
const LONGEST = 3600

/** What of a route its cache has to know. */
export interface CachedRoute {
  readonly key: string
  readonly verb: string
  readonly pathVariables: readonly string[]
  /** Whether everybody may call it. */
  readonly open: boolean
  /** Headers by which callers differ; none where no header tells them apart. */
  readonly callerHeaders: readonly string[]
}

/** A cache, checked: what the stages and the method of the route are told. */
export interface CacheBinding {
  readonly ttlInSeconds: number
  readonly encrypted: boolean
  /** `method.request.path.id`, sorted. */
  readonly keyParameters: string[]
}

/** Throws when a cache cannot be, or would hand one caller's answer to another without saying so. */
export function bindCache(scope: IConstruct, cache: CacheProps, route: CachedRoute): CacheBinding {
  const fail = (what: string, got: unknown, allowed: string, fix: string): never => {
    throw new ConfigError(scope, { what: `The cache of "${route.key}" ${what}`, got, allowed, fix })
  }
  if (!CACHEABLE.includes(route.verb))
    fail('keeps answers of a verb that changes something', route.verb, CACHEABLE.join(', '), 'leave it out')
  const ttlInSeconds = (cache.ttl ?? Duration.minutes(5)).toSeconds()
  if (!Token.isUnresolved(ttlInSeconds) && (ttlInSeconds < 1 || ttlInSeconds > LONGEST))
    fail('keeps answers too short or too long', `${ttlInSeconds} s`, '1 s to 1 hour', 'give a ttl between them')
  const parameters = new Set(route.pathVariables.map((name) => `method.request.path.${name}`))
  // Clients of HTTP/2 send header names in lower case. Uncertain: whether a key finds them so; if not, one caller would get another's answer.
  const addHeader = (name: string) => {
    for (const spelling of [name, name.toLowerCase()]) parameters.add(`method.request.header.${spelling}`)
  }
  for (const part of cache.key ?? []) {
    const [, place, name] = /^(path|query|header)\.(.+)$/.exec(part) ?? []
    if (place === undefined || name === undefined)
      fail('has a key that names no parameter', part, '"query.page", "header.Accept-Language", "path.id"', 'say where the parameter is')
    if (place === 'path' && !route.pathVariables.includes(name ?? ''))
      fail(
        'names a path variable that the route does not have',
        part,
        route.pathVariables.map((known) => `path.${known}`).join(', ') || 'none',
        'correct the name',
      )
    if (place === 'header') addHeader(name ?? '')
    else parameters.add(`method.request.${place === 'query' ? 'querystring' : place}.${name}`)
  }
  for (const header of callersOf(cache, route, fail)) addHeader(header)
  return { ttlInSeconds, encrypted: cache.encrypted ?? true, keyParameters: [...parameters].sort() }
}

type Fail = (what: string, got: unknown, allowed: string, fix: string) => never

function callersOf({ vary }: CacheProps, { open, callerHeaders }: CachedRoute, fail: Fail): readonly string[] {
  const allowed = '"caller", "shared"'
  if (vary === undefined) {
    if (!open) fail('does not say whose an answer is', vary, allowed, 'write vary: "caller", or "shared" if every caller may get the same')
    return []
  }
  if (vary === 'shared') return []
  if (vary !== 'caller') fail('says whose an answer is in a word that means nothing', vary, allowed, 'use one of them')
  if (callerHeaders.length === 0)
    fail(
      'cannot tell callers apart: no header is the same in two requests of one caller',
      vary,
      '"shared", or no cache',
      'leave the cache out',
    )
  return callerHeaders
}

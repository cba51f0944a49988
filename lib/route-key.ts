import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'

/** The verbs that an API Gateway method can have; `ANY` answers each verb that no other method of the resource answers. */
export const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] as const

/**
 * One of `VERBS`.
 *
 * @example
 * const verb: Verb = 'ANY'
 */
export type Verb = (typeof VERBS)[number]

/** A route key taken apart: `GET /orders/{id}`. */
export interface RouteKeyParts {
  readonly key: string
  readonly verb: Verb
  readonly path: string
  readonly segments: readonly string[]
  /** Names of the path variables, without braces and plus. */
  readonly variables: readonly string[]
}

// API Gateway's own rule for a path part (facts/09, 4), with the colon that it has allowed since.
const LITERAL = /^[a-zA-Z0-9:._$-]+$/
const VARIABLE = /^\{([a-zA-Z0-9._$-]+)(\+?)\}$/

/** Takes a route key apart, or throws what is wrong with it. */
export function parseRouteKey(key: string, scope?: IConstruct): RouteKeyParts {
  const [verb = '', path = '', ...rest] = key.split(' ')
  if (!(VERBS as readonly string[]).includes(verb)) {
    throw new ConfigError(scope, {
      what: 'A route key begins with a verb that API Gateway does not have',
      got: key,
      allowed: VERBS.join(', '),
      fix: 'write the key as "VERB /path", for example "GET /orders/{id}"',
    })
  }
  if (!path.startsWith('/') || rest.length > 0) {
    throw new ConfigError(scope, {
      what: 'The path of a route must begin with "/" and hold no space',
      got: key,
      allowed: 'a verb, one space, a path',
      fix: `write "${verb} /${path.replace(/^\/+/, '')}"`,
    })
  }
  if (path === '/') return { key, verb: verb as Verb, path, segments: [], variables: [] }
  const segments = path.slice(1).split('/')
  const variables = segments.flatMap((segment, index) => checkSegment(segment, index === segments.length - 1, key, scope))
  const twice = variables.find((name, index) => variables.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new ConfigError(scope, {
      what: `The path variable {${twice}} stands twice in one path`,
      got: key,
      fix: 'give each variable its own name',
    })
  }
  return { key, verb: verb as Verb, path, segments, variables }
}

/** Answers the segment's variable name, or nothing for a literal. */
function checkSegment(segment: string, last: boolean, key: string, scope: IConstruct | undefined): string[] {
  const variable = VARIABLE.exec(segment)
  if (variable === null) {
    if (LITERAL.test(segment)) return []
    throw new ConfigError(scope, {
      what: segment === '' ? 'A path has an empty part (a double or trailing slash)' : `The path part "${segment}" is not allowed`,
      got: key,
      allowed: 'letters, digits and ":._$-", or a variable such as {id}, or {proxy+} at the end',
      fix: segment === '' ? 'leave the superfluous slash out' : 'rename the path part',
    })
  }
  if (variable[2] === '+' && !last) {
    throw new ConfigError(scope, {
      what: `The greedy variable ${segment} must be the last part of its path`,
      got: key,
      fix: `write {${variable[1]}} for a single part, or end the path at ${segment}`,
    })
  }
  return [variable[1] as string]
}

/** The routes of one API, which API Gateway keeps as a tree: each place has at most one variable, each verb stands once. */
export class RouteTable {
  private readonly keys = new Set<string>()
  private readonly variables = new Map<string, { segment: string; key: string }>()

  constructor(private readonly scope: IConstruct) {}

  /** Enters a route, or throws the reason why it cannot stand beside those that are there. */
  add(route: RouteKeyParts): void {
    if (this.keys.has(route.key)) {
      throw new ConfigError(this.scope, { what: 'A route is declared twice', got: route.key, fix: 'keep one of the two' })
    }
    route.segments.forEach((segment, index) => {
      if (!segment.startsWith('{')) return
      const place = `/${route.segments.slice(0, index).join('/')}`
      const known = this.variables.get(place)
      if (known !== undefined && known.segment !== segment) {
        throw new ConfigError(this.scope, {
          what: `Two variables stand at one place below "${place}": ${known.segment} in "${known.key}" and ${segment}`,
          got: route.key,
          allowed: 'one variable name at each place of the path tree',
          fix: `use ${known.segment} in both`,
        })
      }
      this.variables.set(place, { segment, key: route.key })
    })
    this.keys.add(route.key)
  }
}

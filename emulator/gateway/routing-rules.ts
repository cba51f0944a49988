import type { RoutingRuleCondition } from '@aws-sdk/client-apigatewayv2'
import { allHeaders, type HeaderFields } from '../base/headers'
import type { RoutingRuleRecord } from '../model/apigatewayv2'

/** What a routing rule looks at. */
export interface RoutedRequest {
  /** Beginning with one `/`. */
  readonly path: string
  readonly headers: HeaderFields
}

/** A rule, ready to be tried. */
export interface CompiledRule {
  readonly id: string
  readonly apiId: string
  readonly stage: string
  readonly stripBasePath: boolean
  /** The base path that led to the match, empty when the rule asks for none; undefined when the rule does not match. */
  readonly match: (request: RoutedRequest) => string | undefined
}

/** The rules of a domain name in the order in which they are tried: the first whose conditions all hold wins (facts/12, section 6). */
export function compileRules(rules: readonly RoutingRuleRecord[]): CompiledRule[] {
  return [...rules].sort((a, b) => a.Priority - b.Priority).flatMap(compileRule)
}

function compileRule({ RoutingRuleId: id, Conditions, Actions }: RoutingRuleRecord): CompiledRule[] {
  const target = Actions[0]?.InvokeApi
  if (target?.ApiId === undefined || target.Stage === undefined) return []
  const conditions = Conditions.map(compileCondition)
  return [
    {
      id,
      apiId: target.ApiId,
      stage: target.Stage,
      stripBasePath: target.StripBasePath ?? false,
      match: (request) => {
        let basePath = ''
        for (const condition of conditions) {
          const matched = condition(request)
          if (matched === undefined) return undefined
          if (matched !== '') basePath = matched
        }
        return basePath
      },
    },
  ]
}

function compileCondition({ MatchHeaders, MatchBasePaths }: RoutingRuleCondition): CompiledRule['match'] {
  if (MatchBasePaths !== undefined) {
    const paths = MatchBasePaths.AnyOf ?? []
    return ({ path }) => paths.find((basePath) => beginsWith(path, basePath))
  }
  const headers = (MatchHeaders?.AnyOf ?? []).map(({ Header = '', ValueGlob = '' }) => ({ name: Header, matches: globMatcher(ValueGlob) }))
  return (request) => (headers.some(({ name, matches }) => allHeaders(request.headers, name).some(matches)) ? '' : undefined)
}

/** Whether a path has a base path in front, whole segments, letter by letter. */
export function beginsWith(path: string, basePath: string): boolean {
  return path.startsWith(basePath, 1) && (path.length === basePath.length + 1 || path[basePath.length + 1] === '/')
}

/** `*` stands for anything at either end; case matters. Each line of a header is looked at by itself. */
function globMatcher(glob: string): (value: string) => boolean {
  if (glob === '*') return () => true
  const [open, closed] = [glob.startsWith('*'), glob.endsWith('*')]
  const text = glob.slice(open ? 1 : 0, closed ? -1 : undefined)
  if (open && closed) return (value) => value.includes(text)
  if (open) return (value) => value.endsWith(text)
  if (closed) return (value) => value.startsWith(text)
  return (value) => value === text
}

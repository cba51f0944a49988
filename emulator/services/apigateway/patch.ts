import type * as sdk from '@aws-sdk/client-api-gateway'
import type { AwsError } from '../../model/errors'
import { badRequest, notFound } from './errors'
import { nonEmpty, withMember, without } from './members'

/** A patch operation whose path has been matched. */
export interface PatchTarget {
  readonly path: string
  readonly value: string | undefined
  /** The variable segments of the path, unescaped, by their name in the pattern. */
  readonly names: Readonly<Record<string, string>>
}

/** What a patch operation makes of a record: a new record, or the AWS error that it is refused with. */
export type Effect<Record, Context = undefined> = (record: Record, target: PatchTarget, context: Context) => Record

type PatchOp = 'add' | 'replace' | 'remove'
type Rule<Record, Context> = Readonly<Partial<{ [Op in PatchOp]: Effect<Record, Context> }>>

/**
 * What can be patched: path pattern to operations to effect. `{name}` and `<name>` stand for one segment, `{name+}` for several.
 * The order of the patterns is the one in which AWS lists them in its errors.
 */
export type PatchRules<Record, Context = undefined> = Readonly<{ [pattern: string]: Rule<Record, Context> }>

/** How a resource refuses a path or an operation that it does not know; resources differ in it (facts/09, 5). */
export type Refusal = (
  operation: sdk.PatchOperation,
  supported: { paths: readonly string[]; ops: readonly string[] | undefined },
) => AwsError

/** REST API, method, method response...: names the path, or the operations of a path that is known. */
export const namePath: Refusal = ({ path }, { ops }) =>
  badRequest(
    ops === undefined ? `Invalid patch path ${path ?? 'null'}` : `Invalid patch operation specified. Must be one of: [${ops.join(', ')}]`,
  )

/** Gateway response: names the path in either case (facts/13, 151). */
export const namePathOnly: Refusal = ({ path }) => badRequest(`Invalid patch path ${path ?? 'null'}`)

/** Resource, model, validator, API key, usage plan...: lists the paths that take this operation (two spaces after "path"). */
export const listPaths: Refusal = ({ op, path }, { paths }) => {
  const offer = paths.length === 0 ? 'Please choose supported operations' : `Must be one of: [${paths.join(', ')}]`
  return badRequest(`Invalid patch path  '${path ?? 'null'}' specified for op '${op}'. ${offer}`)
}

/** A function that applies patch operations, in order, by these rules. */
export function patcher<Record, Context = undefined>(rules: PatchRules<Record, Context>, refuse: Refusal) {
  const patterns = Object.entries(rules).map(([pattern, rule]) => ({
    pattern: pattern.replaceAll(/\+(?=[}>])/g, ''),
    rule,
    match: compile(pattern),
  }))
  return (record: Record, operations: readonly sdk.PatchOperation[] | undefined, context: Context): Record => {
    let patched = record
    for (const operation of operations ?? []) {
      const op = operation.op as PatchOp
      const path = operation.path ?? ''
      const candidates = patterns.filter(({ match }) => match(path) !== undefined)
      const found = candidates.find(({ rule }) => rule[op] !== undefined)
      const effect = found?.rule[op]
      if (found === undefined || effect === undefined) {
        const paths = patterns.filter(({ rule }) => rule[op] !== undefined).map(({ pattern }) => pattern)
        const ops = candidates.length === 0 ? undefined : candidates.flatMap(({ rule }) => Object.keys(rule))
        throw refuse(operation, { paths, ops })
      }
      patched = effect(patched, { path, value: operation.value, names: found.match(path) ?? {} }, context)
    }
    return patched
  }
}

/** The text of a JSON pointer's segment: `~1` is a slash, `~0` a tilde. */
export function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}

function compile(pattern: string): (path: string) => Readonly<Record<string, string>> | undefined {
  const names: string[] = []
  const source = pattern.replace(/[{<]([^}>+]+)(\+?)[}>]|[.*$()|[\]\\]/g, (all, name: string | undefined, greedy: string) => {
    if (name === undefined) return `\\${all}`
    names.push(name)
    return greedy === '+' ? '(.+)' : '([^/]+)'
  })
  const expression = new RegExp(`^${source}$`)
  return (path) => {
    const match = expression.exec(path)
    if (match === null) return undefined
    return Object.fromEntries(names.map((name, index) => [name, unescapePointer(match[index + 1] as string)]))
  }
}

/** Sets a text member; an empty or absent value unsets it. */
export function setText<R extends object>(member: keyof R & string): Effect<R, unknown> {
  return (record, { value }) => withMember(record, member, nonEmpty(value) as R[typeof member] | undefined)
}

/** Unsets a member. */
export function unset<R extends object>(member: keyof R & string): Effect<R, unknown> {
  return (record) => without(record, member) as R
}

/** Sets a member to true for `true`, to false for anything else (facts/13, 67 and 186). */
export function setFlag<R extends object>(member: keyof R & string): Effect<R, unknown> {
  return (record, { value }) => ({ ...record, [member]: isTrue(value) })
}

/** What a patch value says where a truth value is wanted. */
export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}

/** What an entry of a map is called when it is not there. */
export type EntryKind = 'parameter' | 'contentType'
const MISSING_ENTRY: Readonly<Record<EntryKind, string>> = {
  parameter: 'Invalid parameter name specified',
  contentType: 'Content-Type specified was not found',
}

/** Adds, replaces and removes entries of a map member, whose keys are the path's variable `{key}`. */
export function entries<R extends object, V = string>(
  member: keyof R & string,
  kind: EntryKind,
  options: { readonly read?: (value: string) => V; readonly valueRequired?: boolean; readonly keepEmpty?: boolean } = {},
): Required<Rule<R, unknown>> {
  const read = options.read ?? ((value: string) => value as unknown as V)
  const mapOf = (record: R) => (record[member] ?? {}) as Readonly<Record<string, V>>
  const put: Effect<R, unknown> = (record, { value, names }) => {
    if (options.valueRequired && (value === undefined || value === '')) throw badRequest(`Invalid null or empty value in ${member}`)
    return { ...record, [member]: { ...mapOf(record), [names['key'] as string]: read(value ?? '') } }
  }
  const existing =
    (effect: Effect<R, unknown>): Effect<R, unknown> =>
    (record, target, context) => {
      const changed = effect(record, target, context)
      if (!Object.hasOwn(mapOf(record), target.names['key'] as string)) throw notFound(MISSING_ENTRY[kind])
      return changed
    }
  return {
    add: put,
    replace: existing(put),
    remove: existing((record, { names }) => {
      const rest = without(mapOf(record), names['key'] as string)
      return (Object.keys(rest).length === 0 && !options.keepEmpty ? without(record, member) : { ...record, [member]: rest }) as R
    }),
  }
}

import { isObject, list, type Reading, type Test } from './request'
import { withVariables } from './variables'
import { compileWildcard } from './wildcard'

/** `Action`: names with wildcards, in any case. */
export function compileActions(written: unknown, place: string, reading: Reading): Test | undefined {
  const names = texts(written, place, reading)
  const wrong = names?.find((name) => name !== '*' && !/^[a-z0-9*?-]+:[a-z0-9*?]+$/i.test(name))
  if (wrong !== undefined) return reading.misfit(place, `: ${JSON.stringify(wrong)} is no action`)
  const matchers = names?.map((name) => compileWildcard(name.toLowerCase()))
  return matchers && (({ action }) => matchers.some((matches) => matches(action.toLowerCase())))
}

/** `Resource`: ARNs with wildcards, which reach over slashes and colons, and with variables. */
export function compileResources(written: unknown, place: string, reading: Reading): Test | undefined {
  const matchers = texts(written, place, reading)?.map((pattern) => withVariables(pattern, reading, true, compileWildcard))
  return matchers && ((request) => matchers.some((matches) => matches(request, request.resource)))
}

/** Kinds of principals; those of `AWS` may be everyone, or an account that stands for all in it. */
const KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])
const ACCOUNT = /^(?:arn:[^:]+:iam::(\d{12}):root|(\d{12}))$/

/** `Principal`: `"*"`, `{"AWS": ...}`, `{"Service": ...}`. */
export function compilePrincipals(written: unknown, place: string, reading: Reading): Test | undefined {
  if (written === '*') return () => true
  if (!isObject(written)) return reading.misfit(place, ' is neither "*" nor an object')
  const matchers: ((principals: readonly string[]) => boolean)[] = []
  for (const [kind, names] of Object.entries(written)) {
    if (!KINDS.has(kind)) return reading.misfit(`${place}.${kind}`, ' is no kind of principal')
    const found = texts(names, `${place}.${kind}`, reading)
    if (found === undefined) return undefined
    for (const name of found) matchers.push(kind === 'AWS' ? ofAccount(name) : (principals) => principals.includes(name))
  }
  return ({ principals = [] }) => matchers.some((matches) => matches(principals))
}

function ofAccount(name: string): (principals: readonly string[]) => boolean {
  if (name === '*') return () => true
  const account = ACCOUNT.exec(name)
  if (account === null) return (principals) => principals.includes(name)
  const part = `:${account[1] ?? account[2]}:`
  return (principals) => principals.some((principal) => principal.includes(part) || principal === name)
}

function texts(written: unknown, place: string, reading: Reading): readonly string[] | undefined {
  const values = list(written)
  const wrong = values.find((value) => typeof value !== 'string' || value === '')
  if (wrong !== undefined) return reading.misfit(place, `: ${JSON.stringify(wrong)} is no text`)
  return values as readonly string[]
}

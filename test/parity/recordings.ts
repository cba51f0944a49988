import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Answers that AWS gave, where they are beside the project; they are no part of it. */
const FOLDER = resolve(__dirname, '../../../shared/recordings/aws')

export const HAVE_RECORDINGS = existsSync(FOLDER)

/** The answers of one recorded session by the name of their step. */
export type Recorded = Readonly<Record<string, unknown>>

/** Every recorded session: `file::Session::name` without the common beginnings. */
export function loadRecordings(): ReadonlyMap<string, Recorded> {
  const sessions = new Map<string, Recorded>()
  if (!HAVE_RECORDINGS) return sessions
  for (const file of readdirSync(FOLDER).toSorted()) {
    const content = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, { 'recorded-content': Recorded }>
    const short = file.replace(/^test_apigateway_|\.json$/g, '')
    for (const [name, session] of Object.entries(content)) {
      sessions.set(`${short}::${name.replace(/^.*?::/, '').replace(/^\w+::/, '')}`, session['recorded-content'])
    }
  }
  return sessions
}

/** What stands in a recording for a value that differs from run to run. */
const PLACEHOLDER = /<(?:[\w:.-]+:\d+|region|partition|log-group-arn|model-base-url|external-aws-endpoint|api-id)>/

/** What placeholders turned out to stand for: each stands for the same in all of a session. */
export type Bindings = Map<string, string>

/** The first difference between a recorded answer and another, or undefined. Dates and ids may be any; lists may be in another order. */
export function difference(recorded: unknown, actual: unknown, bindings: Bindings, path = '$'): string | undefined {
  if (recorded === 'datetime') {
    const isTime = actual instanceof Date || typeof actual === 'number'
    return isTime ? undefined : `${path}: ${show(actual)} is no time`
  }
  if (typeof recorded === 'string' && typeof actual === 'string') return textDifference(recorded, actual, bindings, path)
  if (typeof recorded === 'object' && recorded !== null && typeof actual === 'string') {
    return difference(recorded, readJson(actual), bindings, path)
  }
  if (Array.isArray(recorded)) return listDifference(recorded, actual, bindings, path)
  if (typeof recorded === 'object' && recorded !== null) return objectDifference(recorded as Recorded, actual, bindings, path)
  return Object.is(recorded, actual) ? undefined : `${path}: ${show(actual)} instead of ${show(recorded)}`
}

function textDifference(recorded: string, actual: string, bindings: Bindings, path: string): string | undefined {
  const parts = recorded.split(new RegExp(`(${PLACEHOLDER.source})`))
  const pattern = parts.map((part, i) => (i % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') : '(.+?)')).join('')
  const values = new RegExp(`^${pattern}$`, 's').exec(actual)?.slice(1)
  if (values === undefined) return `${path}: ${show(actual)} instead of ${show(recorded)}`
  for (const [index, value] of values.entries()) {
    const name = parts[index * 2 + 1] as string
    const bound = bindings.get(name)
    if (bound !== undefined && bound !== value && !/^<(?:region|external)/.test(name))
      return `${path}: ${name} is ${value} here and was ${bound}`
    bindings.set(name, value)
  }
  return undefined
}

function listDifference(recorded: readonly unknown[], actual: unknown, bindings: Bindings, path: string): string | undefined {
  if (!Array.isArray(actual) || actual.length !== recorded.length) return `${path}: ${show(actual)} instead of ${show(recorded)}`
  const left = [...actual]
  for (const [index, item] of recorded.entries()) {
    let first: string | undefined
    const found = left.findIndex((candidate) => {
      const trial = new Map(bindings)
      const differs = difference(item, candidate, trial, `${path}[${index}]`)
      first ??= differs
      if (differs === undefined) for (const [name, value] of trial) bindings.set(name, value)
      return differs === undefined
    })
    if (found < 0) return first
    left.splice(found, 1)
  }
  return undefined
}

function objectDifference(recorded: Recorded, actual: unknown, bindings: Bindings, path: string): string | undefined {
  if (typeof actual !== 'object' || actual === null) return `${path}: ${show(actual)} instead of ${show(recorded)}`
  const members = actual as Record<string, unknown>
  const names = new Set([...Object.keys(recorded), ...Object.keys(members)])
  for (const name of names) {
    if (name === 'HTTPHeaders') continue
    if (!(name in recorded)) return `${path}.${name}: ${show(members[name])}, which AWS does not have`
    if (!(name in members)) return `${path}.${name}: missing, AWS has ${show(recorded[name])}`
    const differs = difference(recorded[name], members[name], bindings, `${path}.${name}`)
    if (differs !== undefined) return differs
  }
  return undefined
}

/** JSON text, plain or escaped once more as policies are. */
function readJson(text: string): unknown {
  for (const candidate of [() => JSON.parse(text), () => JSON.parse(JSON.parse(`"${text}"`))]) {
    try {
      return candidate()
    } catch {}
  }
  return text
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}

import { OPERATORS } from './conditions'
import { compileWildcard, literally } from './wildcard'

/** What is asked of a policy. */
export interface PolicyRequest {
  /** `execute-api:Invoke`. */
  readonly action: string
  readonly resource: string
  /** The ARNs and names that the caller answers to; none for an anonymous one. Only resource policies look at them. */
  readonly principals?: readonly string[]
  /** Condition keys, lower case, to their values; a key that is absent has none. */
  readonly context: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** What a policy says of a request: nothing, where no statement fits. */
export type Decision = 'allow' | 'deny' | 'none'

/** A policy, compiled once. */
export interface Policy {
  readonly evaluate: (request: PolicyRequest) => Decision
  /** What of the document cannot be understood, each with its place; such a statement never fits, unless it denies: then it always does. */
  readonly problems: readonly string[]
}

/** Operators whose values are patterns. */
const WITH_WILDCARDS = /Like$|^Arn/

type Test = (request: PolicyRequest) => boolean
interface Statement {
  readonly denies: boolean
  readonly tests: readonly Test[]
}

/**
 * Compiles a policy document: an explicit denial wins, then a permission. Source: IAM user guide, "IAM JSON policy elements reference"
 * and "Policy evaluation logic".
 */
export function compilePolicy(document: unknown): Policy {
  const problems: string[] = []
  const statements: Statement[] = []
  for (const [at, raw] of list((document as { Statement?: unknown } | null)?.Statement).entries()) {
    const place = `Statement[${at}]`
    if (typeof raw !== 'object' || raw === null) {
      problems.push(`${place} is no object`)
      continue
    }
    const statement = raw as Record<string, unknown>
    const { Effect } = statement
    if (Effect !== 'Allow' && Effect !== 'Deny') problems.push(`${place}.Effect is ${JSON.stringify(Effect)}: expected Allow or Deny`)
    else statements.push({ denies: Effect === 'Deny', tests: compileStatement(statement, place, problems) })
  }
  return {
    problems,
    evaluate: (request) => {
      let decision: Decision = 'none'
      for (const { denies, tests } of statements) {
        if (decision === 'allow' && !denies) continue
        if (!tests.every((test) => test(request))) continue
        if (denies) return 'deny'
        decision = 'allow'
      }
      return decision
    },
  }
}

function compileStatement(statement: Readonly<Record<string, unknown>>, place: string, problems: string[]): Test[] {
  const tests: Test[] = []
  const either = (name: string, compile: (patterns: readonly string[]) => Test) => {
    for (const [key, negative] of [
      [name, false],
      [`Not${name}`, true],
    ] as const) {
      if (statement[key] === undefined) continue
      const patterns = list(statement[key]).filter((value) => typeof value === 'string')
      const test = compile(patterns)
      tests.push(negative ? (request) => !test(request) : test)
    }
  }
  either('Action', (patterns) => {
    const matchers = patterns.map((pattern) => compileWildcard(pattern.toLowerCase()))
    return ({ action }) => matchers.some((matches) => matches(action.toLowerCase()))
  })
  either('Resource', (patterns) => {
    const matchers = patterns.map((pattern) => withVariables(pattern, true, compileWildcard))
    return (request) => matchers.some((matches) => matches(request, request.resource))
  })
  if (statement['Principal'] !== undefined) tests.push(compilePrincipal(statement['Principal']))
  if (statement['NotPrincipal'] !== undefined) {
    const named = compilePrincipal(statement['NotPrincipal'])
    tests.push((request) => !named(request))
  }
  for (const [operator, keys] of Object.entries((statement['Condition'] ?? {}) as Record<string, unknown>)) {
    for (const [key, wanted] of Object.entries((keys ?? {}) as Record<string, unknown>)) {
      const test = compileCondition(operator, key, list(wanted).map(String), `${place}.Condition.${operator}.${key}`, problems)
      tests.push(test ?? (() => statement['Effect'] === 'Deny'))
    }
  }
  return tests
}

/** `"*"`, `{"AWS": ...}`, `{"Service": ...}`: an account's number or root stands for everyone in it. */
function compilePrincipal(principal: unknown): Test {
  if (principal === '*') return () => true
  const named = Object.values((principal ?? {}) as Record<string, unknown>)
    .flatMap(list)
    .map(String)
  const matchers = named.map((name) => {
    const account = /^(?:arn:[^:]+:iam::(\d{12}):root|(\d{12}))$/.exec(name)
    if (name === '*') return () => true
    if (account === null) return (given: string) => given === name
    const part = `:${account[1] ?? account[2]}:`
    return (given: string) => given.includes(part) || given === name
  })
  return ({ principals = [] }) => named.includes('*') || principals.some((given) => matchers.some((matches) => matches(given)))
}

/** One key of a condition; undefined, and a problem, when it cannot be understood. */
function compileCondition(written: string, key: string, wanted: readonly string[], place: string, problems: string[]): Test | undefined {
  const [, quantifier, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(written) ?? []
  const name = key.toLowerCase()
  const valuesOf = ({ context }: PolicyRequest) => list(context[name]) as readonly string[]
  if (base === 'Null') return (request) => wanted.includes(String(valuesOf(request).length === 0))
  const operator = OPERATORS[base]
  if (operator === undefined) {
    problems.push(`${place}: ${written} is no condition operator`)
    return undefined
  }
  for (const text of wanted)
    if (!text.includes('${') && operator.compile(text) === undefined)
      problems.push(`${place}: ${JSON.stringify(text)} is no value for ${base}`)
  const tests = wanted.map((text) => withVariables(text, WITH_WILDCARDS.test(base), (filled) => operator.compile(filled) ?? (() => false)))
  const one = (request: PolicyRequest, value: string): boolean => {
    const any = tests.some((test) => test(request, value))
    return operator.negative === true ? !any : any
  }
  return (request) => {
    const values = valuesOf(request)
    if (values.length === 0)
      return quantifier === 'ForAllValues' || ifExists !== undefined || (operator.negative === true && quantifier === undefined)
    return quantifier === 'ForAnyValue' || (quantifier === undefined && operator.negative !== true)
      ? values.some((value) => one(request, value))
      : values.every((value) => one(request, value))
  }
}

/** `${aws:username}` and its like stand for the request's own values; `${*}`, `${?}` and `${$}` for the characters. */
function withVariables(
  text: string,
  wild: boolean,
  compile: (filled: string) => (value: string) => boolean,
): (request: PolicyRequest, value: string) => boolean {
  if (!text.includes('${')) {
    const test = compile(text)
    return (_request, value) => test(value)
  }
  return ({ context }, value) => {
    let known = true
    const filled = text.replace(/\$\{([^}]+)\}/g, (_all, name: string) => {
      if (name === '*' || name === '?' || name === '$') return wild ? literally(name) : name
      const found = list(context[name.toLowerCase()])[0]
      if (found === undefined) known = false
      return wild ? literally(String(found ?? '')) : String(found ?? '')
    })
    return known && compile(filled)(value)
  }
}

function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

import { compileCondition } from './condition'
import { compileActions, compilePrincipals, compileResources } from './elements'
import { type Decision, isObject, list, type PolicyRequest, type Reading, type Test } from './request'

export type { Decision, PolicyRequest } from './request'

/** A policy, compiled once. */
export interface Policy {
  readonly evaluate: (request: PolicyRequest) => Decision
  /**
   * What of the document cannot be understood, each with its place. A statement with such a part permits nothing; where it denies, it does so as if the
   * part fitted.
   */
  readonly problems: readonly string[]
}

interface Statement {
  readonly denies: boolean
  readonly tests: readonly Test[]
}

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17']
const ELEMENTS: ReadonlySet<string> = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
)

/**
 * Compiles a policy document: an explicit denial wins, then a permission. Source: IAM user guide, "IAM JSON policy elements reference"
 * and "Policy evaluation logic".
 */
export function compilePolicy(document: unknown): Policy {
  const problems: string[] = []
  const { Version, Statement: written } = isObject(document) ? document : {}
  const misfit = (place: string, what: string): undefined => {
    problems.push(`${place}${what}`)
  }
  if (!isObject(document)) misfit('the document', ' is no object')
  else if (written === undefined) misfit('Statement', ' is missing')
  if (Version !== undefined && !VERSIONS.includes(Version))
    misfit('Version', ` is ${JSON.stringify(Version)}: expected 2012-10-17 or 2008-10-17`)
  const reading: Reading = { misfit, variables: Version === '2012-10-17' }
  const statements = list(written).flatMap((raw, at) => compileStatement(raw, `Statement[${at}]`, reading) ?? [])
  return { problems, evaluate: (request) => evaluate(statements, request) }
}

function evaluate(statements: readonly Statement[], request: PolicyRequest): Decision {
  let decision: Decision = 'none'
  for (const { denies, tests } of statements) {
    if (decision === 'allow' && !denies) continue
    if (!tests.every((test) => test(request))) continue
    if (denies) return 'deny'
    decision = 'allow'
  }
  return decision
}

function compileStatement(statement: unknown, place: string, reading: Reading): Statement | undefined {
  if (!isObject(statement)) return reading.misfit(place, ' is no object')
  const { Effect, Condition } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny')
    return reading.misfit(`${place}.Effect`, ` is ${JSON.stringify(Effect)}: expected Allow or Deny`)
  const tests: (Test | undefined)[] = []
  for (const name of Object.keys(statement)) if (!ELEMENTS.has(name)) reading.misfit(`${place}.${name}`, ' is no element of a statement')
  const either = (name: string, compile: (written: unknown, place: string, reading: Reading) => Test | undefined, needed: boolean) => {
    const [plain, negated] = [statement[name], statement[`Not${name}`]]
    if (plain !== undefined && negated !== undefined) tests.push(reading.misfit(`${place}.Not${name}`, ` stands beside ${name}`))
    if (plain === undefined && negated === undefined && needed) tests.push(reading.misfit(`${place}.${name}`, ' is missing'))
    if (plain !== undefined) tests.push(compile(plain, `${place}.${name}`, reading))
    if (negated !== undefined) tests.push(not(compile(negated, `${place}.Not${name}`, reading)))
  }
  either('Action', compileActions, true)
  // The policies of resources name principals, those of principals do not; a role's trust policy names no resource.
  either('Resource', compileResources, false)
  either('Principal', compilePrincipals, false)
  for (const [operator, keys] of members(Condition, `${place}.Condition`, reading, tests)) {
    for (const [key, wanted] of members(keys, `${place}.Condition.${operator}`, reading, tests))
      tests.push(compileCondition(operator, key, wanted, `${place}.Condition.${operator}.${key}`, reading))
  }
  const denies = Effect === 'Deny'
  return { denies, tests: tests.map((test) => test ?? (() => denies)) }
}

function not(test: Test | undefined): Test | undefined {
  return test && ((request) => !test(request))
}

function members(value: unknown, place: string, reading: Reading, tests: (Test | undefined)[]): [string, unknown][] {
  if (isObject(value)) return Object.entries(value)
  if (value !== undefined) tests.push(reading.misfit(place, ' is no object'))
  return []
}

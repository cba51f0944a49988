import type { IConstruct } from 'constructs'

/**
 * What is wrong with a declaration, in the four parts that a person needs to mend it.
 *
 * @example
 * const problem: ConfigProblem = { what: 'The gateway has no such route', got: 'GET /order', allowed: 'GET /orders', fix: 'correct the key' }
 */
export interface ConfigProblem {
  /** What went wrong, in one clause. */
  readonly what: string
  /** The value that was found. */
  readonly got?: unknown
  /** The values that would be right. */
  readonly allowed?: string
  /** What to write instead. */
  readonly fix: string
}

/**
 * A declaration that cannot become an API. It is thrown while the app is synthesized, with what went wrong, the bad value, the allowed
 * values and the fix, so that nothing reaches CloudFormation only to fail there.
 *
 * @example
 * try { new RestGateway(stack, 'Shop', props) } catch (error) { if (error instanceof ConfigError) console.error(error.problem.fix) }
 */
export class ConfigError extends Error {
  readonly problem: ConfigProblem

  constructor(scope: IConstruct | undefined, problem: ConfigProblem) {
    const where = scope === undefined ? '' : `[${scope.node.path}] `
    const got = problem.got === undefined ? '' : ` Got: ${show(problem.got)}.`
    const allowed = problem.allowed === undefined ? '' : ` Allowed: ${problem.allowed}.`
    super(`${where}${problem.what}.${got}${allowed} Fix: ${problem.fix}.`)
    this.name = 'ConfigError'
    this.problem = problem
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value))
}

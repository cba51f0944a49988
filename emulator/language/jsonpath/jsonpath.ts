import { JsonParseError } from '../json/parse'
import type { Json } from '../json/value'
import { type StepCounter, Steps } from '../steps'
import { JsonPathError } from './error'
import { linkPath } from './evaluate'
import { type Expression, parseFilter, type Side } from './filter-parser'
import { type Operand, operandOf } from './operand'
import { parsePath } from './path-parser'
import type { Evaluation, Predicate, ReadablePath } from './token'

/** A JSONPath, compiled; as Jayway 2.10 reads and runs it (that the service has this version is uncertain, facts/14). */
export interface JsonPath {
  readonly text: string
  /**
   * The value at the path: an array for a path that can have several answers. Undefined: nothing is there. Throws JsonPathError otherwise. A step is
   * a value visited, a result kept, or some of a pattern's instructions.
   */
  evaluate(root: Json, budget?: StepCounter): Json | undefined
}

/**
 * What one evaluation may do by itself: some tenths of a second on a slow machine. `$..*` over 10 MB of numbers needs more, and is refused. The
 * service has a time limit of its own in this place (uncertain).
 */
const MOST_STEPS = 2_000_000

function ownSteps(): StepCounter {
  return new Steps(MOST_STEPS, () => new JsonPathError('runtime', 'the path takes too many steps over this document'))
}

/** Compiles a path; throws JsonPathError, with the position, where Jayway refuses it. */
export function compileJsonPath(text: string): JsonPath {
  const path = compileAt(text, 0, 0)
  return {
    text,
    evaluate(root, budget = ownSteps()) {
      if (root === null) throw new JsonPathError('runtime', 'json can not be null')
      return read(path, root, budget)
    },
  }
}

function read(path: ReadablePath, root: Json, budget: StepCounter): Json | undefined {
  try {
    return path.read(root, { document: root, budget, answers: new Map() }, false)
  } catch (error) {
    if (error instanceof JsonPathError && error.fault === 'not-found') return undefined
    // Only a value nested much deeper than a parsed text can be.
    if (error instanceof RangeError) throw new JsonPathError('runtime', 'the document is nested too deep')
    throw error
  }
}

function compileAt(text: string, origin: number, depth: number): ReadablePath {
  const { tokens, rooted } = parsePath(text, compileFilter, origin, depth)
  return linkPath(tokens, rooted)
}

function compileFilter(text: string, origin: number, depth: number): Predicate {
  const holds = condition(parseFilter(text, origin, (path, at) => compileAt(path, at, depth + 1)))
  return (item, evaluation, strict) => {
    evaluation.budget.step()
    try {
      return holds(item, evaluation, strict)
    } catch (error) {
      // A value of the wrong kind, an unknown function or an argument that is not there: the element does not pass. An error costs time.
      if (!(error instanceof JsonPathError) || error.fault === 'runtime') throw error
      evaluation.budget.step(20)
      return false
    }
  }
}

function condition(expression: Expression): Predicate {
  switch (expression.type) {
    case 'or': {
      const parts = expression.parts.map(condition)
      return (item, evaluation, strict) => parts.some((part) => part(item, evaluation, strict))
    }
    case 'and': {
      const parts = expression.parts.map(condition)
      return (item, evaluation, strict) => parts.every((part) => part(item, evaluation, strict))
    }
    case 'not': {
      const part = condition(expression.part)
      return (item, evaluation, strict) => !part(item, evaluation, strict)
    }
    case 'exists': {
      const { path, wanted } = expression
      return (item, evaluation) => (path.read(item, evaluation, true) !== undefined) === wanted
    }
    case 'compare': {
      const [left, right] = [operand(expression.left), operand(expression.right)]
      const { operator } = expression
      return (item, evaluation, strict) => {
        const { budget } = evaluation
        const sides = [left(item, evaluation, strict), right(item, evaluation, strict)] as const
        budget.step(weightOf(sides[0]) + weightOf(sides[1]))
        return operator(...sides, { budget, isPath })
      }
    }
  }
}

/** Long texts and numbers take longer to compare. */
function weightOf(side: Operand): number {
  if (side.type === 'string') return side.value.length >> 6
  return side.type === 'number' ? side.value.digits.length >> 6 : 0
}

function operand(side: Side): (item: Json, evaluation: Evaluation, strict: boolean) => Operand {
  if (side.type !== undefined) return () => side
  return (item, evaluation, strict) => operandOf(side.rooted ? answer(side, evaluation, strict) : side.read(item, evaluation, strict))
}

function answer(path: ReadablePath, evaluation: Evaluation, strict: boolean): Json | undefined {
  const { answers, document } = evaluation
  if (!answers.has(path)) answers.set(path, path.read(document, evaluation, strict))
  return answers.get(path)
}

/** Whether a text is a path that Jayway compiles: such a text in a list is no string to it. */
function isPath(text: string): boolean {
  if (text.length > 1 && text[1] !== '.' && text[1] !== '[') return false
  try {
    compileAt(text, 0, 0)
    return true
  } catch (error) {
    if (error instanceof JsonPathError || error instanceof JsonParseError) return false
    throw error
  }
}

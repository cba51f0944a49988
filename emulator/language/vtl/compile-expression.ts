import type { BinaryOperator, Block, Expression, Reference, Step } from './ast'
import { LIMITS } from './budget'
import { looselyEqual } from './equality'
import { TemplateError } from './errors'
import { getIndexed, getProperty, methodCall, setIndexed, setProperty } from './members'
import { arithmetic, compareNumbers, isNumber, toInt } from './numbers'
import type { Run } from './run'
import { toText } from './text'
import { JList, JMap, type Value } from './values'

/** Works out a value; null where Velocity finds none. */
export type Evaluate = (run: Run) => Value
/** Writes a part of the output. */
export type Render = (run: Run) => void

/** Compiles expressions; `block` compiles what stands in a string, `name` numbers a name, `locate` adds the place to an error. */
export interface Compiler {
  readonly block: (block: Block) => Render
  readonly name: (name: string) => number
  readonly locate: (error: unknown, offset: number) => unknown
}

/** The value of an expression. */
export function compileExpression(expression: Expression, compiler: Compiler): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression
      return () => value
    }
    case 'interpolated': {
      const body = compiler.block(expression.body)
      return (run) => run.capture(body)
    }
    case 'reference':
      return compileReference(expression, compiler)
    case 'list': {
      const items = expression.items.map((item) => compileExpression(item, compiler))
      return (run) => {
        run.budget.step(1 + items.length)
        return new JList(items.map((item) => item(run)))
      }
    }
    case 'map': {
      const entries = expression.entries.map(
        ([key, value]) => [compileExpression(key, compiler), compileExpression(value, compiler)] as const,
      )
      return (run) => {
        run.budget.step(1 + entries.length)
        const map = new JMap()
        for (const [key, value] of entries) map.put(key(run), value(run))
        return map
      }
    }
    case 'range':
      return compileRange(compileExpression(expression.from, compiler), compileExpression(expression.to, compiler))
    case 'not':
    case 'binary':
      return compileOperation(expression, compiler)
  }
}

/** Whether an expression counts as true: only `true`, references that are not `false`, and logic do; strings, numbers and lists do not. */
export function compileCondition(expression: Expression, compiler: Compiler): (run: Run) => boolean {
  switch (expression.kind) {
    case 'literal': {
      const isTrue = expression.value === true
      return () => isTrue
    }
    case 'reference':
    case 'not':
      break
    case 'binary':
      if (!'+-*/%'.includes(expression.operator)) break
      return () => false
    default:
      return () => false
  }
  const value = compileExpression(expression, compiler)
  return (run) => {
    const found = value(run)
    return found !== null && found !== false
  }
}

function compileRange(from: Evaluate, to: Evaluate): Evaluate {
  return (run) => {
    const [first, last] = [from(run), to(run)]
    if (!isNumber(first) || !isNumber(last)) return null
    const [start, end] = [toInt(first), toInt(last)]
    const count = Math.abs(end - start) + 1
    if (count > LIMITS.range) throw new TemplateError('Limit', `the range has ${count} elements`)
    run.budget.step(count)
    const direction = end < start ? -1 : 1
    return new JList(Array.from({ length: count }, (_, i) => start + i * direction))
  }
}

function compileOperation(expression: Extract<Expression, { kind: 'not' | 'binary' }>, compiler: Compiler): Evaluate {
  if (expression.kind === 'not') {
    const operand = compileCondition(expression.operand, compiler)
    return (run) => !operand(run)
  }
  const { operator } = expression
  if (operator === '&&' || operator === '||') {
    const [left, right] = [compileCondition(expression.left, compiler), compileCondition(expression.right, compiler)]
    return operator === '&&' ? (run) => left(run) && right(run) : (run) => left(run) || right(run)
  }
  const [left, right] = [compileExpression(expression.left, compiler), compileExpression(expression.right, compiler)]
  switch (operator) {
    case '==':
      return (run) => looselyEqual(left(run), right(run), run.budget)
    case '!=':
      return (run) => !looselyEqual(left(run), right(run), run.budget)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right)
    case '+':
      return addition(expression, left, right)
    default:
      return (run) => {
        const [a, b] = [left(run), right(run)]
        return isNumber(a) && isNumber(b) ? arithmetic(operator, a, b) : null
      }
  }
}

/** Only numbers have an order. */
function comparison(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  return (run) => {
    const [a, b] = [left(run), right(run)]
    if (!isNumber(a) || !isNumber(b)) return false
    const order = compareNumbers(a, b)
    return operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0
  }
}

/** With a string on either side, texts are joined; what has no value then stands as it is written. */
function addition({ left: a, right: b }: Extract<Expression, { kind: 'binary' }>, left: Evaluate, right: Evaluate): Evaluate {
  return (run) => {
    const [first, second] = [left(run), right(run)]
    if (typeof first !== 'string' && typeof second !== 'string')
      return isNumber(first) && isNumber(second) ? arithmetic('+', first, second) : null
    return run.budget.made(textOf(first, a, run) + textOf(second, b, run))
  }
}

function textOf(value: Value, expression: Expression, run: Run): string {
  if (value !== null) return toText(value, run.budget)
  return expression.kind === 'reference' ? expression.literal : expression.source
}

/** The value of a reference: `""` when there is none, wherever it stands (facts/14, 1). */
export function compileReference(reference: Reference, compiler: Compiler): Evaluate {
  const { text, offset } = reference
  if (text !== undefined) return () => ''
  const root = compiler.name(reference.root)
  if (reference.steps.length === 0) return (run) => run.find(root) ?? ''
  const steps = reference.steps.map((step) => compileStep(step, compiler))
  return (run) => {
    let value = run.find(root)
    if (value === undefined) return ''
    try {
      for (const step of steps) {
        const next = step(value, run)
        if (next === undefined || next === null) return ''
        value = next
      }
    } catch (error) {
      throw compiler.locate(error, offset)
    }
    return value
  }
}

function compileStep(step: Step, compiler: Compiler): (target: Value, run: Run) => Value | undefined {
  switch (step.kind) {
    case 'property': {
      const { name } = step
      return (target, run) => (target instanceof JMap && name !== 'class' ? target.get(name) : getProperty(target, name, run.budget))
    }
    case 'index': {
      const index = compileExpression(step.index, compiler)
      return (target, run) => getIndexed(target, index(run), run.budget)
    }
    case 'method': {
      const call = methodCall(step.name)
      const args = step.args.map((arg) => compileExpression(arg, compiler))
      const [only] = args
      if (only === undefined) return (target, run) => call(target, NO_ARGUMENTS, run.budget)
      if (args.length === 1) return (target, run) => call(target, [only(run)], run.budget)
      return (target, run) => {
        const values = args.map((arg) => arg(run))
        return call(target, values, run.budget)
      }
    }
  }
}

const NO_ARGUMENTS: readonly Value[] = []

/** Sets a reference: a variable, or a member of what the rest of it finds. */
export function compileTarget(reference: Reference, compiler: Compiler): (run: Run, value: Value) => void {
  const { steps, offset } = reference
  const root = compiler.name(reference.root)
  const last = steps.at(-1)
  if (last === undefined)
    return (run, value) => {
      run.variables[root] = value
    }
  const way = steps.slice(0, -1).map((step) => compileStep(step, compiler))
  const index = last.kind === 'index' ? compileExpression(last.index, compiler) : undefined
  return (run, value) => {
    let target: Value | undefined = run.find(root)
    try {
      for (const step of way) {
        if (target === undefined || target === null) return
        target = step(target, run)
      }
      if (target === undefined || target === null) return
      run.budget.step()
      if (last.kind === 'index') setIndexed(target, (index as Evaluate)(run), value, run.budget)
      else setProperty(target, last.name, value)
    } catch (error) {
      throw compiler.locate(error, offset)
    }
  }
}

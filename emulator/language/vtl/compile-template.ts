import type { Block, Reference, Statement } from './ast'
import { LIMITS } from './budget'
import { type Compiler, compileCondition, compileExpression, compileReference, compileTarget, type Render } from './compile-expression'
import { TemplateError } from './errors'
import { iteratorOf } from './members'
import { ForeachScope, Run, Stop, type VtlContext } from './run'
import { toText } from './text'
import { JObject, type Value } from './values'

/** How deep a `#define`d block may render itself; Velocity's own default. */
const DEEPEST_DEFINE = 2

/** Makes the function that renders a parsed template. */
export function compileBlocks(text: string, block: Block): (context: VtlContext) => string {
  const locate = (error: unknown, offset: number): unknown => {
    if (!(error instanceof TemplateError)) return error
    const before = text.slice(0, offset)
    return error.at(before.split('\n').length, offset - before.lastIndexOf('\n'))
  }
  const names: string[] = []
  const numbers = new Map<string, number>()
  const numberOf = (name: string): number => {
    let number = numbers.get(name)
    if (number === undefined) {
      number = names.push(name) - 1
      numbers.set(name, number)
    }
    return number
  }
  const compiler: Compiler = { block: (inner) => compileBlock(inner, compiler), name: numberOf, locate }
  const render = compiler.block(block)
  return (context) => {
    const run = new Run(context, names)
    try {
      render(run)
    } catch (error) {
      if (error instanceof RangeError) throw new TemplateError('StackOverflowError', 'the template is nested too deeply')
      if (!(error instanceof Stop)) throw error
    }
    return run.out
  }
}

function compileBlock(block: Block, compiler: Compiler): Render {
  const parts = block.map((statement) => compileStatement(statement, compiler))
  const [first, second] = parts
  if (first === undefined) return () => {}
  if (second === undefined) return first
  return (run) => {
    for (const part of parts) part(run)
  }
}

function compileStatement(statement: Statement, compiler: Compiler): Render {
  switch (statement.kind) {
    case 'text': {
      const { text } = statement
      return (run) => run.write(text)
    }
    case 'reference':
      return printReference(statement, compiler)
    case 'set': {
      const value = compileExpression(statement.value, compiler)
      const set = compileTarget(statement.target, compiler)
      return located(statement.offset, compiler, (run) => {
        const found = value(run)
        // Only a sum, a range and the like can have no value; then nothing is set.
        if (found !== null) set(run, found)
      })
    }
    case 'if':
      return conditional(statement, compiler)
    case 'foreach':
      return loop(statement, compiler)
    case 'define': {
      const name = compiler.name(statement.name)
      const body = compiler.block(statement.body)
      return (run) => {
        run.variables[name] = new DefinedBlock(body, run)
      }
    }
    case 'break': {
      const scope = statement.scope === undefined ? undefined : compileExpression(statement.scope, compiler)
      return located(statement.offset, compiler, (run) => {
        const found = scope?.(run)
        if (found !== undefined && !(found instanceof ForeachScope)) throw new TemplateError('VelocityException', '#break takes a scope')
        throw new Stop(found)
      })
    }
    case 'stop':
      return () => {
        throw new Stop('template')
      }
    case 'fail': {
      const { type, message, offset } = statement
      return located(offset, compiler, () => {
        throw new TemplateError(type, message)
      })
    }
  }
}

function located(offset: number, { locate }: Compiler, render: Render): Render {
  return (run) => {
    try {
      run.budget.step()
      render(run)
    } catch (error) {
      throw locate(error, offset)
    }
  }
}

function printReference(reference: Reference, compiler: Compiler): Render {
  const { text, prefix, escaped, literal, quiet, offset } = reference
  if (text !== undefined) return (run) => run.write(text)
  const value = compileReference(reference, compiler)
  // Escaped references are worked out all the same: their methods act.
  if (escaped)
    return (run) => {
      value(run)
      run.write(prefix + literal)
    }
  return (run) => {
    const found = value(run)
    if (prefix !== '') run.write(prefix)
    if (typeof found === 'string') run.write(found)
    else if (found instanceof DefinedBlock) {
      if (!found.render(run) && !quiet) run.write(literal)
    } else {
      try {
        run.write(toText(found, run.budget))
      } catch (error) {
        throw compiler.locate(error, offset)
      }
    }
  }
}

function conditional({ branches, otherwise, offset }: Extract<Statement, { kind: 'if' }>, compiler: Compiler): Render {
  const compiled = branches.map(({ condition, body }) => ({ holds: compileCondition(condition, compiler), body: compiler.block(body) }))
  const last = otherwise === undefined ? undefined : compiler.block(otherwise)
  const choose = (run: Run): Render | undefined => {
    try {
      run.budget.step()
      for (const { holds, body } of compiled) if (holds(run)) return body
      return last
    } catch (error) {
      throw compiler.locate(error, offset)
    }
  }
  return (run) => choose(run)?.(run)
}

/** Names that a loop sets besides its variable, and puts back at its end. */
const LOOP_NAMES = ['foreach', 'velocityCount', 'velocityHasNext'] as const

function loop({ variable, list, body: block, offset }: Extract<Statement, { kind: 'foreach' }>, compiler: Compiler): Render {
  const value = compileExpression(list, compiler)
  const body = compiler.block(block)
  const names = [variable, ...LOOP_NAMES].map(compiler.name)
  const [element, foreach, count, hasNext] = names as [number, number, number, number]
  return located(offset, compiler, (run) => {
    const iterator = iteratorOf(value(run))
    if (iterator === undefined) return
    const { variables } = run
    const before = names.map((name) => variables[name])
    const scope = new ForeachScope(variables[foreach])
    variables[foreach] = scope
    try {
      while (iterator.hasNext()) {
        if (++scope.index >= LIMITS.foreachIterations)
          throw new TemplateError('Limit', `#foreach runs more than ${LIMITS.foreachIterations} times`)
        run.budget.step()
        const next = iterator.next()
        scope.hasNext = iterator.hasNext()
        variables[element] = next
        variables[count] = scope.index + 1
        variables[hasNext] = scope.hasNext
        body(run)
      }
    } catch (error) {
      if (!(error instanceof Stop) || (error.scope !== undefined && error.scope !== scope)) throw error
    } finally {
      for (const [index, name] of names.entries()) variables[name] = before[index]
    }
  })
}

/** What `#define` leaves in its variable: rendered each time it is printed. */
class DefinedBlock extends JObject {
  override readonly className = 'org.apache.velocity.runtime.directive.Block$Reference'
  private depth = 0

  constructor(
    private readonly body: Render,
    private readonly owner: Run,
  ) {
    super()
  }

  /** False when it stands in itself too deeply: then it prints as it is written. */
  render(run: Run): boolean {
    if (this.depth >= DEEPEST_DEFINE) return false
    this.depth++
    try {
      run.budget.step()
      run.budget.nested(() => this.body(run))
    } catch (error) {
      if (!(error instanceof Stop) || error.scope !== undefined) throw error
    } finally {
      this.depth--
    }
    return true
  }

  override text(): string {
    return this.owner.capture((run) => {
      this.render(run)
    })
  }

  override property(): Value | undefined {
    return undefined
  }
}

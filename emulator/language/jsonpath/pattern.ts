import type { Budget } from './budget'
import { JsonPathError } from './error'
import { PatternError } from './pattern-class'
import { type Assertion, type Node, parsePattern } from './pattern-parser'
import { type CharacterSet, isLineEnd, isWord } from './pattern-set'

/** Whether the pattern matches the whole text. */
export type Pattern = (text: string, budget: Budget) => boolean

/** An instruction of a program; the next one follows where no other is named. */
type Instruction =
  | { readonly op: 'character'; readonly has: CharacterSet }
  | { readonly op: 'fork'; to: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'check'; readonly holds: (text: string, at: number, budget: Budget) => boolean }
  | { readonly op: 'done' }

type Program = readonly Instruction[]

/** Counted repetitions are written out, up to this size. */
const MOST_INSTRUCTIONS = 5_000

/**
 * Compiles a pattern of java.util.regex. It never backtracks: all ways through the pattern are followed side by side, so that the time is at
 * most the length of the text times that of the pattern (squared by look-around), and each state entered takes a step of the budget.
 */
export function compilePattern(source: string, flags: string, origin = 0): Pattern {
  try {
    const program = assemble(parsePattern(source, flags))
    return (text, budget) => run(program, text, 0, budget, (at) => at === text.length)
  } catch (error) {
    if (error instanceof PatternError) throw new JsonPathError('invalid-path', `${error.message} in the pattern`, origin + error.at)
    throw error
  }
}

function assemble(node: Node): Program {
  const program: Instruction[] = []
  write(node, program)
  program.push({ op: 'done' })
  return program
}

function write(node: Node, program: Instruction[]): void {
  if (program.length > MOST_INSTRUCTIONS) throw new PatternError('the repetitions are too large', 0)
  switch (node.type) {
    case 'set':
      program.push({ op: 'character', has: node.has })
      return
    case 'sequence':
      for (const part of node.parts) write(part, program)
      return
    case 'choice':
      choice(node.parts, program)
      return
    case 'repeat':
      repeat(node, program)
      return
    case 'assert': {
      const { kind } = node
      program.push({ op: 'check', holds: (text, at) => holdsAt(kind, text, at) })
      return
    }
    case 'look':
      program.push({ op: 'check', holds: look(assemble(node.part), node.ahead, node.wanted) })
  }
}

function choice(parts: readonly Node[], program: Instruction[]): void {
  const ends: { op: 'jump'; to: number }[] = []
  for (const [at, part] of parts.entries()) {
    const fork = { op: 'fork' as const, to: 0 }
    if (at < parts.length - 1) program.push(fork)
    write(part, program)
    if (at === parts.length - 1) break
    const end = { op: 'jump' as const, to: 0 }
    ends.push(end)
    program.push(end)
    fork.to = program.length
  }
  for (const end of ends) end.to = program.length
}

function repeat({ part, least, most }: Node & { type: 'repeat' }, program: Instruction[]): void {
  for (let count = 0; count < least; count += 1) {
    const before = program.length
    write(part, program)
    // A part without any instruction matches nothing, however often.
    if (program.length === before) return
  }
  if (most === Number.POSITIVE_INFINITY) {
    const fork = { op: 'fork' as const, to: 0 }
    const start = program.push(fork) - 1
    write(part, program)
    program.push({ op: 'jump', to: start })
    fork.to = program.length
    return
  }
  const forks: { op: 'fork'; to: number }[] = []
  for (let count = least; count < most; count += 1) {
    const fork = { op: 'fork' as const, to: 0 }
    forks.push(fork)
    program.push(fork)
    write(part, program)
  }
  for (const fork of forks) fork.to = program.length
}

/** Whether the program reaches its end at a place that is accepted. */
function run(program: Program, text: string, from: number, budget: Budget, accepts: (at: number) => boolean): boolean {
  budget.take(program.length >> 4)
  let states: number[] = []
  const entered = new Int32Array(program.length).fill(-1)
  const enter = (start: number, at: number, into: number[]): boolean => {
    const open = [start]
    let done = false
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (entered[state] === at) continue
      entered[state] = at
      budget.take()
      const instruction = program[state] as Instruction
      if (instruction.op === 'character') into.push(state)
      else if (instruction.op === 'done') done = true
      else if (instruction.op === 'jump') open.push(instruction.to)
      else if (instruction.op === 'fork') open.push(instruction.to, state + 1)
      else if (instruction.holds(text, at, budget)) open.push(state + 1)
    }
    return done
  }
  let done = enter(0, from, states)
  for (let at = from; ; ) {
    if (done && accepts(at)) return true
    if (at >= text.length || states.length === 0) return false
    const code = text.codePointAt(at) as number
    at += code > 0xffff ? 2 : 1
    const next: number[] = []
    done = false
    for (const state of states) {
      const instruction = program[state] as Instruction & { op: 'character' }
      if (instruction.has(code) && enter(state + 1, at, next)) done = true
    }
    states = next
  }
}

function look(program: Program, ahead: boolean, wanted: boolean): (text: string, at: number, budget: Budget) => boolean {
  if (ahead) return (text, at, budget) => run(program, text, at, budget, () => true) === wanted
  return (text, at, budget) => {
    let found = false
    for (let start = at; start >= 0 && !found; start -= 1) found = run(program, text, start, budget, (end) => end === at)
    return found === wanted
  }
}

function holdsAt(kind: Assertion, text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const here = text.charCodeAt(at)
  switch (kind) {
    case 'start':
      return at === 0
    case 'end':
      return at === text.length
    case 'last-line-end':
      return at === text.length || (isLineEnd(here) && (at === text.length - 1 || (here === 13 && text.slice(at) === '\r\n')))
    case 'line-start':
      return at === 0 || (at < text.length && isLineEnd(before) && !(before === 13 && here === 10))
    case 'line-end':
      return at === text.length || (isLineEnd(here) && !(here === 10 && before === 13))
    case 'word-edge':
      return isWord(before) !== isWord(here)
    case 'no-word-edge':
      return isWord(before) === isWord(here)
  }
}

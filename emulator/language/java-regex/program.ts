import { type CharacterSet, characterSet } from './classes'
import { RegexSyntaxError } from './error'
import { type Anchor, type CharacterTest, type Node, type Repeat, type Width, widthOf } from './nodes'

/** An instruction; the next one follows where no other is named. `memo`: the number under which its failures are remembered; -1 for none. */
export type Instruction =
  | { readonly op: 'character'; readonly unit: number }
  | { readonly op: 'set'; readonly set: CharacterSet }
  /** Takes as many of a set as there are, and gives back one after the other down to `min`. */
  | { readonly op: 'run'; readonly set: CharacterSet; readonly min: number; readonly max: number; readonly memo: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'fork'; first: number; second: number; readonly memo: number }
  | { readonly op: 'open' | 'enter'; readonly slot: number }
  | { readonly op: 'close'; readonly slot: number }
  /** Jumps when nothing was taken since `enter`. */
  | { readonly op: 'moved'; readonly slot: number; otherwise: number }
  | { readonly op: 'anchor'; readonly anchor: Anchor }
  | { readonly op: 'back'; readonly slot: number; readonly ignoreCase: boolean }
  /** Runs what follows it up to `done`, then goes on at `to`. */
  | { readonly op: 'atomic'; to: number }
  | { readonly op: 'look'; to: number; readonly behind: Width | undefined; readonly negative: boolean }
  | { readonly op: 'done' }

/** A regular expression as instructions for the matcher. */
export interface Program {
  readonly code: readonly Instruction[]
  /** Three for each group (where it was opened, its start, its end), then one for each loop. */
  readonly slots: number
  /** How many instructions remember where they failed; 0 where that depends on more than the place in the text. */
  readonly memos: number
}

/** Repeated groups are written out as often as they are counted, up to this size. */
const MOST_INSTRUCTIONS = 20_000

/** Makes the program of a parsed expression with so many groups. */
export function assemble(node: Node, groups: number): Program {
  const assembler = new Assembler(groups)
  assembler.write(node)
  return assembler.program()
}

class Assembler {
  private readonly code: Instruction[] = []
  private readonly sets = new Map<CharacterTest, CharacterSet>()
  private slots: number
  private memos = 0
  /** Within a look-behind, where a part fails depends on where it has to end. */
  private behind = 0
  private dependent = false

  constructor(groups: number) {
    this.slots = 3 * (groups + 1)
  }

  program(): Program {
    this.push({ op: 'done' })
    return { code: this.code, slots: this.slots, memos: this.dependent ? 0 : this.memos }
  }

  private push<Pushed extends Instruction>(instruction: Pushed): Pushed {
    if (this.code.length >= MOST_INSTRUCTIONS) throw new RegexSyntaxError('The repetitions are too large', 0)
    this.code.push(instruction)
    return instruction
  }

  private memo(): number {
    return this.behind > 0 ? -1 : this.memos++
  }

  private setOf(test: CharacterTest): CharacterSet {
    let set = this.sets.get(test)
    if (set === undefined) {
      set = characterSet(test)
      this.sets.set(test, set)
    }
    return set
  }

  write(node: Node): void {
    switch (node.kind) {
      case 'empty':
        return
      case 'set':
        if (node.only !== undefined && node.only <= 0xffff) this.push({ op: 'character', unit: node.only })
        else this.push({ op: 'set', set: this.setOf(node.test) })
        return
      case 'sequence':
        for (const part of node.parts) this.write(part)
        return
      case 'choice':
        this.choice(node.options)
        return
      case 'capture': {
        const slot = 3 * node.index
        this.push({ op: 'open', slot })
        this.write(node.body)
        this.push({ op: 'close', slot })
        return
      }
      case 'repeat':
        if (node.mode === 'possessive') this.possessive(node)
        else this.repeat(node)
        return
      case 'atomic':
        this.enclosed({ op: 'atomic', to: 0 }, node.body)
        return
      case 'look': {
        const behind = node.behind ? widthOf(node.body) : undefined
        if (node.behind) this.behind++
        this.enclosed({ op: 'look', to: 0, behind, negative: node.negative }, node.body)
        if (node.behind) this.behind--
        return
      }
      case 'back':
        this.dependent = true
        this.push({ op: 'back', slot: 3 * node.index, ignoreCase: node.ignoreCase })
        return
      case 'anchor':
        if (node.anchor === 'lastMatch') this.dependent = true
        this.push({ op: 'anchor', anchor: node.anchor })
    }
  }

  private enclosed(instruction: { to: number } & Instruction, body: Node): void {
    this.push(instruction)
    this.write(body)
    this.push({ op: 'done' })
    instruction.to = this.code.length
  }

  /** In Java each iteration takes the first way that it finds, and so does the whole. */
  private possessive(node: Repeat): void {
    const body: Node = node.body.kind === 'set' ? node.body : { kind: 'atomic', body: node.body }
    this.enclosed({ op: 'atomic', to: 0 }, { ...node, body, mode: 'greedy' })
  }

  private fork(lazy: boolean): { readonly body: () => void; readonly exit: () => void } {
    const fork = this.push({ op: 'fork', first: 0, second: 0, memo: this.memo() })
    const [inner, outer] = lazy ? (['second', 'first'] as const) : (['first', 'second'] as const)
    return {
      body: () => {
        fork[inner] = this.code.length
      },
      exit: () => {
        fork[outer] = this.code.length
      },
    }
  }

  private choice(options: readonly Node[]): void {
    const ends: { to: number }[] = []
    for (const [at, option] of options.entries()) {
      if (at === options.length - 1) {
        this.write(option)
        break
      }
      const fork = this.fork(false)
      fork.body()
      this.write(option)
      ends.push(this.push({ op: 'jump', to: 0 }))
      fork.exit()
    }
    for (const end of ends) end.to = this.code.length
  }

  private repeat({ body, min, max, mode }: Repeat): void {
    const lazy = mode === 'lazy'
    if (body.kind === 'set' && !lazy) {
      this.repeatSet(this.setOf(body.test), min, max)
      return
    }
    const start = this.code.length
    const open = max === Number.POSITIVE_INFINITY
    for (let count = open ? 1 : 0; count < min; count++) {
      this.write(body)
      // A part without any instruction matches nothing, however often.
      if (this.code.length === start) return
    }
    if (open) {
      if (min > 0) this.loop(body, lazy)
      else this.optionalLoop(body, lazy)
      return
    }
    const exits: (() => void)[] = []
    for (let count = min; count < max; count++) {
      const fork = this.fork(lazy)
      exits.push(fork.exit)
      fork.body()
      const before = this.code.length
      this.write(body)
      if (this.code.length === before) break
    }
    for (const exit of exits) exit()
  }

  private repeatSet(set: CharacterSet, min: number, max: number): void {
    if (max < Number.POSITIVE_INFINITY) {
      this.push({ op: 'run', set, min, max, memo: this.memo() })
      return
    }
    if (min > 0) this.push(min === 1 ? { op: 'set', set } : { op: 'run', set, min, max: min, memo: this.memo() })
    this.push({ op: 'run', set, min: 0, max, memo: this.memo() })
  }

  private optionalLoop(body: Node, lazy: boolean): void {
    const fork = this.fork(lazy)
    fork.body()
    this.loop(body, lazy)
    fork.exit()
  }

  /** Once or more often; an iteration that takes nothing is the last, as in Java. */
  private loop(body: Node, lazy: boolean): void {
    const start = this.code.length
    const slot = widthOf(body).min > 0 ? undefined : this.slots++
    if (slot !== undefined) this.push({ op: 'enter', slot })
    this.write(body)
    const moved = slot === undefined ? undefined : this.push({ op: 'moved', slot, otherwise: 0 })
    const again: Instruction & { op: 'fork' } = this.push({ op: 'fork', first: start, second: start, memo: this.memo() })
    if (lazy) again.first = this.code.length
    else again.second = this.code.length
    if (moved !== undefined) moved.otherwise = this.code.length
  }
}

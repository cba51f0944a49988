import type { StepCounter } from '../steps'
import { stands } from './anchors'
import { sameIn, widthAt } from './classes'
import { Failures, LARGEST_MEMORY } from './failures'
import { FRAME, keepSlots, MEMO, RUN, restoreSlots, SLOT, WAY } from './frames'
import type { Instruction, Program } from './program'

/** So many instructions are one step. */
const INSTRUCTIONS_A_STEP = 4
/** How often the steps are accounted for, in instructions. */
const STRIDE = 256
/** Failures are remembered from so many instructions on: most matches end long before. */
const MEMO_AFTER = 4_096
/** Choices that may be open at once; Java's stack overflows much earlier. */
const MOST_FRAMES = 1_000_000

/**
 * Runs a program over a text, one way after the other as Java does, but with a stack of its own. An instruction that failed at a place is not
 * tried there again, so that the time is at most the length of the text times that of the program; where an expression refers back to its
 * groups that does not hold, and the steps are the limit.
 */
export class Matcher {
  private readonly stack: number[] = []
  private readonly slots: number[]
  private failures: Failures | undefined
  private fuel = STRIDE
  private used = 0
  private from = 0

  constructor(
    private readonly program: Program,
    private readonly text: string,
    private readonly budget: StepCounter,
  ) {
    this.slots = new Array<number>(program.slots).fill(-1)
    this.budget.step(1 + (program.slots >> 4))
  }

  /** Where a match that begins at `start` ends, or -1; `from` is where the one before ended, `target` where this one has to, -1 being anywhere. */
  run(start: number, from: number, target: number): number {
    this.from = from
    this.slots.fill(-1)
    const end = this.execute(0, start, target)
    this.stack.length = 0
    return end
  }

  /** The text of a group after a match; undefined when it took no part. */
  group(index: number): string | undefined {
    const start = this.slots[3 * index + 1] ?? -1
    return start < 0 ? undefined : this.text.slice(start, this.slots[3 * index + 2])
  }

  private account(): void {
    const instructions = STRIDE - this.fuel
    this.fuel = STRIDE
    this.used += instructions
    this.budget.step(Math.ceil(instructions / INSTRUCTIONS_A_STEP))
    if (this.stack.length > MOST_FRAMES * FRAME) this.budget.step(Number.POSITIVE_INFINITY)
    if (this.used < MEMO_AFTER || this.failures !== undefined) return
    const size = this.program.memos * (this.text.length + 1)
    if (size === 0 || size > LARGEST_MEMORY) return
    this.budget.step(size >> 10)
    this.failures = new Failures(this.program.memos, this.text.length + 1)
  }

  private set(slot: number, value: number): void {
    this.stack.push(SLOT, slot, this.slots[slot] as number, 0)
    this.slots[slot] = value
  }

  /** Goes on from an instruction at a place. What it leaves on the stack when it succeeds are the ways not taken. */
  private execute(begin: number, start: number, target: number): number {
    const { stack, text } = this
    const { code } = this.program
    const base = stack.length
    let at = start
    let next = begin
    for (;;) {
      if (--this.fuel < 0) this.account()
      const instruction = code[next] as Instruction
      let holds = true
      next++
      switch (instruction.op) {
        case 'character':
          if (text.charCodeAt(at) === instruction.unit) at++
          else holds = false
          break
        case 'set': {
          const width = widthAt(instruction.set, text, at)
          holds = width > 0
          at += width
          break
        }
        case 'run': {
          const end = this.enterRun(instruction, next, at)
          holds = end >= 0
          at = end
          break
        }
        case 'jump':
          next = instruction.to
          break
        case 'fork': {
          const { first, second, memo } = instruction
          if (this.failures !== undefined && memo >= 0) {
            if (this.failures.has(memo, at)) {
              holds = false
              break
            }
            stack.push(MEMO, memo, at, 0)
          }
          stack.push(WAY, second, at, 0)
          next = first
          break
        }
        case 'open':
        case 'enter':
          this.set(instruction.slot, at)
          break
        case 'close': {
          const { slot } = instruction
          this.set(slot + 1, this.slots[slot] as number)
          this.set(slot + 2, at)
          break
        }
        case 'moved':
          if (this.slots[instruction.slot] === at) next = instruction.otherwise
          break
        case 'anchor':
          holds = stands(instruction.anchor, text, at, this.from)
          break
        case 'back': {
          const width = this.repeated(instruction, at)
          holds = width >= 0
          at += width
          break
        }
        case 'atomic': {
          const top = stack.length
          const end = this.execute(next, at, -1)
          holds = end >= 0
          if (holds) keepSlots(this.stack, top)
          at = end
          next = instruction.to
          break
        }
        case 'look':
          holds = this.looks(instruction, next, at)
          next = instruction.to
          break
        case 'done':
          if (target < 0 || at === target) return at
          holds = false
      }
      if (holds) continue
      const way = this.back(base)
      if (way === undefined) return -1
      next = way
      at = this.place
    }
  }

  /** Where to go on after `back`. */
  private place = 0

  /** Undoes what was done since the last choice; answers the instruction to go on with, or undefined when there is no choice left. */
  private back(base: number): number | undefined {
    const { stack } = this
    while (stack.length > base) {
      const third = stack.pop() as number
      const second = stack.pop() as number
      const first = stack.pop() as number
      const kind = stack.pop() as number
      if (kind === WAY) {
        this.place = second
        return first
      }
      if (kind === SLOT) this.slots[first] = second
      else if (kind === MEMO) this.failures?.add(first, second)
      else {
        const { memo, max } = this.program.code[first - 1] as Instruction & { op: 'run' }
        // Nothing behind the run succeeded, neither here nor further on.
        if (max === Number.POSITIVE_INFINITY) this.failures?.add(memo, third)
        if (third <= second) continue
        const before = third - (third - second >= 2 && (this.text.codePointAt(third - 2) as number) > 0xffff ? 2 : 1)
        stack.push(RUN, first, second, before)
        this.place = before
        return first
      }
    }
    return undefined
  }

  /** Takes the most of a run; answers where it ends, or -1. */
  private enterRun({ set, min, max, memo }: Instruction & { op: 'run' }, next: number, start: number): number {
    if (this.failures?.has(memo, start) === true) return -1
    const { text } = this
    const open = max === Number.POSITIVE_INFINITY
    let at = start
    let low = start
    let last = start
    let count = 0
    for (; count < max; count++) {
      if (count === min) low = at
      const width = widthAt(set, text, at)
      if (width === 0) break
      if (--this.fuel < 0) this.account()
      last = at
      at += width
      // A run from there on failed before.
      if (open && this.failures?.has(memo, at) === true) {
        at = last
        break
      }
    }
    if (count < min) return -1
    if (count === min) low = at
    if (!open && this.failures !== undefined) this.stack.push(MEMO, memo, start, 0)
    if (at > low || (open && this.failures !== undefined)) this.stack.push(RUN, next, low, at)
    return at
  }

  /** How much a group's text, repeated here, takes; -1 when it does not stand here. */
  private repeated({ slot, ignoreCase }: Instruction & { op: 'back' }, at: number): number {
    const start = this.slots[slot + 1] ?? -1
    if (start < 0) return -1
    const { text } = this
    const width = (this.slots[slot + 2] as number) - start
    this.fuel -= width
    for (let i = 0; i < width; i++)
      if (!sameIn(ignoreCase ? 'ascii' : 'exact', text.charCodeAt(start + i), text.charCodeAt(at + i))) return -1
    return width
  }

  private looks({ behind, negative }: Instruction & { op: 'look' }, body: number, at: number): boolean {
    const top = this.stack.length
    let found = false
    if (behind === undefined) found = this.execute(body, at, -1) >= 0
    else
      for (let start = at - behind.min; start >= Math.max(0, at - behind.max) && !found; start--) found = this.execute(body, start, at) >= 0
    if (found && !negative) keepSlots(this.stack, top)
    else if (found) restoreSlots(this.stack, top, this.slots)
    return found !== negative
  }
}

import type { Budget } from '../budget'
import { stands } from './anchors'
import { otherCase } from './classes'
import type { Node } from './nodes'
import { RegexParser } from './parse'

/** One attempt to match. */
interface Attempt {
  readonly text: string
  readonly budget: Budget
  readonly whole: boolean
  /** Where each group begins and ends; -1 when it took no part. */
  readonly starts: number[]
  readonly ends: number[]
  readonly loops: { readonly count: number; readonly start: number }[]
}

/** Where a match that goes on from here ends, or -1. */
type Matcher = (attempt: Attempt, at: number) => number

/** A match: where it stands, and its groups (0 is all of it). */
export interface Match {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

/**
 * A regular expression as Java runs it. It is matched by our own closures, whose steps are counted: an expression that would backtrack
 * for ever ends in a `TemplateError`.
 */
export class JavaRegex {
  private readonly matcher: Matcher
  private readonly groups: number
  readonly names: ReadonlyMap<string, number>
  private loops = 0

  constructor(pattern: string) {
    const parser = new RegexParser(pattern)
    const node = parser.parse()
    this.groups = parser.groups
    this.names = parser.names
    this.matcher = this.compile(node, (attempt, at) => (attempt.whole && at !== attempt.text.length ? -1 : at))
  }

  get groupCount(): number {
    return this.groups
  }

  /** Whether the whole text matches. */
  matches(text: string, budget: Budget): boolean {
    return this.matcher(this.attempt(text, budget, true), 0) >= 0
  }

  /** The first match at or behind `from`. */
  find(text: string, from: number, budget: Budget): Match | undefined {
    for (let start = from; start <= text.length; start++) {
      const attempt = this.attempt(text, budget, false)
      const end = this.matcher(attempt, start)
      if (end < 0) continue
      const groups: (string | undefined)[] = [text.slice(start, end)]
      for (let i = 1; i <= this.groups; i++) {
        const begin = attempt.starts[i] ?? -1
        groups.push(begin < 0 ? undefined : text.slice(begin, attempt.ends[i]))
      }
      return { start, end, groups }
    }
    return undefined
  }

  private attempt(text: string, budget: Budget, whole: boolean): Attempt {
    budget.step()
    return { text, budget, whole, starts: [], ends: [], loops: [] }
  }

  private compile(node: Node, next: Matcher): Matcher {
    switch (node.kind) {
      case 'empty':
        return next
      case 'set':
        return (attempt, at) => {
          const width = widthAt(attempt, at, node.test)
          return width === 0 ? -1 : next(attempt, at + width)
        }
      case 'sequence':
        return node.parts.reduceRight((rest, part) => this.compile(part, rest), next)
      case 'choice':
        return firstOf(node.options.map((option) => this.compile(option, next)))
      case 'capture':
        return this.capture(node.index, node.body, next)
      case 'repeat':
        if (node.mode === 'possessive') return this.compile({ kind: 'atomic', body: { ...node, mode: 'greedy' } }, next)
        return node.body.kind === 'set' ? repeatSet(node, node.body.test, next) : this.repeat(node, next)
      case 'atomic': {
        const body = this.compile(node.body, (_, at) => at)
        return (attempt, at) => {
          const end = body(attempt, at)
          return end < 0 ? -1 : next(attempt, end)
        }
      }
      case 'look':
        return this.look(node, next)
      case 'back':
        return back(node.index, node.ignoreCase, next)
      case 'anchor':
        return (attempt, at) => (stands(node.anchor, attempt.text, at) ? next(attempt, at) : -1)
    }
  }

  private capture(index: number, body: Node, next: Matcher): Matcher {
    const begins: number[] = []
    const inner = this.compile(body, (attempt, at) => {
      const [start, end] = [attempt.starts[index] ?? -1, attempt.ends[index] ?? -1]
      const begin = begins.pop() as number
      attempt.starts[index] = begin
      attempt.ends[index] = at
      const result = next(attempt, at)
      begins.push(begin)
      if (result >= 0) return result
      attempt.starts[index] = start
      attempt.ends[index] = end
      return -1
    })
    return (attempt, at) => {
      begins.push(at)
      try {
        return inner(attempt, at)
      } finally {
        begins.pop()
      }
    }
  }

  private repeat(node: Extract<Node, { kind: 'repeat' }>, next: Matcher): Matcher {
    const id = this.loops++
    const { min, max, mode } = node
    const body = this.compile(node.body, (attempt, at) => {
      const loop = attempt.loops[id] as { count: number; start: number }
      // An iteration that took nothing is the last.
      const result = at === loop.start && loop.count >= min ? next(attempt, at) : iterate(attempt, at, loop.count + 1)
      attempt.loops[id] = loop
      return result
    })
    const again = (attempt: Attempt, at: number, count: number): number => {
      const before = attempt.loops[id]
      attempt.loops[id] = { count, start: at }
      const result = body(attempt, at)
      if (before !== undefined) attempt.loops[id] = before
      return result
    }
    const iterate = (attempt: Attempt, at: number, count: number): number => {
      attempt.budget.step()
      if (count < min) return again(attempt, at, count)
      if (count >= max) return next(attempt, at)
      const first = mode === 'lazy' ? next(attempt, at) : again(attempt, at, count)
      if (first >= 0) return first
      return mode === 'lazy' ? again(attempt, at, count) : next(attempt, at)
    }
    return (attempt, at) => iterate(attempt, at, 0)
  }

  private look(node: Extract<Node, { kind: 'look' }>, next: Matcher): Matcher {
    let target = -1
    const ahead = this.compile(node.body, (_, at) => (node.behind && at !== target ? -1 : at))
    const found = (attempt: Attempt, at: number): boolean => {
      const inner = { ...attempt, whole: false }
      if (!node.behind) return ahead(inner, at) >= 0
      for (let from = at; from >= 0; from--) {
        attempt.budget.step()
        target = at
        if (ahead(inner, from) >= 0) return true
      }
      return false
    }
    return (attempt, at) => (found(attempt, at) === node.negative ? -1 : next(attempt, at))
  }
}

function firstOf(options: readonly Matcher[]): Matcher {
  return (attempt, at) => {
    for (const option of options) {
      attempt.budget.step()
      const end = option(attempt, at)
      if (end >= 0) return end
    }
    return -1
  }
}

/** How many units the character here has if the class holds it; else 0. */
function widthAt({ text, budget }: Attempt, at: number, test: (code: number) => boolean): number {
  budget.step()
  if (at >= text.length) return 0
  const code = text.codePointAt(at) as number
  return test(code) ? (code > 0xffff ? 2 : 1) : 0
}

function repeatSet({ min, max, mode }: Extract<Node, { kind: 'repeat' }>, test: (code: number) => boolean, next: Matcher): Matcher {
  const lazy: Matcher = (attempt, from) => {
    let at = from
    for (let count = 0; ; count++) {
      if (count >= min) {
        const end = next(attempt, at)
        if (end >= 0 || count >= max) return end
      }
      const width = widthAt(attempt, at, test)
      if (width === 0) return -1
      at += width
    }
  }
  const greedy: Matcher = (attempt, from) => {
    let at = from
    let count = 0
    for (let width = 1; count < max && width > 0; ) {
      width = widthAt(attempt, at, test)
      at += width
      if (width > 0) count++
    }
    for (; count >= min; count--) {
      attempt.budget.step()
      const end = next(attempt, at)
      if (end >= 0 || count === 0) return end
      const pair = at - from >= 2 && (attempt.text.codePointAt(at - 2) as number) > 0xffff
      at -= pair ? 2 : 1
    }
    return -1
  }
  return mode === 'lazy' ? lazy : greedy
}

function back(index: number, ignoreCase: boolean, next: Matcher): Matcher {
  return (attempt, at) => {
    const start = attempt.starts[index] ?? -1
    if (start < 0) return -1
    const wanted = attempt.text.slice(start, attempt.ends[index])
    attempt.budget.step(1 + wanted.length)
    const same = (a: number, b: number): boolean => a === b || (ignoreCase && otherCase(a) === b)
    for (let i = 0; i < wanted.length; i++) if (!same(wanted.charCodeAt(i), attempt.text.charCodeAt(at + i))) return -1
    return next(attempt, at + wanted.length)
  }
}

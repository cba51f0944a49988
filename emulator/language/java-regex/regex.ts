import type { StepCounter } from '../steps'
import { TextSearch } from '../text-search'
import { RegexSyntaxError } from './error'
import { Matcher } from './matcher'
import { type CharacterTest, firstOf, literalOf } from './nodes'
import { RegexParser } from './parse'
import { assemble, type Program } from './program'

/** Longer expressions than this are refused, in characters. */
const LONGEST_PATTERN = 10_000

/** A match: where it stands, and the texts of its groups (0 is all of it). */
export interface Match {
  readonly start: number
  readonly end: number
  readonly group: (index: number) => string | undefined
}

/** Finds the first match at or behind a place of one text. */
export type Find = (from: number) => Match | undefined

/**
 * A regular expression as java.util.regex reads and runs it. Matching counts its steps, so that no expression runs for ever; `flags` are those of
 * `(?idmsuxU)`. Throws `RegexSyntaxError`.
 */
export class JavaRegex {
  readonly names: ReadonlyMap<string, number>
  readonly groupCount: number
  private readonly program: Program
  private readonly first: CharacterTest | undefined
  private readonly literal: { readonly text: string; readonly search: TextSearch } | undefined

  constructor(pattern: string, flags = '') {
    if (pattern.length > LONGEST_PATTERN) throw new RegexSyntaxError('The expression is too long', LONGEST_PATTERN)
    const parser = new RegexParser(pattern, new Set(flags))
    const node = parser.parse()
    this.names = parser.names
    this.groupCount = parser.groups
    this.program = assemble(node, parser.groups)
    this.first = firstOf(node)
    const text = literalOf(node)
    this.literal = text === undefined ? undefined : { text, search: new TextSearch(text) }
  }

  /** Whether the whole text matches. */
  matches(text: string, budget: StepCounter): boolean {
    return new Matcher(this.program, text, budget).run(0, 0, text.length) >= 0
  }

  /** Searches a text, as often as asked. */
  finder(text: string, budget: StepCounter): Find {
    const { literal, first } = this
    if (literal !== undefined) return findLiteral(text, literal.text, literal.search, budget)
    const matcher = new Matcher(this.program, text, budget)
    let before = 0
    return (from) => {
      for (let start = from; start <= text.length; start++) {
        if (first !== undefined) {
          const skipped = start
          while (start < text.length && !first(text.codePointAt(start) as number)) start++
          budget.step((start - skipped) >> 4)
          if (start === text.length) return undefined
        }
        if (start > from && isWithinPair(text, start)) continue
        budget.step()
        const end = matcher.run(start, before, -1)
        if (end < 0) continue
        before = end
        return { start, end, group: (index) => (index === 0 ? text.slice(start, end) : matcher.group(index)) }
      }
      return undefined
    }
  }
}

function isWithinPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff && (text.codePointAt(at - 1) as number) > 0xffff
}

function findLiteral(text: string, literal: string, search: TextSearch, budget: StepCounter): Find {
  return (from) => {
    const start = search.first(text, from)
    budget.step(1 + (((start < 0 ? text.length : start) - from) >> 6))
    return start < 0 ? undefined : { start, end: start + literal.length, group: (index) => (index === 0 ? literal : undefined) }
  }
}

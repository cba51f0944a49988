import { anyOf, escapeClass, not, single } from './classes'
import { type Anchor, type CharacterTest, isLineEnd, type Node, type Repeat } from './nodes'
import { ClassParser } from './parse-class'

const ANCHORS: ReadonlyMap<string, Anchor> = new Map([
  ['A', 'start'],
  ['G', 'lastMatch'],
  ['z', 'end'],
  ['Z', 'lastEnd'],
  ['b', 'boundary'],
  ['B', 'noBoundary'],
])
/** The most that a repetition can count: Java's largest int. */
const MOST_REPEATED = 2 ** 31 - 1
const QUANTIFIER = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y
const GROUP = /\?(?:([:=!>])|<([=!])|<([A-Za-z][A-Za-z0-9]*)>|([dixmsuU]*)(?:-([dixmsuU]+))?([:)]))/y
const BACK_REFERENCE = /([1-9])|k<([A-Za-z][A-Za-z0-9]*)>/y

/** Parses Java's syntax of regular expressions. */
export class RegexParser extends ClassParser {
  groups = 0
  readonly names = new Map<string, number>()

  parse(): Node {
    const node = this.choice()
    if (this.at < this.pattern.length) throw this.error("Unmatched closing ')'")
    return node
  }

  private choice(): Node {
    const before = this.flags
    const options = [this.sequence()]
    while (this.skip('|')) options.push(this.sequence())
    this.flags = before
    if (options.length === 1) return options[0] as Node
    // `(a|b)` is `[ab]`: one character either way.
    const tests = options.flatMap((option) => (option.kind === 'set' ? [option.test] : []))
    return tests.length === options.length ? { kind: 'set', test: anyOf(tests) } : { kind: 'choice', options }
  }

  private sequence(): Node {
    const parts: Node[] = []
    for (;;) {
      this.blanks()
      const next = this.pattern[this.at]
      if (next === undefined || next === '|' || next === ')') return parts.length === 1 ? (parts[0] as Node) : { kind: 'sequence', parts }
      if (this.skip('\\Q')) {
        const quoted = [...this.quotation()].map((sign) => this.character(sign.codePointAt(0) as number))
        const last = quoted.pop()
        parts.push(...quoted)
        if (last !== undefined) parts.push(this.quantified(last))
        continue
      }
      const atom = this.atom()
      if (atom !== undefined) parts.push(this.quantified(atom))
    }
  }

  private quantified(body: Node): Node {
    this.blanks()
    const found = this.take(QUANTIFIER)
    if (found === null) {
      if (this.pattern[this.at] === '{') throw this.error('Illegal repetition')
      return body
    }
    const sign = found[0][0]
    const min = sign === '{' ? Number(found[1]) : sign === '+' ? 1 : 0
    const open = sign === '{' ? found[2] !== undefined && found[3] === '' : sign !== '?'
    const max = open ? Number.POSITIVE_INFINITY : sign === '?' ? 1 : Number(found[3] ?? found[1])
    if (max < min || min > MOST_REPEATED || (!open && max > MOST_REPEATED)) throw this.error('Illegal repetition range')
    const mode: Repeat['mode'] = this.skip('?') ? 'lazy' : this.skip('+') ? 'possessive' : 'greedy'
    return { kind: 'repeat', body, min, max, mode }
  }

  private character(code: number): Node {
    const test = single(code, this.cases)
    return this.cases === 'exact' ? { kind: 'set', test, only: code } : { kind: 'set', test }
  }

  /** Undefined for flags, which stand for nothing themselves. */
  private atom(): Node | undefined {
    const code = this.pattern.codePointAt(this.at) as number
    const sign = String.fromCodePoint(code)
    // Nothing, repeated: `{2}` at the beginning is no mistake to Java.
    if (sign === '{') return { kind: 'empty' }
    this.at += sign.length
    switch (sign) {
      case '.':
        return { kind: 'set', test: this.flags.has('s') ? () => true : this.flags.has('d') ? (given) => given !== 10 : not(isLineEnd) }
      case '^':
        return { kind: 'anchor', anchor: this.flags.has('m') ? 'lineStart' : 'start' }
      case '$':
        return { kind: 'anchor', anchor: this.flags.has('m') ? 'lineEnd' : 'lastEnd' }
      case '(':
        return this.group()
      case '[':
        return { kind: 'set', test: this.set() }
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        throw this.error(`Dangling meta character '${sign}'`)
      default:
        return this.character(code)
    }
  }

  private group(): Node | undefined {
    const special = this.take(GROUP)
    if (special === null) {
      if (this.pattern[this.at] === '?') throw this.error('Unknown group')
      return this.capture()
    }
    const [, plain, behind, name, on = '', off = '', end] = special
    if (name !== undefined) {
      if (this.names.has(name)) throw this.error(`Named capturing group <${name}> is already defined`)
      this.names.set(name, this.groups + 1)
      return this.capture()
    }
    if (end !== undefined) {
      const before = this.flags
      this.flags = new Set([...before, ...on].filter((letter) => !off.includes(letter)))
      if (end === ')') return undefined
      const body = this.body()
      this.flags = before
      return body
    }
    const body = this.body()
    if (plain === ':') return body
    if (plain === '>') return { kind: 'atomic', body }
    return { kind: 'look', body, behind: behind !== undefined, negative: (behind ?? plain) === '!' }
  }

  private capture(): Node {
    const index = ++this.groups
    return { kind: 'capture', index, body: this.body() }
  }

  private body(): Node {
    const node = this.nested(() => this.choice())
    if (!this.skip(')')) throw this.error('Unclosed group')
    return node
  }

  private escape(): Node {
    const letter = this.pattern[this.at] ?? ''
    const anchor = ANCHORS.get(letter)
    if (anchor !== undefined) {
      this.at++
      return { kind: 'anchor', anchor }
    }
    const back = this.take(BACK_REFERENCE)
    if (back !== null) return this.backReference(back[1], back[2])
    if (letter === 'R') {
      this.at++
      const pair: Node = {
        kind: 'sequence',
        parts: [13, 10].map((code): Node => ({ kind: 'set', test: single(code, 'exact'), only: code })),
      }
      return { kind: 'choice', options: [pair, { kind: 'set', test: escapeClass('v', false) as CharacterTest }] }
    }
    const found = this.escaped()
    return typeof found === 'number' ? this.character(found) : { kind: 'set', test: found }
  }

  /** More digits belong to the number as long as there is such a group so far. */
  private backReference(digit: string | undefined, name: string | undefined): Node {
    let index = digit === undefined ? this.names.get(name as string) : Number(digit)
    if (index === undefined) throw this.error(`named capturing group <${name}> does not exist`)
    for (; digit !== undefined && /\d/.test(this.pattern[this.at] ?? ''); this.at++) {
      const longer: number = index * 10 + Number(this.pattern[this.at])
      if (longer > this.groups) break
      index = longer
    }
    return { kind: 'back', index, ignoreCase: this.flags.has('i') }
  }
}

import { escapeClass, not, single } from './classes'
import { type Anchor, type CharacterTest, isLineEnd, type Node } from './nodes'
import { anyOf, ClassParser, type Flags } from './parse-class'

const ANCHORS: ReadonlyMap<string, Anchor> = new Map([
  ['A', 'start'],
  ['z', 'end'],
  ['Z', 'lastEnd'],
  ['b', 'boundary'],
  ['B', 'noBoundary'],
])

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
      if (this.pattern.startsWith('\\Q', this.at)) parts.push(...this.quotation())
      else parts.push(this.quantified(this.atom()))
    }
  }

  private quotation(): Node[] {
    const end = this.pattern.indexOf('\\E', this.at)
    const text = this.pattern.slice(this.at + 2, end < 0 ? undefined : end)
    this.at = end < 0 ? this.pattern.length : end + 2
    return [...text].map((sign) => ({ kind: 'set', test: single(sign.codePointAt(0) as number, this.flags.i) }))
  }

  private quantified(atom: Node): Node {
    let node = atom
    for (;;) {
      this.blanks()
      const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/.exec(this.pattern.slice(this.at, this.at + 32))
      if (found === null) {
        if (this.pattern[this.at] === '{') throw this.error('Illegal repetition')
        return node
      }
      this.at += found[0].length
      const sign = found[0][0]
      const min = sign === '{' ? Number(found[1]) : sign === '+' ? 1 : 0
      const open = sign === '{' ? found[2] !== undefined && found[3] === '' : sign !== '?'
      const max = open ? Number.POSITIVE_INFINITY : sign === '?' ? 1 : Number(found[3] ?? found[1])
      if (max < min) throw this.error('Illegal repetition range')
      const mode = this.skip('?') ? 'lazy' : this.skip('+') ? 'possessive' : 'greedy'
      node = { kind: 'repeat', body: node, min, max, mode }
    }
  }

  private atom(): Node {
    const code = this.pattern.codePointAt(this.at) as number
    const sign = String.fromCodePoint(code)
    this.at += sign.length
    switch (sign) {
      case '.':
        return { kind: 'set', test: this.flags.s ? () => true : not(isLineEnd) }
      case '^':
        return { kind: 'anchor', anchor: this.flags.m ? 'lineStart' : 'start' }
      case '$':
        return { kind: 'anchor', anchor: this.flags.m ? 'lineEnd' : 'lastEnd' }
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
      case '{':
        throw this.error('Illegal repetition')
      default:
        return { kind: 'set', test: single(code, this.flags.i) }
    }
  }

  private group(): Node {
    const special = /^\?(?:([:=!>])|<([=!])|<([A-Za-z][A-Za-z0-9]*)>|([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)]))/.exec(
      this.pattern.slice(this.at, this.at + 200),
    )
    if (special === null) {
      if (this.pattern[this.at] === '?') throw this.error('Unknown group')
      return this.capture()
    }
    this.at += special[0].length
    const [, plain, behind, name, on = '', off = '', end] = special
    if (name !== undefined) {
      if (this.names.has(name)) throw this.error(`Named capturing group <${name}> is already defined`)
      this.names.set(name, this.groups + 1)
      return this.capture()
    }
    if (end !== undefined) {
      const before = this.flags
      const flag = (letter: keyof Flags): boolean => (before[letter] || on.includes(letter)) && !off.includes(letter)
      this.flags = { i: flag('i'), s: flag('s'), m: flag('m'), x: flag('x') }
      if (end === ')') return { kind: 'empty' }
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
    const letter = this.pattern[this.at]
    const anchor = ANCHORS.get(letter ?? '')
    if (anchor !== undefined) {
      this.at++
      return { kind: 'anchor', anchor }
    }
    const back = /^(?:([1-9])|k<([A-Za-z][A-Za-z0-9]*)>)/.exec(this.pattern.slice(this.at, this.at + 100))
    if (back !== null) {
      this.at += back[0].length
      const index = back[1] !== undefined ? Number(back[1]) : this.names.get(back[2] as string)
      if (index === undefined) throw this.error('No such group')
      return { kind: 'back', index, ignoreCase: this.flags.i }
    }
    if (letter === 'R') {
      this.at++
      const of = (code: number): Node => ({ kind: 'set', test: single(code, false) })
      return {
        kind: 'choice',
        options: [
          { kind: 'sequence', parts: [of(13), of(10)] },
          { kind: 'set', test: escapeClass('v') as CharacterTest },
        ],
      }
    }
    const found = this.escaped()
    return { kind: 'set', test: typeof found === 'number' ? single(found, this.flags.i) : found }
  }
}

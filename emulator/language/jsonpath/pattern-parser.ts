import { ClassParser, DEEPEST } from './pattern-class'
import { anyCharacter, type CharacterSet, caseless, LETTER_SETS } from './pattern-set'

/** A pattern, read. */
export type Node =
  | { readonly type: 'set'; readonly has: CharacterSet }
  | { readonly type: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly type: 'repeat'; readonly part: Node; readonly least: number; readonly most: number }
  | { readonly type: 'assert'; readonly kind: Assertion }
  | { readonly type: 'look'; readonly part: Node; readonly ahead: boolean; readonly wanted: boolean }

/** Places without width. */
export type Assertion = 'start' | 'end' | 'last-line-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge'

const ASSERTIONS = new Map<string, Assertion>(
  Object.entries({ b: 'word-edge', B: 'no-word-edge', A: 'start', z: 'end', Z: 'last-line-end', G: 'start' }),
)

/** Reads the syntax of java.util.regex; back-references and possessive or atomic parts are refused, since they need backtracking. */
export function parsePattern(source: string, flags: string): Node {
  const parser = new PatternParser(source, new Set(flags))
  return parser.all()
}

class PatternParser extends ClassParser {
  constructor(
    source: string,
    private flags: Set<string>,
  ) {
    super(source)
  }

  all(): Node {
    const node = this.choice()
    if (this.at < this.source.length) throw this.error('Unmatched closing )')
    return node
  }

  private choice(): Node {
    this.depth += 1
    if (this.depth > DEEPEST) throw this.error('the pattern is nested too deep')
    const parts = [this.sequence()]
    while (this.takes('|')) parts.push(this.sequence())
    this.depth -= 1
    return parts.length === 1 ? (parts[0] as Node) : { type: 'choice', parts }
  }

  private sequence(): Node {
    const parts: Node[] = []
    for (;;) {
      this.skipComments()
      const char = this.peek()
      if (char === '' || char === '|' || char === ')') return { type: 'sequence', parts }
      const atom = this.atom()
      if (atom !== undefined) parts.push(this.repeated(atom))
    }
  }

  private skipComments(): void {
    if (!this.flags.has('x')) return
    const comments = /(?:\s|#[^\n]*)*/y
    comments.lastIndex = this.at
    this.at += comments.exec(this.source)?.[0].length ?? 0
  }

  private repeated(part: Node): Node {
    this.skipComments()
    const from = this.at
    let [least, most] = [1, 1]
    if (this.takes('*')) [least, most] = [0, Number.POSITIVE_INFINITY]
    else if (this.takes('+')) [least, most] = [1, Number.POSITIVE_INFINITY]
    else if (this.takes('?')) [least, most] = [0, 1]
    else if (this.peek() === '{') [least, most] = this.counts()
    else return part
    if (this.peek() === '+') throw this.error('possessive quantifiers are not emulated')
    this.takes('?')
    if ('*+?'.includes(this.peek()) && this.peek() !== '') throw this.error('Dangling meta character', from)
    return { type: 'repeat', part, least, most }
  }

  private counts(): [number, number] {
    const form = /\{(\d{1,9})(?:(,)(\d{1,9})?)?\}/y
    form.lastIndex = this.at
    const found = form.exec(this.source)
    if (found === null) throw this.error('Illegal repetition')
    this.at += found[0].length
    const least = Number(found[1])
    const most = found[2] === undefined ? least : found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3])
    if (most < least) throw this.error('Illegal repetition range')
    return [least, most]
  }

  private set(has: CharacterSet): Node {
    return { type: 'set', has: this.flags.has('i') ? caseless(has, this.flags.has('u')) : has }
  }

  private only(code: number): Node {
    return this.set((other) => other === code)
  }

  private atom(): Node | undefined {
    const char = this.peek()
    if (char === '(') return this.group()
    if (char === '[') {
      this.at += 1
      return this.set(this.characterClass())
    }
    if (char === '\\') return this.escape()
    if ('*+?'.includes(char)) throw this.error(`Dangling meta character '${char}'`)
    if (char === '{') throw this.error('Illegal repetition')
    const code = this.codePoint()
    if (char === '.') return { type: 'set', has: anyCharacter(this.flags.has('s'), this.flags.has('d')) }
    if (char === '^') return { type: 'assert', kind: this.flags.has('m') ? 'line-start' : 'start' }
    if (char === '$') return { type: 'assert', kind: this.flags.has('m') ? 'line-end' : 'last-line-end' }
    return this.only(code)
  }

  /** A group; undefined for one that only sets flags for the rest of its own group. */
  private group(): Node | undefined {
    const from = this.at
    this.at += 1
    const outer = new Set(this.flags)
    let look: { ahead: boolean; wanted: boolean } | undefined
    if (this.takes('?=')) look = { ahead: true, wanted: true }
    else if (this.takes('?!')) look = { ahead: true, wanted: false }
    else if (this.takes('?<=')) look = { ahead: false, wanted: true }
    else if (this.takes('?<!')) look = { ahead: false, wanted: false }
    else if (this.takes('?>')) throw this.error('atomic groups are not emulated', from)
    else if (this.peek() === '?' && this.groupStart(from)) return undefined
    const part = this.choice()
    if (!this.takes(')')) throw this.error('Unclosed group', from)
    this.flags = outer
    return look === undefined ? part : { type: 'look', part, ...look }
  }

  /** Reads a group's name or flags; true when the group ends with them. */
  private groupStart(from: number): boolean {
    const form = /\?(?:<[A-Za-z][A-Za-z0-9]*>|([dixmsuU]*)(?:-([dixmsuU]+))?([:)]))/y
    form.lastIndex = this.at
    const found = form.exec(this.source)
    if (found === null) throw this.error('Unknown inline modifier', from)
    this.at += found[0].length
    this.flags = new Set(this.flags)
    for (const flag of found[1] ?? '') this.flags.add(flag)
    for (const flag of found[2] ?? '') this.flags.delete(flag)
    return found[3] === ')'
  }

  private escape(): Node {
    const letter = this.source[this.at + 1] ?? ''
    const kind = ASSERTIONS.get(letter)
    if (kind !== undefined) {
      this.at += 2
      return { type: 'assert', kind }
    }
    if (letter === 'Q') return { type: 'sequence', parts: [...this.quotation()].map((char) => this.only(char.codePointAt(0) as number)) }
    if (letter === 'R') {
      this.at += 2
      const pair: Node = { type: 'sequence', parts: [this.only(13), this.only(10)] }
      return { type: 'choice', parts: [pair, { type: 'set', has: LETTER_SETS.get('v') as CharacterSet }] }
    }
    if (/[1-9k]/.test(letter)) throw this.error('back-references are not emulated')
    return this.set(this.escapedSet())
  }
}

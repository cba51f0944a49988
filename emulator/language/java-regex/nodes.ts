/** Whether a code point belongs to a class. */
export type CharacterTest = (code: number) => boolean

/** How often something is repeated, and how eagerly. */
export interface Repeat {
  readonly kind: 'repeat'
  readonly body: Node
  readonly min: number
  readonly max: number
  readonly mode: 'greedy' | 'lazy' | 'possessive'
}

/** A regular expression of Java's, parsed. */
export type Node =
  | { readonly kind: 'empty' }
  /** One character; `only` when it can be but one. */
  | { readonly kind: 'set'; readonly test: CharacterTest; readonly only?: number }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'capture'; readonly index: number; readonly body: Node }
  | Repeat
  | { readonly kind: 'look'; readonly body: Node; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: 'atomic'; readonly body: Node }
  | { readonly kind: 'back'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }

export type Anchor = 'start' | 'end' | 'lastEnd' | 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary' | 'lastMatch'

/** How many units of a text something takes. */
export interface Width {
  readonly min: number
  readonly max: number
}

/** How much text a part can match. */
export function widthOf(node: Node): Width {
  switch (node.kind) {
    case 'empty':
    case 'look':
    case 'anchor':
      return { min: 0, max: 0 }
    case 'set': {
      const { only } = node
      return only === undefined ? { min: 1, max: 2 } : only > 0xffff ? { min: 2, max: 2 } : { min: 1, max: 1 }
    }
    case 'sequence':
      return node.parts.map(widthOf).reduce((all, part) => ({ min: all.min + part.min, max: all.max + part.max }), { min: 0, max: 0 })
    case 'choice': {
      const widths = node.options.map(widthOf)
      return { min: Math.min(...widths.map(({ min }) => min)), max: Math.max(...widths.map(({ max }) => max)) }
    }
    case 'capture':
    case 'atomic':
      return widthOf(node.body)
    case 'repeat': {
      const { min, max } = widthOf(node.body)
      return { min: min * node.min, max: max === 0 || node.max === 0 ? 0 : max * node.max }
    }
    case 'back':
      return { min: 0, max: Number.POSITIVE_INFINITY }
  }
}

/** What the first character of every match belongs to; undefined when that cannot be said. */
export function firstOf(node: Node): CharacterTest | undefined {
  switch (node.kind) {
    case 'set':
      return node.test
    case 'sequence': {
      const first = node.parts.find((part) => part.kind !== 'empty' && part.kind !== 'anchor')
      return first === undefined ? undefined : firstOf(first)
    }
    case 'choice': {
      const tests = node.options.map(firstOf)
      return tests.every((test) => test !== undefined) ? (code) => tests.some((test) => test(code)) : undefined
    }
    case 'capture':
    case 'atomic':
      return firstOf(node.body)
    case 'repeat':
      return node.min > 0 ? firstOf(node.body) : undefined
    default:
      return undefined
  }
}

/** The text that alone matches; undefined when there are several, or groups. */
export function literalOf(node: Node): string | undefined {
  const parts = node.kind === 'sequence' ? node.parts : [node]
  let text = ''
  for (const part of parts) {
    if (part.kind !== 'set' || part.only === undefined) return undefined
    text += String.fromCodePoint(part.only)
  }
  return text === '' ? undefined : text
}

/** Java's line terminators. */
export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029
}

/** `\w`. */
export function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
}

/** Whether a code point belongs to a class. */
export type CharacterTest = (code: number) => boolean

/** A regular expression of Java's, parsed. */
export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly test: CharacterTest }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'capture'; readonly index: number; readonly body: Node }
  | {
      readonly kind: 'repeat'
      readonly body: Node
      readonly min: number
      readonly max: number
      readonly mode: 'greedy' | 'lazy' | 'possessive'
    }
  | { readonly kind: 'look'; readonly body: Node; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: 'atomic'; readonly body: Node }
  | { readonly kind: 'back'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }

export type Anchor = 'start' | 'end' | 'lastEnd' | 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary'

/** Java's line terminators. */
export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029
}

/** `\w`. */
export function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
}

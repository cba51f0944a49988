import { type Anchor, isLineEnd, isWord } from './nodes'

/** Whether an anchor holds at a place of the text. */
export function stands(anchor: Anchor, text: string, at: number): boolean {
  switch (anchor) {
    case 'start':
      return at === 0
    case 'end':
      return at === text.length
    case 'lastEnd':
      return (
        at === text.length ||
        (at === text.length - 1 && isLineEnd(text.charCodeAt(at)) && !isPair(text, at)) ||
        (at === text.length - 2 && isPair(text, at + 1))
      )
    case 'lineStart':
      return at === 0 || (at < text.length && isLineEnd(text.charCodeAt(at - 1)) && !isPair(text, at))
    case 'lineEnd':
      return at === text.length || (isLineEnd(text.charCodeAt(at)) && !isPair(text, at))
    case 'boundary':
      return isBoundary(text, at)
    case 'noBoundary':
      return !isBoundary(text, at)
  }
}

/** Whether the line feed here follows a carriage return. */
function isPair(text: string, at: number): boolean {
  return text.charCodeAt(at) === 10 && text.charCodeAt(at - 1) === 13
}

function isBoundary(text: string, at: number): boolean {
  const before = at > 0 && isWord(text.charCodeAt(at - 1))
  return before !== (at < text.length && isWord(text.charCodeAt(at)))
}

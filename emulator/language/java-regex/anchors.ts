import { type Anchor, isLineEnd } from './nodes'

const WORD = /[\p{L}\p{Nd}_]/u

/** Whether an anchor holds at a place of the text; `from` is where the match before ended. */
export function stands(anchor: Anchor, text: string, at: number, from: number): boolean {
  switch (anchor) {
    case 'start':
      return at === 0
    case 'lastMatch':
      return at === from
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
  return isWordAt(text, at - 1) !== isWordAt(text, at)
}

/** Up to Java 18, letters and digits of any script count for `\b`, though `\w` is ASCII. Uncertain which Java the service runs on. */
function isWordAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 128) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95
  const code = text.codePointAt(unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at)
  return code !== undefined && WORD.test(String.fromCodePoint(code))
}

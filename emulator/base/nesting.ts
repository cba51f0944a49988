/**
 * Whether brackets, or the dashes of YAML's lists, stand within each other deeper than so many levels: told before a text is parsed, since parsers
 * and what works on their results call themselves for each level. In JSON the brackets within strings do not count; in YAML, where it is not as
 * plain what a string is, they do.
 */
export function isNestedDeeper(text: string, levels: number, language: 'json' | 'yaml'): boolean {
  if (text.length <= levels) return false
  const quotes = language === 'json'
  let depth = 0
  let dashes = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 34:
        if (quotes) at = endOfString(text, at)
        dashes = 0
        break
      case 91:
      case 123:
        if (++depth > levels) return true
        break
      case 93:
      case 125:
        if (depth > 0) depth--
        break
      case 45:
      case 63:
        if (++dashes > levels) return true
        break
      case 9:
      case 32:
        break
      default:
        dashes = 0
    }
  }
  return false
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return at
    if (code === 92) at++
  }
  return text.length
}

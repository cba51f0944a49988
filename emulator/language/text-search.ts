/** Up to this length the product of both lengths is small enough. */
const SHORT = 32

/**
 * A text to be found in others, in a time that grows with both lengths and not with their product, as that of `indexOf` does: forty thousand
 * times `a` with a `b` among them, looked for in more of `a`, takes that seconds. By Knuth, Morris and Pratt.
 */
export class TextSearch {
  /** For each beginning of the text: how much of it is also its end, short of all. */
  private readonly borders: Int32Array | undefined

  constructor(private readonly wanted: string) {
    this.borders = wanted.length <= SHORT ? undefined : bordersOf(wanted)
  }

  /** Where it begins first, at or behind a place; -1 where it does not. */
  first(text: string, from = 0): number {
    return this.borders === undefined ? text.indexOf(this.wanted, from) : this.scan(text, from, this.borders, text.length, true)
  }

  /** Where it begins last, at or before a place; -1 where it does not. */
  last(text: string, from = text.length): number {
    if (this.borders === undefined) return text.lastIndexOf(this.wanted, from)
    return this.scan(text, 0, this.borders, Math.min(text.length, from + this.wanted.length), false)
  }

  /** What stands between the places where it is found. */
  split(text: string): string[] {
    if (this.borders === undefined) return text.split(this.wanted)
    const parts: string[] = []
    let done = 0
    for (let at = this.first(text); at >= 0; at = this.first(text, done)) {
      parts.push(text.slice(done, at))
      done = at + this.wanted.length
    }
    parts.push(text.slice(done))
    return parts
  }

  private scan(text: string, from: number, borders: Int32Array, end: number, first: boolean): number {
    const { wanted } = this
    let found = -1
    let matched = 0
    for (let at = Math.max(0, from); at < end; at++) {
      const unit = text.charCodeAt(at)
      while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = borders[matched - 1] as number
      if (wanted.charCodeAt(matched) === unit) matched++
      if (matched < wanted.length) continue
      found = at - matched + 1
      if (first) return found
      matched = borders[matched - 1] as number
    }
    return found
  }
}

function bordersOf(text: string): Int32Array {
  const borders = new Int32Array(text.length)
  let matched = 0
  for (let at = 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    while (matched > 0 && text.charCodeAt(matched) !== unit) matched = borders[matched - 1] as number
    if (text.charCodeAt(matched) === unit) matched++
    borders[at] = matched
  }
  return borders
}

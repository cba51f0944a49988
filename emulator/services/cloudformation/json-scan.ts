/** Where something was found in a JSON text, or where the text stops being JSON. Offsets count from 0. */
export type JsonScan = { readonly found: number } | { readonly error: number; readonly expected: string } | undefined

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON bans them from texts, and the scan has to find them.
const STRING = /"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const SPACE = /[ \t\r\n]*/y

/**
 * Reads a JSON text for the sake of places: the offset of the element at `path`, else of its deepest ancestor; or the offset of the first
 * syntax error, which JSON.parse does not reliably tell.
 */
export function scanJson(text: string, path: readonly (string | number)[] = []): JsonScan {
  let at = 0
  let found: number | undefined
  let depthFound = -1

  const fail = (expected: string): never => {
    throw new Stop(at, expected)
  }
  const space = () => {
    SPACE.lastIndex = at
    SPACE.test(text)
    at = SPACE.lastIndex
  }
  const take = (pattern: RegExp, expected: string): string => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) return fail(expected)
    at = pattern.lastIndex
    return match[0]
  }
  const members = (close: string, member: (index: number) => void) => {
    at++
    space()
    if (text[at] === close) {
      at++
      return
    }
    for (let index = 0; ; index++) {
      member(index)
      space()
      if (text[at] === close) break
      if (text[at] !== ',') fail(`',' or '${close}'`)
      at++
      space()
    }
    at++
  }
  const child = (key: string | number, start: number, depth: number, onPath: boolean) => {
    const wanted = onPath && depth < path.length && String(path[depth]) === String(key)
    if (wanted && depth > depthFound) {
      found = start
      depthFound = depth
      if (depth === path.length - 1) throw new Stop(start, FOUND)
    }
    value(depth + 1, wanted)
  }
  const value = (depth: number, onPath: boolean): void => {
    space()
    const first = text[at]
    if (first === '{') {
      members('}', () => {
        const start = at
        const key = take(STRING, 'a property name in double quotes')
        space()
        if (text[at] !== ':') fail("':'")
        at++
        child(JSON.parse(key) as string, start, depth, onPath)
      })
    } else if (first === '[') {
      members(']', (index) => {
        space()
        child(index, at, depth, onPath)
      })
    } else if (first === '"') take(STRING, 'the end of the text in double quotes')
    else take(LITERAL, 'a value')
  }

  try {
    value(0, true)
    space()
    if (at < text.length) fail('the end of the template')
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    if (error.expected === FOUND) return { found: error.at }
    return { error: error.at, expected: error.expected }
  }
  return found === undefined ? undefined : { found }
}

/** What a scan stops for when it has come to the element that is looked for. */
const FOUND = 'found'

class Stop {
  constructor(
    readonly at: number,
    readonly expected: string,
  ) {}
}

/** Line and column (both from 1) of an offset in a text. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

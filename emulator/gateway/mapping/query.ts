/** Decoded query parameters in the order they came: name to values, the last being the one that single-value maps show. */
export type Query = ReadonlyMap<string, readonly string[]>

const EMPTY: Query = new Map()

/** Decodes a raw query string: `+` is a space, `;` separates like `&` (facts/01, section 2). */
export function parseQuery(raw: string): Query {
  if (raw === '') return EMPTY
  const query = new Map<string, string[]>()
  for (const part of raw.split(/[&;]/)) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decodeComponent(equals < 0 ? part : part.slice(0, equals))
    const value = equals < 0 ? '' : decodeComponent(part.slice(equals + 1))
    const values = query.get(name)
    if (values === undefined) query.set(name, [value])
    else values.push(value)
  }
  return query
}

/** Percent-decoding of a form value; what is no valid encoding stays as it is. */
function decodeComponent(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

/** The query string of names and values, encoded; without `?`. */
export function formatQuery(query: Iterable<readonly [string, readonly string[]]>): string {
  const parts: string[] = []
  for (const [name, values] of query) for (const value of values) parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return parts.join('&')
}

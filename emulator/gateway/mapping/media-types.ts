/**
 * Whether the first media type of a header value is one of the API's binary media types (facts/02, section 1; facts/13, 294):
 * exact, `type/*` entries, and the entry of both wildcards for everything; an entry with a wildcard on the left never matches.
 */
export function isBinary(headerValue: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.length === 0) return false
  if (binaryMediaTypes.includes('*/*')) return true
  if (headerValue === undefined) return false
  const first = (headerValue.split(',', 1)[0] as string).split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const slash = first.indexOf('/')
  if (slash <= 0) return false
  return binaryMediaTypes.some((entry) => {
    const known = entry.toLowerCase()
    if (known.startsWith('*')) return false
    return known === first || (known.endsWith('/*') && first.startsWith(known.slice(0, -1)))
  })
}

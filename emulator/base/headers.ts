/**
 * HTTP header fields in the order they came, with the case they came in: name, value, name, value...
 * The form that `node:http` reads and writes, so that a request crosses the gateway without a copy.
 */
export type HeaderFields = string[]

/** Whether a name can be sent: a token (RFC 9110, section 5.6.2). */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/.test(name)
}

/** Whether a value can be sent: no line breaks or other control characters but tabs, and nothing that is no single byte. */
export function isHeaderValue(value: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(value)
}

/** The first value of a header, by name in any case. */
export function firstHeader(fields: HeaderFields, name: string): string | undefined {
  const wanted = name.toLowerCase()
  for (let i = 0; i < fields.length; i += 2) {
    const field = fields[i] as string
    if (field.length === wanted.length && field.toLowerCase() === wanted) return fields[i + 1]
  }
  return undefined
}

/** All values of a header, by name in any case. */
export function allHeaders(fields: HeaderFields, name: string): string[] {
  const wanted = name.toLowerCase()
  const values: string[] = []
  for (let i = 0; i < fields.length; i += 2) {
    const field = fields[i] as string
    if (field.length === wanted.length && field.toLowerCase() === wanted) values.push(fields[i + 1] as string)
  }
  return values
}

/** Sets a header to one value, in place of those it had. */
export function setHeader(fields: HeaderFields, name: string, value: string): void {
  removeHeader(fields, name)
  fields.push(name, value)
}

/** Removes a header, by name in any case. */
export function removeHeader(fields: HeaderFields, name: string): void {
  const wanted = name.toLowerCase()
  for (let i = fields.length - 2; i >= 0; i -= 2) {
    if ((fields[i] as string).toLowerCase() === wanted) fields.splice(i, 2)
  }
}

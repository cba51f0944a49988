/** The parts of a token as they are written: nothing of it is proved. */
export interface ParsedJwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

const BASE64URL = /^[A-Za-z0-9_-]+$/

/** Reads a signed token in its compact form (RFC 7515, section 7.1) without verifying it; undefined when it is none. */
export function parseJwt(token: string): ParsedJwt | undefined {
  const parts = token.split('.')
  if (parts.length !== 3) return undefined
  const header = jsonObject(parts[0])
  const claims = jsonObject(parts[1])
  return header === undefined || claims === undefined ? undefined : { header, claims }
}

function jsonObject(part = ''): Record<string, unknown> | undefined {
  if (!BASE64URL.test(part)) return undefined
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

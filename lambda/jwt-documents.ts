import { FetchError } from 'aws-jwt-verify/error'

/** Milliseconds that an issuer may take to answer, and bytes that it may answer: as HTTP APIs have it (facts/10). */
const PATIENCE = 1500
const LARGEST = 150_000
const LOOPBACK = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Gets a document of the issuer's over HTTPS; without it from this machine only. Rejects with `FetchError`. */
export async function fetchDocument(uri: string): Promise<ArrayBuffer> {
  const { protocol, hostname } = new URL(uri)
  if (protocol !== 'https:' && !LOOPBACK.test(hostname)) throw new FetchError(uri, 'keys are taken over HTTPS only')
  try {
    const response = await fetch(uri, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const body = await response.arrayBuffer()
    if (body.byteLength > LARGEST) throw new Error(`${body.byteLength} bytes are too many`)
    return body
  } catch (error) {
    throw new FetchError(uri, error)
  }
}

/** Where the keys of an issuer are, by its discovery document (OpenID Connect Discovery 1.0, section 4). */
export async function findKeySet(issuer: string): Promise<string> {
  const uri = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const text = new TextDecoder().decode(await fetchDocument(uri))
  let found: { readonly issuer?: unknown; readonly jwks_uri?: unknown }
  try {
    found = JSON.parse(text) as typeof found
  } catch (error) {
    throw new FetchError(uri, error)
  }
  if (found.issuer !== issuer) throw new FetchError(uri, `it is of another issuer: ${String(found.issuer)}`)
  if (typeof found.jwks_uri !== 'string') throw new FetchError(uri, 'it names no keys')
  return found.jwks_uri
}

/** The first byte of a TLS handshake. No HTTP request begins with it. */
export const HANDSHAKE = 0x16
/** Bytes of the largest record (RFC 8446, 5.2), and of the largest first message that is waited for. */
const LARGEST_RECORD = 16_640
const LARGEST_HELLO = 65_536

/**
 * The host name that a client asks for in the first message of a TLS handshake (RFC 8446, 4.1.2; RFC 6066, 3); empty when it asks for none
 * or the bytes are no such message, undefined while bytes are missing.
 */
export function serverName(bytes: Buffer): string | undefined {
  if (bytes.length < 9) return undefined
  // The message may be spread over several records, each with a head of five bytes.
  const parts: Buffer[] = []
  const wanted = 4 + bytes.readUIntBE(6, 3)
  if (wanted > LARGEST_HELLO) return ''
  let have = 0
  for (let at = 0; have < wanted; ) {
    if (bytes.length < at + 5) return undefined
    const length = bytes.readUInt16BE(at + 3)
    if (bytes[at] !== HANDSHAKE || length === 0 || length > LARGEST_RECORD) return ''
    if (bytes.length < at + 5 + length) return undefined
    parts.push(bytes.subarray(at + 5, at + 5 + length))
    have += length
    at += 5 + length
  }
  try {
    return nameIn(Buffer.concat(parts, have))
  } catch {
    // Cut off inside: the handshake itself will fail.
    return ''
  }
}

/** Message head and version and random (38 bytes), then session id, cipher suites, compression methods and extensions, each with its length. */
function nameIn(hello: Buffer): string {
  let at = 38
  at += 1 + hello.readUInt8(at)
  at += 2 + hello.readUInt16BE(at)
  at += 1 + hello.readUInt8(at)
  const end = at + 2 + hello.readUInt16BE(at)
  at += 2
  while (at + 4 <= end) {
    const [type, length] = [hello.readUInt16BE(at), hello.readUInt16BE(at + 2)]
    // server_name: length of the list, type host_name, length, name.
    if (type === 0) return hello.toString('latin1', at + 9, at + 9 + hello.readUInt16BE(at + 7)).toLowerCase()
    at += 4 + length
  }
  return ''
}

/** The first byte of a TLS handshake. No HTTP request begins with it. */
export const HANDSHAKE = 0x16

/**
 * The host name that a client asks for in the first message of a TLS handshake (RFC 8446, 4.1.2; RFC 6066, 3); empty when it asks for none,
 * undefined while bytes are missing.
 */
export function serverName(bytes: Buffer): string | undefined {
  if (bytes.length < 9) return undefined
  // The message may be spread over several records, each with a head of five bytes.
  const parts: Buffer[] = []
  const wanted = 4 + bytes.readUIntBE(6, 3)
  let have = 0
  for (let at = 0; have < wanted; ) {
    if (bytes.length < at + 5) return undefined
    if (bytes[at] !== HANDSHAKE) return ''
    const length = bytes.readUInt16BE(at + 3)
    if (bytes.length < at + 5 + length) return undefined
    parts.push(bytes.subarray(at + 5, at + 5 + length))
    have += length
    at += 5 + length
    if (length === 0) return ''
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

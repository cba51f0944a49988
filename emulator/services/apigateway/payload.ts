import { toText } from '../../base/bytes'

/** The text of a payload: text or bytes. The SDK's types allow streams too, which a protocol reads before it calls. */
export function payloadText(body: unknown): string {
  if (body === undefined) return ''
  return toText(payloadBytes(body)).replace(/^\uFEFF/, '')
}

function payloadBytes(body: unknown): string | Uint8Array {
  if (typeof body === 'string') return body
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  throw new TypeError('A payload is text or bytes.')
}

/** Bytes of an answer, in the form that the SDK's types have for them. */
export function blob(bytes: Uint8Array) {
  return Object.assign(bytes, { transformToString: (encoding = 'utf-8') => Buffer.from(bytes).toString(encoding as BufferEncoding) })
}

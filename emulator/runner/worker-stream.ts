import type { Writable } from 'node:stream'

/** Bytes that a function may stream (facts/11 does not tell; Lambda's quota since 2025 is 200 MB). */
const LARGEST_STREAM = 209_715_200
/** What stands between the metadata of an HTTP response and its payload (facts/02, section 10). */
const DELIMITER = new Uint8Array(8)
const METADATA_TYPE = 'application/vnd.awslambda.http-integration-response'

/** The stream that a handler wrapped in `awslambda.streamifyResponse` writes its response to. */
export type ResponseStream = Writable & {
  setContentType(type: string): void
  /** Writes what goes before the first piece; set by `HttpResponseStream.from`. */
  prelude: Uint8Array[] | undefined
}

/** Makes the response stream of one event. */
export function responseStream(send: (piece: Uint8Array, type?: string) => void): ResponseStream {
  // Loaded by the first event of a function that streams.
  const { Writable: Base } = require('node:stream') as typeof import('node:stream')
  let size = 0
  let type: string | undefined
  const give = (piece: Uint8Array) => {
    send(piece, type)
    type = undefined
  }
  const begin = (stream: ResponseStream) => {
    for (const piece of stream.prelude ?? []) give(piece)
    stream.prelude = undefined
  }
  const stream: ResponseStream = Object.assign(
    new Base({
      decodeStrings: true,
      write(chunk: Buffer, _encoding, done) {
        size += chunk.byteLength
        if (size > LARGEST_STREAM) {
          done(new Error(`Response payload size exceeded maximum allowed payload size (${LARGEST_STREAM} bytes).`))
          return
        }
        begin(stream)
        // A copy of its own: small buffers share one piece of memory, which would cross as a whole.
        give(new Uint8Array(chunk))
        done()
      },
      final(done) {
        begin(stream)
        done()
      },
    }),
    {
      setContentType: (given: string) => {
        type = String(given)
      },
      prelude: undefined,
    },
  )
  return stream
}

/** `awslambda.HttpResponseStream`: puts status, header fields and cookies before the payload. */
export const HttpResponseStream = {
  from(stream: ResponseStream, metadata: unknown): ResponseStream {
    stream.setContentType(METADATA_TYPE)
    stream.prelude = [new TextEncoder().encode(JSON.stringify(metadata)), DELIMITER]
    return stream
  },
}

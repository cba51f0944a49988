import { deflateSync, gzipSync } from 'node:zlib'
import { byteLength } from '../../base/bytes'
import { allHeaders, firstHeader } from '../../base/headers'
import type { ClosingPhase } from '../phase'

/** Codings that API Gateway knows (facts/05, section 5); identity changes nothing. */
const CODINGS: Readonly<Record<string, ((body: string | Uint8Array) => Uint8Array) | undefined>> = {
  gzip: (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
}

/**
 * Compresses a response of the integration that is as large as the API says, when the client takes it and the integration has not
 * chosen a coding (facts/05, section 5). Uncertain: that gateway responses stay as they are.
 */
export const compress: ClosingPhase = {
  name: 'compress',
  plan: ({ definition }) => {
    const threshold = definition.api.minimumCompressionSize
    if (threshold === undefined) return undefined
    return ({ request, error }, response) => {
      if (error !== undefined || response.stream !== undefined || response.body.length === 0) return
      if (firstHeader(response.headers, 'content-encoding') !== undefined || byteLength(response.body) < threshold) return
      const coding = preferred(allHeaders(request.headers, 'accept-encoding').join(','))
      const encode = coding === undefined ? undefined : CODINGS[coding]
      if (coding === undefined || encode === undefined) return
      response.body = encode(response.body)
      response.headers.push('Content-Encoding', coding)
    }
  },
}

/** The coding of the highest priority, the first of several; `*` is gzip. One that is not known means none (facts/05, section 5). */
function preferred(accept: string): string | undefined {
  let best: string | undefined
  let highest = 0
  for (const part of accept.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    if (name === '' || !(quality > highest)) continue
    best = name === '*' ? 'gzip' : name
    highest = quality
  }
  return best
}

import { firstHeader, type HeaderFields, removeHeader, setHeader } from '../base/headers'
import { AwsError } from '../model/errors'
import type { ParsedRequest } from './request'

/**
 * A request whose body came in signed chunks (`Content-Encoding: aws-chunked`, as SDKs upload streams), with the body put together,
 * the checksums of its trailer among the header fields, and `aws-chunked` gone. Other requests stay as they are.
 */
export function unchunked(request: ParsedRequest): ParsedRequest {
  const encoding = firstHeader(request.headers, 'content-encoding') ?? ''
  const encodings = encoding.split(',').map((part) => part.trim())
  const streaming = firstHeader(request.headers, 'x-amz-content-sha256')?.startsWith('STREAMING-') ?? false
  if (!streaming && !encodings.includes('aws-chunked')) return request
  const headers = [...request.headers]
  const others = encodings.filter((part) => part !== '' && part !== 'aws-chunked').join(',')
  if (others === '') removeHeader(headers, 'content-encoding')
  else setHeader(headers, 'Content-Encoding', others)
  return { ...request, headers, body: joinChunks(Buffer.from(request.body), headers) }
}

function joinChunks(body: Buffer, headers: HeaderFields): Uint8Array {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = body.indexOf('\r\n', at)
    const size = /^([0-9a-fA-F]{1,8})(?:;|$)/.exec(end < 0 ? '' : body.toString('latin1', at, end))?.[1]
    if (size === undefined) throw incomplete()
    const start = end + 2
    const length = Number.parseInt(size, 16)
    if (length === 0) {
      addTrailers(body.toString('latin1', start), headers)
      return Buffer.concat(chunks)
    }
    if (start + length > body.length) throw incomplete()
    chunks.push(body.subarray(start, start + length))
    at = start + length + 2
  }
}

function addTrailers(text: string, headers: HeaderFields): void {
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.push(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly', 400)
}

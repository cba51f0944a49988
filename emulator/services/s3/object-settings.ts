import type * as sdk from '@aws-sdk/client-s3'
import { AwsError } from '../../model/errors'
import type { ObjectRecord, ObjectSettings } from '../../model/s3'

/** Header fields of an object that are answered as they were given. */
const HEADERS = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'WebsiteRedirectLocation',
  'StorageClass',
] as const

type Given = Pick<sdk.PutObjectRequest, (typeof HEADERS)[number] | 'ContentType' | 'Metadata' | 'Tagging' | 'Expires'>

/** What a request says of an object besides its bytes. */
export function settingsOf(given: Given): ObjectSettings {
  const headers: Record<string, string> = {}
  for (const name of HEADERS) {
    const value = given[name]
    if (value !== undefined) headers[name] = value
  }
  // The SDKs sign uploads in chunks and say so here, which is no encoding of the object.
  const encoding = headers['ContentEncoding']?.replace(/\s*,?\s*aws-chunked\s*,?\s*/, '')
  if (encoding === '') delete headers['ContentEncoding']
  else if (encoding !== undefined) headers['ContentEncoding'] = encoding
  if (given.Expires !== undefined) headers['Expires'] = new Date(given.Expires).toUTCString()
  const metadata = Object.fromEntries(Object.entries(given.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    contentType: given.ContentType ?? 'binary/octet-stream',
    headers,
    metadata,
    tags: Object.fromEntries(new URLSearchParams(given.Tagging ?? '')),
  }
}

/** What GetObject and HeadObject answer besides the bytes. */
export function described(record: ObjectRecord) {
  const { Expires: expires, ...headers } = record.headers
  const tagCount = Object.keys(record.tags).length
  return {
    AcceptRanges: 'bytes',
    LastModified: record.lastModified,
    ContentLength: record.size,
    ETag: record.etag,
    ContentType: record.contentType,
    ServerSideEncryption: 'AES256' as const,
    Metadata: { ...record.metadata },
    ...(headers as Pick<sdk.GetObjectOutput, (typeof HEADERS)[number]>),
    ...(expires === undefined ? {} : { Expires: new Date(expires), ExpiresString: expires }),
    ...(tagCount === 0 ? {} : { TagCount: tagCount }),
  }
}

/** Refuses a request whose conditions do not hold: 412, or 304 where the reader has the object already. */
export function checkConditions(
  record: ObjectRecord,
  given: Pick<sdk.GetObjectRequest, 'IfMatch' | 'IfNoneMatch' | 'IfModifiedSince' | 'IfUnmodifiedSince'>,
): void {
  const changed = Math.floor(record.lastModified.getTime() / 1000) * 1000
  const since = (date: Date | undefined) => (date === undefined ? undefined : new Date(date).getTime())
  if (given.IfMatch !== undefined && !names(given.IfMatch, record)) throw preconditionFailed('If-Match')
  const unmodified = since(given.IfUnmodifiedSince)
  if (given.IfMatch === undefined && unmodified !== undefined && changed > unmodified) throw preconditionFailed('If-Unmodified-Since')
  const modified = since(given.IfModifiedSince)
  const unchanged = given.IfNoneMatch === undefined ? modified !== undefined && changed <= modified : names(given.IfNoneMatch, record)
  if (unchanged) throw new AwsError('NotModified', 'Not Modified', 304)
}

/** Refuses to write over an object, or over another one than was meant. */
export function checkWrite(record: ObjectRecord | undefined, given: Pick<sdk.PutObjectRequest, 'IfMatch' | 'IfNoneMatch'>): void {
  if (given.IfNoneMatch === '*' && record !== undefined) throw preconditionFailed('If-None-Match')
  if (given.IfMatch === undefined) return
  if (record === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
  if (!names(given.IfMatch, record)) throw preconditionFailed('If-Match')
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, { Condition: condition })
}

/** Whether a list of entity tags names an object. Quotation marks may be left out. */
export function names(tags: string, { etag }: Pick<ObjectRecord, 'etag'>): boolean {
  return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\/|"/g, '') === etag.replaceAll('"', ''))
}

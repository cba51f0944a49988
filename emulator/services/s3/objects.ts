import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-s3'
import { AwsError } from '../../model/errors'
import type { ObjectRecord } from '../../model/s3'
import type { Call } from '../operations'
import { checkConditions, checkWrite, described, names, preconditionFailed, settingsOf } from './object-settings'
import { findBucket, findObject, malformedXml, type S3Operations, tagSet, tagsOf } from './operations'
import { storage } from './stored-objects'

const LONGEST_KEY = 1024

export const PutObject: S3Operations['PutObject'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const key = checkKey(input.Key)
  checkWrite(call.records.objects.get(key, name), input)
  const bytes = bytesOf(input.Body)
  checkDigest(bytes, input.ContentMD5)
  const { etag, size } = put(call, name, { key, ...storage(call).write(bytes), ...settingsOf(input) })
  return { ETag: etag, ServerSideEncryption: 'AES256', Size: size }
}

export const GetObject: S3Operations['GetObject'] = (input, call) => {
  const record = findObject(call, input.Bucket, input.Key)
  checkConditions(record, input)
  const range = rangeOf(input.Range, record.size)
  const bytes = storage(call).read(record)
  const part = range === undefined ? bytes : bytes.subarray(range.first, range.last + 1)
  return {
    ...described(record),
    ...asked(input),
    ...partOf(range, record),
    // The protocols write bytes; only a client has them as a stream.
    Body: Uint8Array.from(part) as unknown as never,
  }
}

export const HeadObject: S3Operations['HeadObject'] = (input, call) => {
  const record = findObject(call, input.Bucket, input.Key)
  checkConditions(record, input)
  return { ...described(record), ...asked(input), ...partOf(rangeOf(input.Range, record.size), record) }
}

/** Succeeds whether or not there is such an object, as on AWS. */
export const DeleteObject: S3Operations['DeleteObject'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  call.records.objects.delete(checkKey(input.Key), name)
  return {}
}

export const DeleteObjects: S3Operations['DeleteObjects'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const given = input.Delete?.Objects
  if (given === undefined || given.length === 0 || given.length > 1000) throw malformedXml()
  const deleted = given.map(({ Key }) => {
    call.records.objects.delete(Key ?? '', name)
    return { Key: Key ?? '' }
  })
  return input.Delete?.Quiet ? {} : { Deleted: deleted }
}

export const CopyObject: S3Operations['CopyObject'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const key = checkKey(input.Key)
  const [, sourceBucket, sourceKey] = /^\/?([^/]+)\/([^?]+)/s.exec(decode(input.CopySource ?? '')) ?? []
  if (sourceKey === undefined) {
    throw new AwsError('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey', 400)
  }
  const source = findObject(call, sourceBucket, sourceKey)
  if (input.CopySourceIfMatch !== undefined && !names(input.CopySourceIfMatch, source))
    throw preconditionFailed('x-amz-copy-source-If-Match')
  if (input.CopySourceIfNoneMatch !== undefined && names(input.CopySourceIfNoneMatch, source)) {
    throw preconditionFailed('x-amz-copy-source-If-None-Match')
  }
  const replace = input.MetadataDirective === 'REPLACE'
  if (!replace && sourceBucket === name && sourceKey === key) {
    throw new AwsError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      400,
    )
  }
  const given = settingsOf(input)
  const settings = replace ? given : source
  const tags = input.TaggingDirective === 'REPLACE' ? given.tags : source.tags
  const record = put(call, name, { ...source, ...settings, tags, key })
  return { CopyObjectResult: { ETag: record.etag, LastModified: record.lastModified }, ServerSideEncryption: 'AES256' }
}

export const GetObjectTagging: S3Operations['GetObjectTagging'] = (input, call) => ({
  TagSet: tagSet(findObject(call, input.Bucket, input.Key).tags),
})

export const PutObjectTagging: S3Operations['PutObjectTagging'] = (input, call) => {
  const record = findObject(call, input.Bucket, input.Key)
  const tags = tagsOf(input.Tagging?.TagSet)
  if (Object.keys(tags).length > 10) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10', 400)
  call.records.objects.put({ ...record, tags }, record.key, input.Bucket)
  return {}
}

export const DeleteObjectTagging: S3Operations['DeleteObjectTagging'] = (input, call) => {
  const record = findObject(call, input.Bucket, input.Key)
  call.records.objects.put({ ...record, tags: {} }, record.key, input.Bucket)
  return {}
}

/** Puts an object that is changed now. */
export function put(call: Call, bucket: string, object: Omit<ObjectRecord, 'lastModified'>): ObjectRecord {
  return call.records.objects.put({ ...object, lastModified: new Date(call.clock.now()) }, object.key, bucket)
}

export function checkKey(key = ''): string {
  if (Buffer.byteLength(key) > LONGEST_KEY) throw new AwsError('KeyTooLongError', 'Your key is too long', 400)
  return key
}

/** The bytes of a body as protocols (bytes) and callers within the emulator (bytes or text) give it. */
export function bytesOf(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array()
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  throw new TypeError('The body of an object is bytes or a text here.')
}

export function checkDigest(bytes: Uint8Array, md5: string | undefined): void {
  if (md5 === undefined || createHash('md5').update(bytes).digest('base64') === md5) return
  throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, { ExpectedDigest: md5 })
}

interface Range {
  readonly first: number
  readonly last: number
}

/** The part of an object that is asked for; what is no range of bytes is as if it were not there. */
function rangeOf(text: string | undefined, size: number): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? []
  if (from === '' && to === '') return undefined
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (first > last) {
    const extra = { ActualObjectSize: size, RangeRequested: text }
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, extra)
  }
  return { first, last }
}

function partOf(range: Range | undefined, { size }: ObjectRecord) {
  return range === undefined
    ? {}
    : { ContentLength: range.last - range.first + 1, ContentRange: `bytes ${range.first}-${range.last}/${size}` }
}

/** Header fields that the request itself sets in the answer. */
function asked(input: sdk.GetObjectRequest | sdk.HeadObjectRequest) {
  return {
    ...(input.ResponseCacheControl === undefined ? {} : { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition === undefined ? {} : { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding === undefined ? {} : { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage === undefined ? {} : { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseContentType === undefined ? {} : { ContentType: input.ResponseContentType }),
    ...(input.ResponseExpires === undefined ? {} : { Expires: input.ResponseExpires }),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

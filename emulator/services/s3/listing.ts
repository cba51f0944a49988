import type * as sdk from '@aws-sdk/client-s3'
import { AwsError } from '../../model/errors'
import type { ObjectRecord } from '../../model/s3'
import { ownerId } from './buckets'
import { findBucket, type S3Operations } from './operations'

const LARGEST_PAGE = 1000

interface Asked {
  readonly Prefix?: string | undefined
  readonly Delimiter?: string | undefined
  readonly MaxKeys?: number | undefined
  readonly EncodingType?: sdk.EncodingType | undefined
}

/** A page of a bucket: objects, and what those below a delimiter have in common. `last` is where the next page begins, when there is one. */
interface Listing {
  readonly objects: readonly ObjectRecord[]
  readonly prefixes: readonly string[]
  readonly last?: string
}

export const ListObjectsV2: S3Operations['ListObjectsV2'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const { StartAfter, ContinuationToken: token } = input
  const after = token === undefined ? StartAfter : Buffer.from(token, 'base64url').toString('utf8')
  const { objects, prefixes, last } = list(call.records.objects.list(name), input, after)
  const encode = encoder(input)
  return {
    ...common(name, input, prefixes, last),
    KeyCount: objects.length + prefixes.length,
    Contents: objects.map((object) => ({
      ...described(object, encode),
      ...(input.FetchOwner ? { Owner: { ID: ownerId(call.account) } } : {}),
    })),
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(StartAfter === undefined ? {} : { StartAfter: encode(StartAfter) }),
    ...(last === undefined ? {} : { NextContinuationToken: Buffer.from(last).toString('base64url') }),
  }
}

export const ListObjects: S3Operations['ListObjects'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const { objects, prefixes, last } = list(call.records.objects.list(name), input, input.Marker)
  const encode = encoder(input)
  return {
    ...common(name, input, prefixes, last),
    Marker: encode(input.Marker ?? ''),
    Contents: objects.map((object) => ({ ...described(object, encode), Owner: { ID: ownerId(call.account) } })),
    // Without a delimiter the last key says where to go on, as on AWS.
    ...(last === undefined || input.Delimiter === undefined ? {} : { NextMarker: encode(last) }),
  }
}

/** Each object's one version. */
export const ListObjectVersions: S3Operations['ListObjectVersions'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const { objects, prefixes, last } = list(call.records.objects.list(name), input, input.KeyMarker)
  const encode = encoder(input)
  return {
    ...common(name, input, prefixes, last),
    KeyMarker: encode(input.KeyMarker ?? ''),
    Versions: objects.map((object) => ({
      ...described(object, encode),
      VersionId: 'null',
      IsLatest: true,
      Owner: { ID: ownerId(call.account) },
    })),
    ...(last === undefined ? {} : { NextKeyMarker: encode(last), NextVersionIdMarker: 'null' }),
  }
}

function list(all: readonly ObjectRecord[], { Prefix: prefix = '', Delimiter: delimiter = '', MaxKeys }: Asked, after = ''): Listing {
  const most = Math.min(MaxKeys ?? LARGEST_PAGE, LARGEST_PAGE)
  if (most < 0) throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647', 400)
  const objects: ObjectRecord[] = []
  const prefixes: string[] = []
  if (most === 0) return { objects, prefixes }
  let last = ''
  for (const object of inOrder(all)) {
    const { key } = object
    if (!key.startsWith(prefix) || compare(key, after) <= 0) continue
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const group = end < 0 ? undefined : key.slice(0, end + delimiter.length)
    // What an earlier page, or this one, has told of as one.
    if (group !== undefined && (group === after || group === prefixes.at(-1))) continue
    if (objects.length + prefixes.length === most) return { objects, prefixes, last }
    if (group === undefined) objects.push(object)
    else prefixes.push(group)
    last = group ?? key
  }
  return { objects, prefixes }
}

/** In the order of their bytes in UTF-8, as S3 lists keys. */
function inOrder(all: readonly ObjectRecord[]): ObjectRecord[] {
  return [...all].sort((a, b) => compare(a.key, b.key))
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function common(name: string, input: Asked, prefixes: readonly string[], last: string | undefined) {
  const encode = encoder(input)
  return {
    Name: name,
    Prefix: encode(input.Prefix ?? ''),
    MaxKeys: input.MaxKeys ?? LARGEST_PAGE,
    IsTruncated: last !== undefined,
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    ...(prefixes.length === 0 ? {} : { CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })) }),
  }
}

/** Keys may hold what XML cannot: callers ask for them URL-encoded. */
function encoder({ EncodingType }: Asked): (text: string) => string {
  if (EncodingType !== 'url') return (text) => text
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+')
}

function described(object: ObjectRecord, encode: (text: string) => string) {
  return {
    Key: encode(object.key),
    LastModified: object.lastModified,
    ETag: object.etag,
    Size: object.size,
    StorageClass: 'STANDARD' as const,
  }
}

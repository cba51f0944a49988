import type * as sdk from '@aws-sdk/client-s3'
import { AwsError } from '../../model/errors'
import type { BucketRecord, ObjectRecord } from '../../model/s3'
import type { Call, Operations } from '../operations'

/** The operations of S3, typed by the SDK's command classes. */
export type S3Operations = Operations<typeof sdk>

/** What CDK's bootstrap leaves in an account, with any qualifier: it is there without one. */
const BOOTSTRAP_BUCKET = /^cdk-[a-z0-9]{1,10}-assets-(\d{12})-[a-z0-9-]+$/

/** What every new bucket has (since 2023). */
export const NEW_BUCKET = {
  tags: {},
  publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  ownership: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
} as const satisfies Partial<BucketRecord>

/** The bucket of a request. That of the CDK's assets is there without having been created. */
export function findBucket(call: Call, name = ''): BucketRecord {
  const record = call.records.buckets.get(name)
  if (record !== undefined) return record
  if (BOOTSTRAP_BUCKET.exec(name)?.[1] === call.account) {
    return { name, region: call.region, createdAt: new Date(0), versioning: 'Enabled', ...NEW_BUCKET }
  }
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name })
}

export function findObject(call: Call, bucket: string | undefined, key = ''): ObjectRecord {
  const record = call.records.objects.get(key, findBucket(call, bucket).name)
  if (record === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key })
  return record
}

export function malformedXml(): AwsError {
  return new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema', 400)
}

/** Tags as S3 takes them: a list whose keys differ. */
export function tagsOf(set: readonly sdk.Tag[] | undefined): Record<string, string> {
  if (set === undefined) throw malformedXml()
  const tags: Record<string, string> = {}
  for (const { Key = '', Value = '' } of set) {
    if (Object.hasOwn(tags, Key)) throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key', 400, { TagKey: Key })
    if (Key.length < 1 || Key.length > 128)
      throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid', 400, { TagKey: Key })
    tags[Key] = Value
  }
  return tags
}

export function tagSet(tags: Readonly<Record<string, string>>): sdk.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

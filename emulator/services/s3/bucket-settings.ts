import { AwsError } from '../../model/errors'
import type { BucketRecord } from '../../model/s3'
import type { Call } from '../operations'
import { ownerId } from './buckets'
import { findBucket, malformedXml, type S3Operations, tagSet, tagsOf } from './operations'

export const GetBucketVersioning: S3Operations['GetBucketVersioning'] = (input, call) => {
  const { versioning } = findBucket(call, input.Bucket)
  return versioning === undefined ? {} : { Status: versioning }
}

/** The setting is kept; objects have one version all the same, and a diagnostic says so. */
export const PutBucketVersioning: S3Operations['PutBucketVersioning'] = (input, call) => {
  const status = input.VersioningConfiguration?.Status
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml()
  const { name } = change(call, input.Bucket, { versioning: status })
  const message = `The bucket ${name} asks for versioning: its objects keep their latest version only.`
  const diagnostic = { code: 'versioning-not-emulated', severity: 'warning' as const, message, subject: `arn:aws:s3:::${name}` }
  call.diagnostics.replace(`arn:aws:s3:::${name}`, status === 'Enabled' ? [diagnostic] : [])
  return {}
}

export const GetBucketPolicy: S3Operations['GetBucketPolicy'] = (input, call) => {
  const { policy, name } = findBucket(call, input.Bucket)
  if (policy === undefined) throw absent('NoSuchBucketPolicy', 'The bucket policy does not exist', name)
  return { Policy: policy }
}

/** The policy is kept: who may read or write is not checked. */
export const PutBucketPolicy: S3Operations['PutBucketPolicy'] = (input, call) => {
  findBucket(call, input.Bucket)
  let document: unknown
  try {
    document = JSON.parse(input.Policy ?? '')
  } catch {
    throw new AwsError('MalformedPolicy', 'This policy contains invalid Json', 400)
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    throw new AwsError('MalformedPolicy', 'Missing required field Statement', 400)
  }
  change(call, input.Bucket, { policy: input.Policy as string })
  return {}
}

export const DeleteBucketPolicy: S3Operations['DeleteBucketPolicy'] = (input, call) => {
  const { policy: _dropped, ...bucket } = findBucket(call, input.Bucket)
  call.records.buckets.put(bucket, bucket.name)
  return {}
}

const SSE_S3 = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: false }] }

export const GetBucketEncryption: S3Operations['GetBucketEncryption'] = (input, call) => ({
  ServerSideEncryptionConfiguration: findBucket(call, input.Bucket).encryption ?? SSE_S3,
})

export const PutBucketEncryption: S3Operations['PutBucketEncryption'] = (input, call) => {
  const encryption = input.ServerSideEncryptionConfiguration
  if (encryption?.Rules === undefined) throw malformedXml()
  change(call, input.Bucket, { encryption })
  return {}
}

export const DeleteBucketEncryption: S3Operations['DeleteBucketEncryption'] = (input, call) => {
  const { encryption: _dropped, ...bucket } = findBucket(call, input.Bucket)
  call.records.buckets.put(bucket, bucket.name)
  return {}
}

export const GetPublicAccessBlock: S3Operations['GetPublicAccessBlock'] = (input, call) => {
  const { publicAccessBlock, name } = findBucket(call, input.Bucket)
  if (publicAccessBlock === undefined) {
    throw absent('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', name)
  }
  return { PublicAccessBlockConfiguration: publicAccessBlock }
}

export const PutPublicAccessBlock: S3Operations['PutPublicAccessBlock'] = (input, call) => {
  const given = input.PublicAccessBlockConfiguration
  if (given === undefined) throw malformedXml()
  const nothing = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false }
  change(call, input.Bucket, { publicAccessBlock: { ...nothing, ...given } })
  return {}
}

export const DeletePublicAccessBlock: S3Operations['DeletePublicAccessBlock'] = (input, call) => {
  const { publicAccessBlock: _dropped, ...bucket } = findBucket(call, input.Bucket)
  call.records.buckets.put(bucket, bucket.name)
  return {}
}

export const GetBucketOwnershipControls: S3Operations['GetBucketOwnershipControls'] = (input, call) => {
  const { ownership, name } = findBucket(call, input.Bucket)
  if (ownership === undefined) throw absent('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', name)
  return { OwnershipControls: ownership }
}

export const PutBucketOwnershipControls: S3Operations['PutBucketOwnershipControls'] = (input, call) => {
  if (input.OwnershipControls?.Rules === undefined) throw malformedXml()
  change(call, input.Bucket, { ownership: input.OwnershipControls })
  return {}
}

export const DeleteBucketOwnershipControls: S3Operations['DeleteBucketOwnershipControls'] = (input, call) => {
  const { ownership: _dropped, ...bucket } = findBucket(call, input.Bucket)
  call.records.buckets.put(bucket, bucket.name)
  return {}
}

export const GetBucketTagging: S3Operations['GetBucketTagging'] = (input, call) => {
  const { tags, name } = findBucket(call, input.Bucket)
  if (Object.keys(tags).length === 0) throw absent('NoSuchTagSet', 'The TagSet does not exist', name)
  return { TagSet: tagSet(tags) }
}

export const PutBucketTagging: S3Operations['PutBucketTagging'] = (input, call) => {
  change(call, input.Bucket, { tags: tagsOf(input.Tagging?.TagSet) })
  return {}
}

export const DeleteBucketTagging: S3Operations['DeleteBucketTagging'] = (input, call) => {
  change(call, input.Bucket, { tags: {} })
  return {}
}

/** The owner has every right, and nobody else any: access control lists cannot be put. */
export const GetBucketAcl: S3Operations['GetBucketAcl'] = (input, call) => {
  findBucket(call, input.Bucket)
  const owner = { ID: ownerId(call.account) }
  return { Owner: owner, Grants: [{ Grantee: { ...owner, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }] }
}

function change(call: Call, name: string | undefined, members: Partial<BucketRecord>): BucketRecord {
  const bucket = { ...findBucket(call, name), ...members }
  return call.records.buckets.put(bucket, bucket.name)
}

export function absent(code: string, message: string, bucket: string): AwsError {
  return new AwsError(code, message, 404, { BucketName: bucket })
}

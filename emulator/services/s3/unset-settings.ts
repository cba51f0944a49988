import { absent } from './bucket-settings'
import { findBucket, type S3Operations } from './operations'

/**
 * Settings that cannot be put here, read as those of a bucket that has none: tools that describe a bucket ask for each of them.
 */
export const unsetSettings = {
  GetBucketAccelerateConfiguration: ({ Bucket }, call) => nothing(findBucket(call, Bucket)),
  GetBucketCors: ({ Bucket }, call) => {
    throw absent('NoSuchCORSConfiguration', 'The CORS configuration does not exist', findBucket(call, Bucket).name)
  },
  GetBucketLifecycleConfiguration: ({ Bucket }, call) => {
    throw absent('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', findBucket(call, Bucket).name)
  },
  GetBucketLogging: ({ Bucket }, call) => nothing(findBucket(call, Bucket)),
  GetBucketNotificationConfiguration: ({ Bucket }, call) => nothing(findBucket(call, Bucket)),
  GetBucketReplication: ({ Bucket }, call) => {
    throw absent('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', findBucket(call, Bucket).name)
  },
  GetBucketRequestPayment: ({ Bucket }, call) => {
    findBucket(call, Bucket)
    return { Payer: 'BucketOwner' }
  },
  GetBucketWebsite: ({ Bucket }, call) => {
    const { name } = findBucket(call, Bucket)
    throw absent('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration', name)
  },
  GetObjectLockConfiguration: ({ Bucket }, call) => {
    const { name } = findBucket(call, Bucket)
    throw absent('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', name)
  },
} satisfies Partial<S3Operations>

function nothing(_bucket: unknown): Record<string, never> {
  return {}
}

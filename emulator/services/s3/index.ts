import type * as sdk from '@aws-sdk/client-s3'
import type { Operations, Service } from '../operations'
import * as settings from './bucket-settings'
import * as buckets from './buckets'
import * as listing from './listing'
import * as multipart from './multipart'
import * as objects from './objects'
import { unsetSettings } from './unset-settings'

export { StoredObjects } from './stored-objects'

/** Amazon S3, as much as assets and definitions of APIs need: every operation that is served. */
const operations = {
  AbortMultipartUpload: multipart.AbortMultipartUpload,
  CompleteMultipartUpload: multipart.CompleteMultipartUpload,
  CopyObject: objects.CopyObject,
  CreateBucket: buckets.CreateBucket,
  CreateMultipartUpload: multipart.CreateMultipartUpload,
  DeleteBucket: buckets.DeleteBucket,
  DeleteBucketEncryption: settings.DeleteBucketEncryption,
  DeleteBucketOwnershipControls: settings.DeleteBucketOwnershipControls,
  DeleteBucketPolicy: settings.DeleteBucketPolicy,
  DeleteBucketTagging: settings.DeleteBucketTagging,
  DeleteObject: objects.DeleteObject,
  DeleteObjectTagging: objects.DeleteObjectTagging,
  DeleteObjects: objects.DeleteObjects,
  DeletePublicAccessBlock: settings.DeletePublicAccessBlock,
  GetBucketAcl: settings.GetBucketAcl,
  GetBucketEncryption: settings.GetBucketEncryption,
  GetBucketLocation: buckets.GetBucketLocation,
  GetBucketOwnershipControls: settings.GetBucketOwnershipControls,
  GetBucketPolicy: settings.GetBucketPolicy,
  GetBucketTagging: settings.GetBucketTagging,
  GetBucketVersioning: settings.GetBucketVersioning,
  GetObject: objects.GetObject,
  GetObjectTagging: objects.GetObjectTagging,
  GetPublicAccessBlock: settings.GetPublicAccessBlock,
  HeadBucket: buckets.HeadBucket,
  HeadObject: objects.HeadObject,
  ListBuckets: buckets.ListBuckets,
  ListMultipartUploads: multipart.ListMultipartUploads,
  ListObjectVersions: listing.ListObjectVersions,
  ListObjects: listing.ListObjects,
  ListObjectsV2: listing.ListObjectsV2,
  ListParts: multipart.ListParts,
  PutBucketEncryption: settings.PutBucketEncryption,
  PutBucketOwnershipControls: settings.PutBucketOwnershipControls,
  PutBucketPolicy: settings.PutBucketPolicy,
  PutBucketTagging: settings.PutBucketTagging,
  PutBucketVersioning: settings.PutBucketVersioning,
  PutObject: objects.PutObject,
  PutObjectTagging: objects.PutObjectTagging,
  PutPublicAccessBlock: settings.PutPublicAccessBlock,
  UploadPart: multipart.UploadPart,
  ...unsetSettings,
} satisfies Partial<Operations<typeof sdk>>

export const s3 = { name: 's3', operations } satisfies Service<Partial<Operations<typeof sdk>>>

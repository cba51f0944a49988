import { AwsError } from '../../model/errors'
import { page } from '../pages'
import { findBucket, NEW_BUCKET, type S3Operations } from './operations'

export const CreateBucket: S3Operations['CreateBucket'] = (input, call) => {
  const name = input.Bucket ?? ''
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || /\.\.|^\d+(?:\.\d+){3}$/.test(name)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name })
  }
  const wanted = input.CreateBucketConfiguration?.LocationConstraint
  if (call.region !== 'us-east-1' && wanted !== call.region) {
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${wanted ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      400,
    )
  }
  if (call.records.buckets.get(name) !== undefined) {
    // us-east-1 has always answered this as if it were new.
    if (call.region === 'us-east-1') return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` }
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      {
        BucketName: name,
      },
    )
  }
  const ownership = input.ObjectOwnership === undefined ? NEW_BUCKET.ownership : { Rules: [{ ObjectOwnership: input.ObjectOwnership }] }
  const tags = Object.fromEntries((input.CreateBucketConfiguration?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
  call.records.buckets.put(
    {
      name,
      region: wanted === 'EU' ? 'eu-west-1' : (wanted ?? call.region),
      createdAt: new Date(call.clock.now()),
      ...NEW_BUCKET,
      ownership: { Rules: [...ownership.Rules] },
      tags,
    },
    name,
  )
  return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` }
}

export const HeadBucket: S3Operations['HeadBucket'] = (input, call) => {
  const { region, name } = findBucket(call, input.Bucket)
  return { BucketRegion: region, BucketArn: `arn:aws:s3:::${name}` }
}

export const ListBuckets: S3Operations['ListBuckets'] = (input, call) => {
  const all = call.records.buckets
    .list()
    .filter(
      ({ name, region }) => name.startsWith(input.Prefix ?? '') && (input.BucketRegion === undefined || region === input.BucketRegion),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, next } = page(all, input.ContinuationToken, input.MaxBuckets ?? 10_000)
  return {
    Buckets: items.map(({ name, createdAt, region }) => ({
      Name: name,
      CreationDate: createdAt,
      BucketRegion: region,
      BucketArn: `arn:aws:s3:::${name}`,
    })),
    Owner: { ID: ownerId(call.account) },
    ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
    ...(next === undefined ? {} : { ContinuationToken: next }),
  }
}

export const DeleteBucket: S3Operations['DeleteBucket'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  if (call.records.objects.ids(name).length > 0) {
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, { BucketName: name })
  }
  call.records.multipartUploads.deleteAll(name)
  call.records.buckets.delete(name)
  call.diagnostics.replace(`arn:aws:s3:::${name}`, [])
  return {}
}

/** us-east-1 is answered as nothing, as on AWS. */
export const GetBucketLocation: S3Operations['GetBucketLocation'] = (input, call) => {
  const { region } = findBucket(call, input.Bucket)
  return region === 'us-east-1' ? {} : { LocationConstraint: region as 'eu-west-1' }
}

/** The canonical id of an account: sixty-four hexadecimal digits. */
export function ownerId(account: string): string {
  return Buffer.from(account).toString('hex').padStart(64, '0')
}

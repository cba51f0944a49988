import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRegistry } from '../../../../emulator/model/create-registry'
import { bind } from '../../../../emulator/services/operations'
import { StoredObjects, s3 } from '../../../../emulator/services/s3'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const opened: StoredObjects[] = []
afterEach(() => {
  for (const objects of opened.splice(0)) objects.close()
})

function account(region = 'us-east-1', elsewhere: ConstructorParameters<typeof StoredObjects>[1] = { find: () => undefined }) {
  const registry = createRegistry()
  const objects = new StoredObjects(registry, elsewhere)
  opened.push(objects)
  const call = testCall({ region, objects, records: registry.records('123456789012', region) })
  return { ...bind(s3.operations, call), call, objects, registry }
}
const text = (answer: { Body?: unknown }) => Buffer.from(answer.Body as Uint8Array).toString()
const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex')
const Bucket = 'files'

test('a bucket: made, found, listed, described, emptied, deleted', async () => {
  const operations = account()
  const { CreateBucket, HeadBucket, ListBuckets, DeleteBucket, GetBucketLocation, PutObject, DeleteObject } = operations
  expect(await CreateBucket({ Bucket })).toMatchObject({ Location: '/files' })
  await CreateBucket({ Bucket, CreateBucketConfiguration: {} })
  await CreateBucket({ Bucket: 'far', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })
  expect([await HeadBucket({ Bucket }), await GetBucketLocation({ Bucket }), await GetBucketLocation({ Bucket: 'far' })]).toMatchObject([
    { BucketRegion: 'us-east-1' },
    {},
    { LocationConstraint: 'eu-west-1' },
  ])
  expect((await ListBuckets({})).Buckets?.map(({ Name }) => Name)).toEqual(['far', 'files'])
  await PutObject({ Bucket, Key: 'k', Body: 'x' })
  expect(await failure(() => DeleteBucket({ Bucket }))).toMatch(/^409 BucketNotEmpty/)
  await DeleteObject({ Bucket, Key: 'k' })
  await DeleteBucket({ Bucket })
  expect(await failure(() => HeadBucket({ Bucket }))).toBe('404 NoSuchBucket: The specified bucket does not exist')
  const there = account('eu-west-1')
  await there.CreateBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })
  const failures: [() => unknown, RegExp][] = [
    [() => there.CreateBucket({ Bucket }), /^400 IllegalLocationConstraintException: The unspecified location/],
    [() => there.CreateBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }), /^409 BucketAlreadyOwnedByYou/],
    [() => CreateBucket({ Bucket: 'No_Name' }), /^400 InvalidBucketName/],
    [() => CreateBucket({ Bucket: '10.0.0.1' }), /^400 InvalidBucketName/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
})

test('the bucket of the CDK is there without a bootstrap, only in its account', async () => {
  const { GetBucketLocation, GetBucketEncryption, GetBucketVersioning, PutObject, ListObjectsV2, ListBuckets, objects } = account()
  const bootstrap = 'cdk-hnb659fds-assets-123456789012-us-east-1'
  expect(await GetBucketLocation({ Bucket: bootstrap })).toEqual({})
  expect(await GetBucketVersioning({ Bucket: bootstrap })).toEqual({ Status: 'Enabled' })
  expect((await GetBucketEncryption({ Bucket: bootstrap })).ServerSideEncryptionConfiguration?.Rules).toHaveLength(1)
  expect(await ListObjectsV2({ Bucket: bootstrap, Prefix: 'a.zip', MaxKeys: 1 })).toMatchObject({ KeyCount: 0, Contents: [] })
  await PutObject({ Bucket: bootstrap, Key: 'a.zip', Body: 'zip' })
  expect(objects.find(bootstrap, 'a.zip')).toEqual({ file: expect.any(String) })
  expect((await ListBuckets({})).Buckets).toEqual([])
  expect(await failure(() => GetBucketLocation({ Bucket: bootstrap.replace('123456789012', '999999999999') }))).toMatch(/NoSuchBucket/)
})

test('an object: its bytes, what was said of it, parts of it, and what became of it', async () => {
  const { CreateBucket, PutObject, GetObject, HeadObject, DeleteObject, call } = account()
  await CreateBucket({ Bucket })
  const given = {
    Bucket,
    Key: 'a/b c',
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    Metadata: { Who: 'me' },
    Tagging: 'a=1&b=2%203',
  }
  const ETag = `"${md5('hello world')}"`
  expect(await PutObject({ ...given, Body: 'hello world', ContentEncoding: 'aws-chunked' })).toMatchObject({ ETag })
  const head = {
    ETag,
    ContentLength: 11,
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    LastModified: new Date(TEST_TIME),
    Metadata: { who: 'me' },
    TagCount: 2,
    AcceptRanges: 'bytes',
    ServerSideEncryption: 'AES256',
  }
  const Key = given.Key
  expect(await HeadObject({ Bucket, Key })).toEqual(head)
  expect(text(await GetObject({ Bucket, Key, IfMatch: ETag }))).toBe('hello world')
  expect(await GetObject({ Bucket, Key, ResponseContentType: 'x/y' })).toMatchObject({ ContentType: 'x/y' })
  const ranges: [string, string | undefined, string][] = [
    ['bytes=0-4', 'bytes 0-4/11', 'hello'],
    ['bytes=6-', 'bytes 6-10/11', 'world'],
    ['bytes=-5', 'bytes 6-10/11', 'world'],
    ['bytes=6-99', 'bytes 6-10/11', 'world'],
    ['lines=1', undefined, 'hello world'],
  ]
  for (const [Range, ContentRange, part] of ranges) {
    const answer = await GetObject({ Bucket, Key, Range })
    expect([answer.ContentRange, answer.ContentLength, text(answer)]).toEqual([ContentRange, part.length, part])
  }
  await call.clock.advance(1000)
  await PutObject({ Bucket, Key, Body: new TextEncoder().encode('new') })
  expect(await HeadObject({ Bucket, Key })).toMatchObject({ ContentLength: 3, LastModified: new Date(TEST_TIME + 1000), Metadata: {} })
  const failures: [() => unknown, RegExp][] = [
    [() => GetObject({ Bucket, Key, Range: 'bytes=3-' }), /^416 InvalidRange/],
    [() => GetObject({ Bucket, Key, IfMatch: ETag }), /^412 PreconditionFailed/],
    [() => GetObject({ Bucket, Key, IfNoneMatch: md5('new') }), /^304 NotModified/],
    [() => HeadObject({ Bucket, Key, IfModifiedSince: new Date(TEST_TIME + 1000) }), /^304 NotModified/],
    [() => HeadObject({ Bucket, Key, IfUnmodifiedSince: new Date(TEST_TIME) }), /^412 PreconditionFailed/],
    [() => PutObject({ Bucket, Key, Body: 'x', IfNoneMatch: '*' }), /^412 PreconditionFailed/],
    [() => PutObject({ Bucket, Key, Body: 'x', ContentMD5: 'AAAA' }), /^400 BadDigest/],
    [() => PutObject({ Bucket, Key: 'k'.repeat(1025) }), /^400 KeyTooLongError/],
    [() => PutObject({ Bucket: 'none', Key }), /^404 NoSuchBucket/],
    [() => GetObject({ Bucket, Key: 'none' }), /^404 NoSuchKey: The specified key does not exist\.$/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  await DeleteObject({ Bucket, Key })
  await DeleteObject({ Bucket, Key })
  expect(await failure(() => HeadObject({ Bucket, Key }))).toMatch(/NoSuchKey/)
})

test('a listing: in the order of bytes, in pages, by prefix and delimiter, URL-encoded when asked', async () => {
  const { CreateBucket, PutObject, ListObjects, ListObjectsV2, ListObjectVersions } = account()
  await CreateBucket({ Bucket })
  for (const Key of ['b/2', 'a b', 'b/1', 'é', 'b/sub/x', 'c', '\u{1F600}', '\uFF5E']) await PutObject({ Bucket, Key, Body: Key })
  type Page = Awaited<ReturnType<typeof ListObjectsV2>>
  const shown = ({ Contents, CommonPrefixes }: Partial<Page>) => [
    ...(Contents ?? []).map(({ Key }) => Key),
    ...(CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
  ]
  const pages: unknown[] = []
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const page: Page = await ListObjectsV2({
      Bucket,
      Delimiter: '/',
      MaxKeys: 2,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    })
    pages.push(shown(page))
    token = page.NextContinuationToken
    expect([page.IsTruncated, page.KeyCount]).toEqual([token !== undefined, shown(page).length])
  }
  expect(pages).toEqual([
    ['a b', 'b/'],
    ['c', 'é'],
    ['\uFF5E', '\u{1F600}'],
  ])
  const cases: [Parameters<typeof ListObjectsV2>[0], unknown[]][] = [
    [{ Bucket, Prefix: 'b/' }, ['b/1', 'b/2', 'b/sub/x']],
    [{ Bucket, Prefix: 'b/', Delimiter: '/' }, ['b/1', 'b/2', 'b/sub/']],
    [{ Bucket, StartAfter: 'b/2', MaxKeys: 2 }, ['b/sub/x', 'c']],
    [{ Bucket, Prefix: 'a', EncodingType: 'url' }, ['a+b']],
    [{ Bucket, Prefix: 'é', EncodingType: 'url' }, ['%C3%A9']],
    [{ Bucket, MaxKeys: 0 }, []],
  ]
  for (const [input, keys] of cases) expect(shown(await ListObjectsV2(input))).toEqual(keys)
  const first = await ListObjects({ Bucket, MaxKeys: 1 })
  expect([shown(first), first.IsTruncated, first.NextMarker]).toEqual([['a b'], true, undefined])
  expect((await ListObjects({ Bucket, MaxKeys: 1, Delimiter: '/', Marker: 'a b' })).NextMarker).toBe('b/')
  expect((await ListObjectVersions({ Bucket, Prefix: 'c' })).Versions).toMatchObject([{ Key: 'c', VersionId: 'null', IsLatest: true }])
})

test('copies, tags and several deletions', async () => {
  const { CreateBucket, PutObject, CopyObject, HeadObject, GetObjectTagging, PutObjectTagging, DeleteObjectTagging, DeleteObjects } =
    account()
  await CreateBucket({ Bucket })
  await PutObject({ Bucket, Key: 'ä b', Body: 'x', Metadata: { m: '1' }, Tagging: 't=1' })
  const CopySource = `/${Bucket}/${encodeURIComponent('ä b')}`
  expect((await CopyObject({ Bucket, Key: 'copy', CopySource })).CopyObjectResult?.ETag).toBe(`"${md5('x')}"`)
  expect(await HeadObject({ Bucket, Key: 'copy' })).toMatchObject({ Metadata: { m: '1' }, TagCount: 1 })
  await CopyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/copy`, MetadataDirective: 'REPLACE', Metadata: { n: '2' } })
  expect(await HeadObject({ Bucket, Key: 'copy' })).toMatchObject({ Metadata: { n: '2' } })
  await PutObjectTagging({ Bucket, Key: 'copy', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })
  expect(await GetObjectTagging({ Bucket, Key: 'copy' })).toEqual({ TagSet: [{ Key: 'a', Value: 'b' }] })
  await DeleteObjectTagging({ Bucket, Key: 'copy' })
  expect(await GetObjectTagging({ Bucket, Key: 'copy' })).toEqual({ TagSet: [] })
  const same = { Key: 'a', Value: 'b' }
  const failures: [() => unknown, RegExp][] = [
    [() => CopyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/copy` }), /^400 InvalidRequest: This copy request is illegal/],
    [() => CopyObject({ Bucket, Key: 'k', CopySource: 'nothing' }), /^400 InvalidArgument/],
    [() => CopyObject({ Bucket, Key: 'k', CopySource: `${Bucket}/none` }), /^404 NoSuchKey/],
    [() => PutObjectTagging({ Bucket, Key: 'copy', Tagging: { TagSet: [same, same] } }), /^400 InvalidTag/],
    [() => DeleteObjects({ Bucket, Delete: { Objects: [] } }), /^400 MalformedXML/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  expect(await DeleteObjects({ Bucket, Delete: { Objects: [{ Key: 'copy' }, { Key: 'none' }] } })).toEqual({
    Deleted: [{ Key: 'copy' }, { Key: 'none' }],
  })
  expect(await DeleteObjects({ Bucket, Delete: { Objects: [{ Key: 'ä b' }], Quiet: true } })).toEqual({})
})

test('parts become one object, in order and whole', async () => {
  const operations = account()
  const { CreateBucket, CreateMultipartUpload, UploadPart, CompleteMultipartUpload, AbortMultipartUpload, GetObject, ListParts } =
    operations
  await CreateBucket({ Bucket })
  const big = Buffer.alloc(5 * 1024 * 1024, 'a')
  const { UploadId } = await CreateMultipartUpload({ Bucket, Key: 'big', ContentType: 'x/y' })
  const upload = { Bucket, Key: 'big', UploadId }
  const part = async (PartNumber: number, Body: Buffer) => ({ PartNumber, ETag: (await UploadPart({ ...upload, PartNumber, Body })).ETag })
  const [two, one] = [await part(2, Buffer.from('end')), await part(1, big)]
  const small = await part(3, Buffer.from('more'))
  expect((await ListParts({ ...upload, MaxParts: 2 })).Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, big.length],
    [2, 3],
  ])
  const complete = (...Parts: object[]) => CompleteMultipartUpload({ ...upload, MultipartUpload: { Parts } })
  const failures: [() => unknown, RegExp][] = [
    [() => complete(two, one), /^400 InvalidPartOrder/],
    [() => complete({ ...one, ETag: 'x' }), /^400 InvalidPart: /],
    [() => complete(one, two, small), /^400 EntityTooSmall/],
    [() => complete(), /^400 MalformedXML/],
    [() => part(10_001, big), /^400 InvalidArgument/],
    [() => AbortMultipartUpload({ ...upload, UploadId: 'none' }), /^404 NoSuchUpload/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  const { ETag } = await complete(one, two)
  expect(ETag).toBe(`"${md5(Buffer.concat([Buffer.from(md5(big), 'hex'), Buffer.from(md5('end'), 'hex')]))}-2"`)
  const whole = await GetObject({ Bucket, Key: 'big' })
  expect([whole.ContentLength, whole.ContentType, text(whole).slice(-5)]).toEqual([big.length + 3, 'x/y', 'aaend'])
  expect(await failure(() => complete(one, two))).toMatch(/^404 NoSuchUpload/)
  const other = await CreateMultipartUpload({ Bucket, Key: 'other' })
  await AbortMultipartUpload({ Bucket, Key: 'other', UploadId: other.UploadId })
  expect(await operations.ListMultipartUploads({ Bucket })).toMatchObject({ Uploads: [] })
})

test('settings of a bucket: their defaults, what was put, and what is absent', async () => {
  const operations = account()
  await operations.CreateBucket({ Bucket })
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] })
  expect(await operations.GetPublicAccessBlock({ Bucket })).toMatchObject({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } })
  await operations.PutPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } })
  expect(await operations.GetPublicAccessBlock({ Bucket })).toEqual({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    },
  })
  await operations.PutBucketPolicy({ Bucket, Policy })
  expect(await operations.GetBucketPolicy({ Bucket })).toEqual({ Policy })
  expect(await operations.GetBucketVersioning({ Bucket })).toEqual({})
  await operations.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })
  expect(await operations.GetBucketVersioning({ Bucket })).toEqual({ Status: 'Enabled' })
  expect(operations.call.diagnostics.all()).toMatchObject([{ code: 'versioning-not-emulated' }])
  await operations.PutBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })
  expect(await operations.GetBucketTagging({ Bucket })).toEqual({ TagSet: [{ Key: 'a', Value: 'b' }] })
  for (const remove of ['DeleteBucketPolicy', 'DeletePublicAccessBlock', 'DeleteBucketTagging', 'DeleteBucketOwnershipControls'] as const)
    await operations[remove]({ Bucket })
  const failures: [() => unknown, RegExp][] = [
    [() => operations.GetBucketPolicy({ Bucket }), /^404 NoSuchBucketPolicy/],
    [() => operations.GetPublicAccessBlock({ Bucket }), /^404 NoSuchPublicAccessBlockConfiguration/],
    [() => operations.GetBucketTagging({ Bucket }), /^404 NoSuchTagSet/],
    [() => operations.GetBucketOwnershipControls({ Bucket }), /^404 OwnershipControlsNotFoundError/],
    [() => operations.GetBucketCors({ Bucket }), /^404 NoSuchCORSConfiguration/],
    [() => operations.PutBucketPolicy({ Bucket, Policy: '{' }), /^400 MalformedPolicy/],
    [() => operations.PutBucketVersioning({ Bucket, VersioningConfiguration: {} }), /^400 MalformedXML/],
    [() => operations.GetBucketLogging({ Bucket: 'none' }), /^404 NoSuchBucket/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
})

test('stored objects are found before those of elsewhere, also after an earlier state came back; closing removes the bytes', async () => {
  const asset = { directory: '/asset' }
  const { CreateBucket, PutObject, DeleteObject, objects, registry } = account('us-east-1', { find: () => asset })
  await CreateBucket({ Bucket })
  expect(objects.find(Bucket, 'k')).toBe(asset)
  await PutObject({ Bucket, Key: 'k', Body: 'stored' })
  const found = objects.find(Bucket, 'k') as { file: string }
  expect(readFileSync(found.file, 'utf8')).toBe('stored')
  const snapshot = registry.snapshot()
  await DeleteObject({ Bucket, Key: 'k' })
  expect(objects.find(Bucket, 'k')).toBe(asset)
  registry.restore(snapshot)
  expect(objects.find(Bucket, 'k')).toEqual(found)
  objects.close()
  expect(existsSync(found.file)).toBe(false)
})

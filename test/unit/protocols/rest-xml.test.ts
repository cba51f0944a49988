import { Readable } from 'node:stream'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { firstHeader } from '../../../emulator/base/headers'
import { AwsError } from '../../../emulator/model/errors'
import { createControlPlane } from '../../../emulator/protocols/control-plane'
import { testCall } from '../../support/call'
import { inProcess } from './in-process'
import { authorization, bindingOf, rawPlane } from './raw-call'

/** A service whose operations tell which of them was called, and with what. */
function tellTale(...names: readonly string[]) {
  const told: { operation?: string; input?: Record<string, unknown> } = {}
  const operations = names.map((operation) => [
    operation,
    (input: Record<string, unknown>) => Object.assign(told, { operation, input }) && {},
  ])
  return { told, binding: bindingOf('s3', Object.fromEntries(operations)) }
}

const OPERATIONS = [
  'AbortMultipartUpload',
  'CopyObject',
  'CreateBucket',
  'DeleteObject',
  'DeleteObjects',
  'GetBucketAnalyticsConfiguration',
  'GetBucketLocation',
  'GetObject',
  'HeadBucket',
  'ListBucketAnalyticsConfigurations',
  'ListBuckets',
  'ListObjects',
  'ListObjectsV2',
  'ListParts',
  'PutObject',
  'UploadPart',
  'UploadPartCopy',
]

test.each<[string, string, Partial<{ host: string; copy: string; body: string }>, string, Record<string, unknown>]>([
  ['GET', '/', {}, 'ListBuckets', {}],
  ['PUT', '/b', {}, 'CreateBucket', { Bucket: 'b' }],
  ['HEAD', '/b/', {}, 'HeadBucket', { Bucket: 'b' }],
  ['GET', '/b', {}, 'ListObjects', { Bucket: 'b' }],
  ['GET', '/b?list-type=2&prefix=a%2Fb&max-keys=3', {}, 'ListObjectsV2', { Bucket: 'b', Prefix: 'a/b', MaxKeys: 3 }],
  ['GET', '/b?location', {}, 'GetBucketLocation', { Bucket: 'b' }],
  ['GET', '/b?analytics', {}, 'ListBucketAnalyticsConfigurations', { Bucket: 'b' }],
  ['GET', '/b?analytics&id=x', {}, 'GetBucketAnalyticsConfiguration', { Bucket: 'b', Id: 'x' }],
  ['GET', '/b/k/e%20y/', {}, 'GetObject', { Bucket: 'b', Key: 'k/e y/' }],
  ['GET', '/b/k?uploadId=u', {}, 'ListParts', { Bucket: 'b', Key: 'k', UploadId: 'u' }],
  ['DELETE', '/b/k', {}, 'DeleteObject', { Bucket: 'b', Key: 'k' }],
  ['DELETE', '/b/k?uploadId=u', {}, 'AbortMultipartUpload', { Bucket: 'b', Key: 'k', UploadId: 'u' }],
  ['PUT', '/b/k', {}, 'PutObject', { Bucket: 'b', Key: 'k' }],
  ['PUT', '/b/k', { copy: '/c/d' }, 'CopyObject', { Bucket: 'b', Key: 'k', CopySource: '/c/d' }],
  ['PUT', '/b/k?partNumber=2&uploadId=u', {}, 'UploadPart', { Bucket: 'b', Key: 'k', PartNumber: 2, UploadId: 'u' }],
  [
    'PUT',
    '/b/k?partNumber=2&uploadId=u',
    { copy: '/c/d' },
    'UploadPartCopy',
    { Bucket: 'b', Key: 'k', PartNumber: 2, UploadId: 'u', CopySource: '/c/d' },
  ],
  ['GET', '/k', { host: 'b.s3.localhost:4566' }, 'GetObject', { Bucket: 'b', Key: 'k' }],
  ['GET', '/', { host: 'my.bucket.localhost' }, 'ListObjects', { Bucket: 'my.bucket' }],
  ['GET', '/', { host: 's3.eu-west-1.localhost:4566' }, 'ListBuckets', {}],
  [
    'POST',
    '/b?delete',
    {
      body: '<?xml version="1.0"?><Delete xmlns="x"><Object><Key>a</Key></Object><Object><Key>&lt;b</Key></Object><Quiet>true</Quiet></Delete>',
    },
    'DeleteObjects',
    { Bucket: 'b', Delete: { Objects: [{ Key: 'a' }, { Key: '<b' }], Quiet: true } },
  ],
])('%s %s %j is %s', async (method, target, { host = '127.0.0.1:4566', copy, body }, operation, input) => {
  const { told, binding } = tellTale(...OPERATIONS)
  const headers = ['Host', host, ...(copy === undefined ? [] : ['x-amz-copy-source', copy])]
  const response = await rawPlane([binding])({ signed: 's3', method, target, headers, ...(body === undefined ? {} : { body }) })
  expect(told).toEqual({ operation, input })
  expect(response?.status).toBe(operation.startsWith('Delete') && method === 'DELETE' ? 204 : operation.startsWith('Abort') ? 204 : 200)
})

describe('answers', () => {
  const get = async (operations: Parameters<typeof bindingOf>[1], method: string, target: string) => {
    const response = await rawPlane([bindingOf('s3', operations)])({ signed: 's3', method, target, headers: ['Host', '127.0.0.1:4566'] })
    return { status: response?.status, headers: response?.headers ?? [], body: String(response?.body) }
  }
  const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

  test('the location is the root itself', async () => {
    const at = (LocationConstraint?: string) => get({ GetBucketLocation: () => ({ LocationConstraint }) }, 'GET', '/b?location')
    expect((await at('eu-west-1')).body).toBe(`${XML}<LocationConstraint ${XMLNS}>eu-west-1</LocationConstraint>`)
    expect((await at()).body).toBe(`${XML}<LocationConstraint ${XMLNS}></LocationConstraint>`)
  })

  test('lists stand flat in the root', async () => {
    const found = await get({ ListObjectsV2: () => ({ Name: 'b', Contents: [{ Key: 'a' }, { Key: 'c' }] }) }, 'GET', '/b?list-type=2')
    expect(found.body).toBe(
      `${XML}<ListBucketResult ${XMLNS}><Contents><Key>a</Key></Contents><Contents><Key>c</Key></Contents><Name>b</Name></ListBucketResult>`,
    )
  })

  test('an object is the body, a part of it answers 206, HEAD has none of it', async () => {
    const object = { Body: 'hello', ContentLength: 5, ETag: '"e"', LastModified: new Date(0), Metadata: { a: 'b' } }
    const whole = await get({ GetObject: () => object }, 'GET', '/b/k')
    expect([whole.status, whole.body]).toEqual([200, 'hello'])
    expect(
      ['content-type', 'etag', 'last-modified', 'x-amz-meta-a', 'content-length'].map((name) => firstHeader(whole.headers, name)),
    ).toEqual(['binary/octet-stream', '"e"', 'Thu, 01 Jan 1970 00:00:00 GMT', 'b', undefined])
    const part = await get({ GetObject: () => ({ ...object, ContentRange: 'bytes 0-4/9' }) }, 'GET', '/b/k')
    expect(part.status).toBe(206)
    const head = await get({ HeadObject: () => ({ ContentLength: 5 }) }, 'HEAD', '/b/k')
    expect([head.body, firstHeader(head.headers, 'content-length')]).toEqual(['', '5'])
  })

  test('errors are XML of their own form, without a body for HEAD', async () => {
    const missing = () => {
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: 'a&b' })
    }
    const found = await get({ GetObject: missing }, 'GET', '/b/k')
    expect(found.status).toBe(404)
    expect(found.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><Key>a&amp;b<\/Key><RequestId>[^<]+<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    )
    expect(await get({ HeadObject: missing }, 'HEAD', '/b/k')).toMatchObject({ status: 404, body: '' })
    expect(await get({}, 'PATCH', '/b/k')).toMatchObject({ status: 405, body: expect.stringContaining('<Code>MethodNotAllowed</Code>') })
    expect((await get({ ListObjectsV2: () => ({}) }, 'GET', '/b?list-type=2&max-keys=x')).body).toContain('<Code>InvalidArgument</Code>')
  })
})

describe('uploads in chunks', () => {
  test('the SDK streams a body with a checksum behind it', async () => {
    const { told, binding } = tellTale('PutObject')
    const plane = createControlPlane({ services: [binding], callFor: () => testCall(), account: '123456789012' })
    const sent: string[] = []
    const client = new S3Client({
      endpoint: 'https://127.0.0.1:4566',
      region: 'eu-west-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
      requestHandler: inProcess(plane, ({ headers }) => sent.push(String(firstHeader(headers, 'content-encoding')))),
    })
    const Body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.from('end')])
    await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body, ContentLength: 70_003, ContentEncoding: 'gzip' }))
    expect(sent[0]).toContain('aws-chunked')
    const { Body: received, ...input } = told.input as { Body: Uint8Array }
    expect(Buffer.from(received).equals(Buffer.from(`${'a'.repeat(70_000)}end`))).toBe(true)
    expect(input).toMatchObject({ Key: 'k', ContentEncoding: 'gzip', ChecksumCRC32: expect.any(String) })
  })

  test.each([
    ['no size', 'xyz'],
    ['a size beyond the body', '5;chunk-signature=00\r\nabc\r\n'],
    ['no last chunk', '3\r\nabc\r\n'],
  ])('%s is an incomplete body', async (_, body) => {
    const { binding } = tellTale('PutObject')
    const headers = ['Host', '127.0.0.1', 'x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', ...authorization('s3')]
    const response = await rawPlane([binding])({ method: 'PUT', target: '/b/k', headers, body })
    expect([response?.status, String(response?.body)]).toEqual([400, expect.stringContaining('<Code>IncompleteBody</Code>')])
  })
})

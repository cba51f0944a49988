import { createHash } from 'node:crypto'
import { AwsError } from '../../model/errors'
import type { MultipartUploadRecord } from '../../model/s3'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkWrite, settingsOf } from './object-settings'
import { bytesOf, checkDigest, checkKey, put } from './objects'
import { findBucket, malformedXml, type S3Operations } from './operations'
import { storage } from './stored-objects'

/** Bytes that every part but the last has at least. */
const SMALLEST_PART = 5 * 1024 * 1024
const MOST_PARTS = 10_000

export const CreateMultipartUpload: S3Operations['CreateMultipartUpload'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const upload: MultipartUploadRecord = {
    uploadId: call.ids.hex(64),
    key: checkKey(input.Key),
    startedAt: new Date(call.clock.now()),
    settings: settingsOf(input),
    parts: {},
  }
  call.records.multipartUploads.put(upload, upload.uploadId, name)
  return { Bucket: name, Key: upload.key, UploadId: upload.uploadId, ServerSideEncryption: 'AES256' }
}

export const UploadPart: S3Operations['UploadPart'] = (input, call) => {
  const upload = find(call, input)
  const number = input.PartNumber ?? 0
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
    throw new AwsError('InvalidArgument', `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`, 400)
  }
  const bytes = bytesOf(input.Body)
  checkDigest(bytes, input.ContentMD5)
  const part = { ...storage(call).write(bytes), lastModified: new Date(call.clock.now()) }
  call.records.multipartUploads.put({ ...upload, parts: { ...upload.parts, [number]: part } }, upload.uploadId, input.Bucket)
  return { ETag: part.etag, ServerSideEncryption: 'AES256' }
}

export const CompleteMultipartUpload: S3Operations['CompleteMultipartUpload'] = (input, call) => {
  const upload = find(call, input)
  const { name } = findBucket(call, input.Bucket)
  const given = input.MultipartUpload?.Parts ?? []
  if (given.length === 0) throw malformedXml()
  const numbers = given.map(({ PartNumber = 0 }) => PartNumber)
  if (numbers.some((number, i) => i > 0 && number <= (numbers[i - 1] as number))) {
    const message = 'The list of parts was not in ascending order. The parts list must be specified in order by part number.'
    throw new AwsError('InvalidPartOrder', message, 400)
  }
  checkWrite(call.records.objects.get(upload.key, name), input)
  const parts = given.map(({ PartNumber, ETag = '' }) => {
    const part = upload.parts[String(PartNumber)]
    if (part === undefined || part.etag.replaceAll('"', '') !== ETag.replaceAll('"', '')) {
      const message =
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag."
      throw new AwsError('InvalidPart', message, 400, { UploadId: upload.uploadId, PartNumber, ETag })
    }
    return part
  })
  if (parts.slice(0, -1).some(({ size }) => size < SMALLEST_PART)) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
      MinSizeAllowed: SMALLEST_PART,
    })
  }
  const store = storage(call)
  const written = store.write(Buffer.concat(parts.map((part) => store.read(part))))
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex')))
  const etag = `"${createHash('md5').update(digests).digest('hex')}-${parts.length}"`
  put(call, name, { key: upload.key, ...written, ...upload.settings, etag })
  call.records.multipartUploads.delete(upload.uploadId, name)
  return { Bucket: name, Key: upload.key, ETag: etag, Location: `/${name}/${upload.key}`, ServerSideEncryption: 'AES256' }
}

export const AbortMultipartUpload: S3Operations['AbortMultipartUpload'] = (input, call) => {
  const { uploadId } = find(call, input)
  call.records.multipartUploads.delete(uploadId, input.Bucket)
  return {}
}

export const ListParts: S3Operations['ListParts'] = (input, call) => {
  const { key, uploadId, parts } = find(call, input)
  const all = Object.entries(parts)
    .map(([number, { size, etag, lastModified }]) => ({ PartNumber: Number(number), Size: size, ETag: etag, LastModified: lastModified }))
    .filter(({ PartNumber }) => PartNumber > Number(input.PartNumberMarker ?? 0))
  const { items, next } = page(all, undefined, input.MaxParts ?? 1000)
  return {
    Bucket: input.Bucket,
    Key: key,
    UploadId: uploadId,
    MaxParts: input.MaxParts ?? 1000,
    Parts: items,
    IsTruncated: next !== undefined,
    StorageClass: 'STANDARD',
    ...(next === undefined ? {} : { NextPartNumberMarker: String(items.at(-1)?.PartNumber) }),
  }
}

export const ListMultipartUploads: S3Operations['ListMultipartUploads'] = (input, call) => {
  const { name } = findBucket(call, input.Bucket)
  const all = call.records.multipartUploads.list(name).filter(({ key }) => key.startsWith(input.Prefix ?? ''))
  return {
    Bucket: name,
    IsTruncated: false,
    Uploads: all.map(({ key, uploadId, startedAt }) => ({ Key: key, UploadId: uploadId, Initiated: startedAt, StorageClass: 'STANDARD' })),
  }
}

function find(
  call: Call,
  given: { readonly Bucket?: string | undefined; readonly Key?: string | undefined; readonly UploadId?: string | undefined },
): MultipartUploadRecord {
  const { name } = findBucket(call, given.Bucket)
  const upload = call.records.multipartUploads.get(given.UploadId ?? '', name)
  if (upload === undefined || upload.key !== given.Key) {
    const message = 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.'
    throw new AwsError('NoSuchUpload', message, 404, { UploadId: given.UploadId ?? '' })
  }
  return upload
}

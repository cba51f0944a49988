import type * as sdk from '@aws-sdk/client-s3'

/** A bucket with those of its settings that can be put. */
export interface BucketRecord {
  readonly name: string
  readonly region: string
  readonly createdAt: Date
  readonly tags: Readonly<Record<string, string>>
  readonly versioning?: sdk.BucketVersioningStatus
  /** The bucket policy, as JSON text. */
  readonly policy?: string
  readonly encryption?: sdk.ServerSideEncryptionConfiguration
  readonly publicAccessBlock?: sdk.PublicAccessBlockConfiguration
  readonly ownership?: sdk.OwnershipControls
}

/** What a request says of an object besides its bytes. */
export interface ObjectSettings {
  readonly contentType: string
  /** Header fields that are answered as they were given: `CacheControl`, `ContentEncoding`... */
  readonly headers: Readonly<Record<string, string>>
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}

/** Bytes in the folder of the emulator's objects. */
export interface StoredBytes {
  /** The file's name in that folder: the SHA-256 of its content in hexadecimal digits. */
  readonly file: string
  readonly size: number
  /** In quotation marks, as it is answered. */
  readonly etag: string
}

export interface ObjectRecord extends StoredBytes, ObjectSettings {
  readonly key: string
  readonly lastModified: Date
}

/** Bytes that arrive in parts. */
export interface MultipartUploadRecord {
  readonly uploadId: string
  readonly key: string
  readonly startedAt: Date
  readonly settings: ObjectSettings
  /** By part number. */
  readonly parts: Readonly<Record<string, StoredBytes & { readonly lastModified: Date }>>
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registry } from '../../model/registry'
import type { StoredBytes } from '../../model/s3'
import type { Call, Objects } from '../operations'

/**
 * The objects that uploads left here, and after them those of `elsewhere` (assets of `cdk.out`).
 * Bytes lie in files that are named by the hash of what they hold, and stay until the emulator closes: an object that was deleted or
 * written over may come back with a former state of the registry.
 */
export class StoredObjects implements Objects {
  #directory: string | undefined
  readonly #temporary: boolean

  /** @param directory where the bytes lie; a temporary one, made when first needed and removed by `close`, when left out */
  constructor(
    private readonly registry: Registry,
    private readonly elsewhere: Objects,
    directory?: string,
  ) {
    this.#directory = directory
    this.#temporary = directory === undefined
  }

  /** Names of buckets are one for all accounts and regions. */
  find(bucket: string, key: string): ReturnType<Objects['find']> {
    for (const { records } of this.registry.scopes()) {
      const record = records.objects.get(key, bucket)
      if (record !== undefined) return { file: this.path(record) }
    }
    return this.elsewhere.find(bucket, key)
  }

  /** Keeps bytes. */
  write(bytes: Uint8Array): StoredBytes {
    const file = createHash('sha256').update(bytes).digest('hex')
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const stored = { file, size: bytes.byteLength, etag }
    const path = this.path(stored)
    if (!existsSync(path)) writeFileSync(path, bytes)
    return stored
  }

  read(stored: Pick<StoredBytes, 'file'>): Buffer {
    return readFileSync(this.path(stored))
  }

  close(): void {
    if (this.#temporary && this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true })
  }

  private path({ file }: Pick<StoredBytes, 'file'>): string {
    if (this.#directory === undefined) this.#directory = mkdtempSync(join(tmpdir(), 'portico-objects-'))
    else mkdirSync(this.#directory, { recursive: true })
    return join(this.#directory, file)
  }
}

/** Where the bytes of a call's objects are. */
export function storage({ objects }: Call): StoredObjects {
  if (objects instanceof StoredObjects) return objects
  throw new Error('S3 keeps objects in a StoredObjects, and this call has other ones.')
}

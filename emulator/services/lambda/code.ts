import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { FunctionCode as GivenCode } from '@aws-sdk/client-lambda'
import { fflate } from '../../base/libraries'
import type { FunctionCode } from '../../model/lambda'
import type { Call, Objects } from '../operations'
import { invalidParameter } from './operations'

/** Where the zip files of an emulator are unpacked; its `Objects` stand for the emulator. */
const roots = new Map<Objects, string>()
const kept = new WeakMap<Objects, string>()
let removedAtExit = false

/** The code that a request carries (zip bytes) or points to (an object of S3), as a directory on this machine. */
export function readCode(given: Pick<GivenCode, 'ZipFile' | 'S3Bucket' | 'S3Key'>, call: Call): FunctionCode {
  if (given.ZipFile !== undefined) return unzip(given.ZipFile, call.objects)
  const bucket = given.S3Bucket ?? ''
  const key = given.S3Key ?? ''
  if (bucket === '' || key === '') throw invalidParameter('Please provide a source for function code.')
  const found = call.objects.find(bucket, key)
  if (found === undefined) {
    throw invalidParameter('Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.')
  }
  return 'directory' in found ? readDirectory(found.directory, key) : unzip(readFileSync(found.file), call.objects)
}

/**
 * A directory used in place. CDK names an asset by the hash of its content, which saves reading it;
 * any other directory is hashed file by file.
 */
export function readDirectory(directory: string, key = ''): FunctionCode {
  const absolute = resolve(directory)
  const files = listFiles(absolute)
  const named = /(?:^|[./])([0-9a-f]{64})(?:\.zip)?$/.exec(key)?.[1]
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0)
  if (named !== undefined) return { directory: absolute, sha256: Buffer.from(named, 'hex').toString('base64'), size }
  const hash = createHash('sha256')
  for (const file of files) hash.update(relative(absolute, file)).update('\0').update(readFileSync(file)).update('\0')
  return { directory: absolute, sha256: hash.digest('base64'), size }
}

/** Everything of one list of files, in one order on every machine. */
function listFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Bytes of all files together (Lambda quotas). */
const MOST_UNZIPPED = 262_144_000
/** What the machine says of a name that no file can have, or that a file and a directory have both. */
const UNUSABLE_NAMES: ReadonlySet<unknown> = new Set(['ENAMETOOLONG', 'EEXIST', 'EISDIR', 'ENOTDIR', 'EINVAL', 'ERR_INVALID_ARG_VALUE'])

function notUnzipped() {
  return invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.')
}

function unzip(bytes: Uint8Array, objects: Objects): FunctionCode {
  if (bytes.byteLength === 0) throw invalidParameter('Uploaded file must be a non-empty zip')
  let unzipped = 0
  const fits = ({ originalSize }: { readonly originalSize: number }) => {
    unzipped += originalSize
    return unzipped <= MOST_UNZIPPED
  }
  let files: Record<string, Uint8Array>
  try {
    files = fflate().unzipSync(bytes, { filter: fits })
  } catch {
    throw notUnzipped()
  }
  // Uncertain: the wording.
  if (unzipped > MOST_UNZIPPED) throw invalidParameter(`Unzipped size must be smaller than ${MOST_UNZIPPED} bytes`)
  const directory = mkdtempSync(join(rootOf(objects), 'code-'))
  for (const [name, content] of Object.entries(files)) {
    const path = resolve(directory, name)
    // A name such as `../x` must not leave the directory.
    if (!path.startsWith(directory + sep)) throw notUnzipped()
    try {
      if (name.endsWith('/')) mkdirSync(path, { recursive: true })
      else {
        mkdirSync(dirname(path), { recursive: true })
        // Executable, since the bootstrap of a custom runtime has to be and zip entries need not say so.
        writeFileSync(path, content, { mode: 0o755 })
      }
    } catch (error) {
      if (UNUSABLE_NAMES.has((error as NodeJS.ErrnoException).code)) throw notUnzipped()
      throw error
    }
  }
  return { directory, sha256: createHash('sha256').update(bytes).digest('base64'), size: bytes.byteLength }
}

function rootOf(objects: Objects): string {
  const directory = kept.get(objects)
  if (directory !== undefined) return directory
  let root = roots.get(objects)
  if (root === undefined) {
    if (!removedAtExit) process.once('exit', () => [...roots.keys()].forEach(removeUnpackedCode))
    removedAtExit = true
    root = mkdtempSync(join(tmpdir(), 'portico-'))
    roots.set(objects, root)
  }
  return root
}

/** Unpacks an emulator's code into a directory that stays when it stops: functions of a kept state find it there again. */
export function keepUnpackedCode(objects: Objects, directory: string): void {
  mkdirSync(directory, { recursive: true })
  kept.set(objects, directory)
}

/** Removes what was unpacked for an emulator that has stopped. What is left is removed when the process exits. */
export function removeUnpackedCode(objects: Objects): void {
  const root = roots.get(objects)
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
  roots.delete(objects)
}

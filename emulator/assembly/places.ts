import { resolve } from 'node:path'
import type { Place } from '../base/diagnostics'

interface MetadataEntry {
  readonly type: string
  readonly data?: unknown
}

/** Portico's own constructs: a frame in them is not the user's code. */
const OWN = [resolve(__dirname, '../../lib'), resolve(__dirname, '../../../lib')]

/** Construct path and source line by logical id, from a stack's metadata (`aws:cdk:logicalId`, `aws:cdk:creationStack`). */
export function readPlaces(metadata: unknown): (logicalId: string) => Place | undefined {
  const places = new Map<string, Place>()
  for (const [path, entries] of Object.entries((metadata ?? {}) as Record<string, readonly MetadataEntry[]>)) {
    if (!Array.isArray(entries)) continue
    const logicalId = entries.find(({ type }) => type === 'aws:cdk:logicalId')?.data
    if (typeof logicalId !== 'string') continue
    const stack = entries.find(({ type }) => type === 'aws:cdk:creationStack')?.data
    places.set(logicalId, { construct: constructPath(path), ...userFrame(Array.isArray(stack) ? stack : []) })
  }
  return (logicalId) => places.get(logicalId)
}

/** What constructs acknowledge by `Validations.of(construct).acknowledge(...)`: `Portico::open-method@Shop/Api`. */
export function readAcknowledged(metadata: unknown): string[] {
  return Object.entries((metadata ?? {}) as Record<string, readonly MetadataEntry[]>).flatMap(([path, entries]) =>
    (Array.isArray(entries) ? entries : [])
      .filter(({ type }: MetadataEntry) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }: MetadataEntry) => Object.keys((data ?? {}) as object).map((id) => `${id}@${constructPath(path)}`)),
  )
}

/** `Shop/Orders/POST` for `/Shop/Orders/POST/Resource`: the construct that the user named. */
function constructPath(path: string): string {
  return path.replace(/^\//, '').replace(/\/(Resource|Default)$/, '')
}

/** The innermost frame in a file of the user's: `<anonymous> (/app/bin/app.ts:7:13)`. */
function userFrame(stack: readonly unknown[]): { file: string; line: number } | Record<string, never> {
  let own: { file: string; line: number } | undefined
  for (const frame of stack) {
    const match = /\(?((?:file:\/\/)?\/[^():]+|[A-Za-z]:\\[^():]+):(\d+)(?::\d+)?\)?$/.exec(String(frame))
    if (match === null || (match[1] as string).includes('/node_modules/')) continue
    const place = { file: (match[1] as string).replace(/^file:\/\//, ''), line: Number(match[2]) }
    if (!OWN.some((folder) => place.file.startsWith(`${folder}/`))) return place
    own ??= place
  }
  return own ?? {}
}

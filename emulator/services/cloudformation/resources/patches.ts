import type { PatchOperation } from '@aws-sdk/client-api-gateway'
import type { Properties } from './properties'

/**
 * The patch operations that turn one state into another. `rows`: patch path to property, and the value that stands for the property being
 * left out (the empty text where none is given).
 */
export function changedValues(
  before: Properties,
  after: Properties,
  rows: Readonly<Record<string, string | readonly [property: string, without: string]>>,
): PatchOperation[] {
  const operations: PatchOperation[] = []
  for (const [path, row] of Object.entries(rows)) {
    const [property, absent] = typeof row === 'string' ? [row, ''] : row
    const [old, value] = [scalar(before, property), scalar(after, property)]
    if (old !== value) operations.push({ op: 'replace', path, value: value ?? absent })
  }
  return operations
}

function scalar(properties: Properties, name: string): string | undefined {
  const value = properties.raw[name]
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The patch operations that turn one map of texts into another: `{prefix}/{key}`. */
export function changedMap(
  prefix: string,
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
  put: 'add' | 'replace' = 'replace',
): PatchOperation[] {
  const operations: PatchOperation[] = []
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) operations.push({ op: 'remove', path: `${prefix}/${pointer(key)}` })
  }
  for (const [key, value] of Object.entries(after)) {
    if (before[key] === value) continue
    operations.push({ op: Object.hasOwn(before, key) ? 'replace' : put, path: `${prefix}/${pointer(key)}`, value })
  }
  return operations
}

/** The patch operations that turn one set into another, its elements being keys: `{prefix}/{element}`. */
export function changedKeys(prefix: string, before: readonly string[] = [], after: readonly string[] = []): PatchOperation[] {
  return [
    ...before.filter((key) => !after.includes(key)).map((key): PatchOperation => ({ op: 'remove', path: `${prefix}/${pointer(key)}` })),
    ...after.filter((key) => !before.includes(key)).map((key): PatchOperation => ({ op: 'add', path: `${prefix}/${pointer(key)}` })),
  ]
}

/** The patch operations that turn one set into another, its elements being values of one path. */
export function changedElements(path: string, before: readonly string[] = [], after: readonly string[] = []): PatchOperation[] {
  return [
    ...before.filter((value) => !after.includes(value)).map((value): PatchOperation => ({ op: 'remove', path, value })),
    ...after.filter((value) => !before.includes(value)).map((value): PatchOperation => ({ op: 'add', path, value })),
  ]
}

/** A segment of a patch path. */
export function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

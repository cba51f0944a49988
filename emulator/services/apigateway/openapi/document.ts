import type { Document } from 'yaml'
import { yaml } from '../../../base/libraries'
import { isNestedDeeper } from '../../../base/nesting'
import { badRequest } from '../errors'

/** An object of a document, of which nothing is known yet. */
export type Node = Readonly<Record<string, unknown>>

/** An OpenAPI document, read but not interpreted. */
export interface OpenApiDocument {
  readonly version: 2 | 3
  readonly root: Node
  /** An object with its local `$ref`s followed; an empty one when there is none. */
  readonly resolve: (value: unknown) => Node
}

/** Reads an OpenAPI 2.0 or 3.0 document, in JSON or YAML, or throws AWS's error (facts/13, 196). */
export function readDocument(source: string): OpenApiDocument {
  const root = parse(source)
  const version = text(root['swagger'])?.startsWith('2') ? 2 : text(root['openapi'])?.startsWith('3') ? 3 : undefined
  if (version === undefined) throw badRequest('Invalid OpenAPI input.')
  return { version, root, resolve: (value) => resolve(root, value) }
}

function parse(source: string): Node {
  if (isNestedDeeper(source, DEEPEST, 'yaml')) throw badRequest('Invalid OpenAPI input.')
  const { isScalar, parseDocument } = yaml()
  const document = parseDocument(source, { merge: true, prettyErrors: false })
  if (document.errors.length > 0) throw badRequest('Invalid OpenAPI input.')
  const root = node(plain(document))
  // YAML reads a bare 1.0 as a number; the API's version is the text that stands there.
  const version: unknown = document.getIn(['info', 'version'], true)
  if (!isScalar(version) || typeof version.value !== 'number') return root
  return { ...root, info: { ...node(root['info']), version: version.source ?? String(version.value) } }
}

/** The document as plain data; aliases that multiply it too often, and merges of what cannot be merged, are refused. */
function plain(document: Document): unknown {
  try {
    return document.toJS()
  } catch {
    throw badRequest('Invalid OpenAPI input.')
  }
}

/** Levels of a document. Uncertain: AWS's own limit. */
const DEEPEST = 500
const DEEPEST_REFERENCE = 10

function resolve(root: Node, value: unknown): Node {
  let current = node(value)
  for (let depth = 0; depth < DEEPEST_REFERENCE && typeof current['$ref'] === 'string'; depth++) {
    const path = current['$ref']
    if (!path.startsWith('#/')) return {}
    const names = path
      .slice(2)
      .split('/')
      .map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'))
    current = node(names.reduce<unknown>((part, name) => node(part)[name], root))
  }
  return current
}

/** A value as an object; an empty one when it is none. */
export function node(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
}

/** A value as a list; an empty one when it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A scalar as text: integers and booleans of YAML are taken where text is wanted (facts/09, 6). */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** A number, or the text of one. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && !Number.isNaN(read) ? read : undefined
}

/** A truth value, or the text of one. */
export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : typeof value === 'string' ? value.toLowerCase() === 'true' : undefined
}

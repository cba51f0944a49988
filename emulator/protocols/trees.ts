import type { NormalizedSchema } from '@smithy/core/schema'
import { serializationError } from './errors'
import type { Pair } from './request'
import { readText } from './texts'

/** A form or an XML document: texts, elements by name, and lists of elements that share a name. */
export type Tree = string | Tree[] | { readonly [name: string]: Tree }
type Branch = { [name: string]: Tree }

/** Parts of a form's name, levels of an XML document: no shape needs a tenth of it. */
const DEEPEST = 200
const INDEX = /^\d{1,9}$/

/**
 * The pairs of a Query request as the tree that XML of the same shape would be: `Tags.member.2.Key=b` is the `Key` of the second
 * `member` of `Tags`. Numbers become positions: their order counts, gaps do not.
 */
export function formTree(pairs: readonly Pair[]): Tree {
  const root: Branch = Object.create(null)
  for (const [name, value] of pairs) {
    const parts = name.split('.')
    if (parts.length > DEEPEST) throw serializationError(`The request is nested more than ${DEEPEST} levels deep`)
    let branch = root
    for (const part of parts.slice(0, -1)) {
      const next = branch[part]
      if (typeof next !== 'object') branch[part] = Object.create(null) as Branch
      branch = branch[part] as Branch
    }
    const last = parts.at(-1) as string
    if (typeof branch[last] !== 'object') branch[last] = value
  }
  return positioned(root)
}

function positioned(tree: Tree): Tree {
  if (typeof tree === 'string') return tree
  const entries = Object.entries(tree)
  if (entries.length > 0 && entries.every(([name]) => INDEX.test(name))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => positioned(item))
  }
  const branch: Branch = Object.create(null)
  for (const [name, item] of entries) branch[name] = positioned(item)
  return branch
}

/** A tree as the SDK's input type of its shape. Throws SerializationException. */
export function readTree(schema: NormalizedSchema, tree: Tree, depth = 0): unknown {
  if (depth > DEEPEST) throw serializationError(`The request is nested more than ${DEEPEST} levels deep`)
  if (schema.isStructSchema()) return readStructure(schema, tree, depth)
  if (schema.isListSchema()) return readList(schema, tree, depth)
  if (schema.isMapSchema()) return readMap(schema, tree, depth)
  if (schema.isUnitSchema()) return {}
  if (schema.isDocumentSchema()) return tree
  if (typeof tree !== 'string') throw serializationError('Start of structure or map found where not expected.')
  return readText(schema, tree)
}

function readStructure(schema: NormalizedSchema, tree: Tree, depth: number): object {
  const branch = asBranch(tree)
  const read: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const item = branch[member.getMemberTraits().xmlName ?? name]
    if (item !== undefined) read[name] = readTree(member, item, depth + 1)
  }
  return read
}

function readList(schema: NormalizedSchema, tree: Tree, depth: number): unknown[] {
  const member = schema.getValueSchema()
  const flat = schema.getMergedTraits().xmlFlattened === 1
  const items = flat ? tree : tree === '' ? [] : asBranch(tree)[member.getMergedTraits().xmlName ?? 'member']
  // An empty list of a form is its name with nothing behind it.
  if (items === undefined || (flat && items === '')) return []
  return (Array.isArray(items) ? items : [items]).map((item) => readTree(member, item, depth + 1))
}

function readMap(schema: NormalizedSchema, tree: Tree, depth: number): object {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key'
  const member = schema.getValueSchema()
  const valueName = member.getMergedTraits().xmlName ?? 'value'
  const items = schema.getMergedTraits().xmlFlattened === 1 ? tree : tree === '' ? [] : asBranch(tree)['entry']
  if (items === undefined) return {}
  const entries = (Array.isArray(items) ? items : [items]).map((item) => {
    const { [keyName]: key, [valueName]: value = '' } = asBranch(item)
    if (typeof key !== 'string') throw serializationError('Expected map or null')
    return [key, readTree(member, value, depth + 1)]
  })
  return Object.fromEntries(entries)
}

function asBranch(tree: Tree): Readonly<Record<string, Tree>> {
  if (tree === '') return {}
  if (typeof tree === 'string') throw serializationError('Expected null')
  if (Array.isArray(tree)) throw serializationError('Start of list found where not expected')
  return tree
}

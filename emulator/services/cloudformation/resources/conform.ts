import type { Property, PropertyTable } from './property-table'

/** Something that a template sets and the emulator does not do, or does not know. Paths are those of the evaluated properties. */
export type Remark =
  | { readonly kind: 'not-enforced'; readonly reason: string; readonly path: readonly (string | number)[] }
  | { readonly kind: 'unknown'; readonly path: readonly (string | number)[]; readonly known: readonly string[] }

/** Properties in the kinds of their type, what is wrong with them in CloudFormation's words, and what is to be said about them. */
export interface Conformed {
  readonly properties: Record<string, unknown>
  readonly violations: readonly string[]
  readonly remarks: readonly Remark[]
}

/** A properties table as a tree, compiled when a type is first met. */
interface Node {
  property?: Property
  fields?: Map<string, Node>
  required?: string[]
  items?: Node
  values?: Node
}

const trees = new WeakMap<PropertyTable, Node>()

/** Holds the properties of a resource against the table of its type. Unknown ones are kept, and remarked. */
export function conform(table: PropertyTable, raw: Readonly<Record<string, unknown>>): Conformed {
  let tree = trees.get(table)
  if (tree === undefined) {
    tree = compile(table)
    trees.set(table, tree)
  }
  const violations: string[] = []
  const remarks: Remark[] = []
  const properties = visit(raw, tree, [], { violations, remarks }) as Record<string, unknown>
  return { properties, violations, remarks }
}

function compile(table: PropertyTable): Node {
  const root: Node = { fields: new Map() }
  for (const [path, property] of Object.entries(table)) {
    let node = root
    for (const segment of path.split('.')) {
      if (segment === '*') {
        node.values ??= {}
        node = node.values
        continue
      }
      const name = segment.replace(/\[\]$/, '')
      node.fields ??= new Map()
      let field = node.fields.get(name)
      if (field === undefined) {
        field = {}
        node.fields.set(name, field)
      }
      if (path.endsWith(segment) && property.required) {
        node.required ??= []
        node.required.push(name)
      }
      if (segment.endsWith('[]')) {
        field.items ??= {}
        field = field.items
      }
      node = field
    }
    node.property = property
  }
  return root
}

interface Notes {
  readonly violations: string[]
  readonly remarks: Remark[]
}

function visit(value: unknown, node: Node, path: readonly (string | number)[], notes: Notes): unknown {
  if (node.property !== undefined) return leaf(value, node.property, path, notes)
  if (node.items !== undefined) {
    // CloudFormation takes a single value where a list of one is meant.
    const list = Array.isArray(value) ? value : isObject(value) ? undefined : [value]
    if (list === undefined) return wrong('JSONArray', value, path, notes)
    const items = node.items
    return list.map((item, i) => visit(item, items, [...path, i], notes))
  }
  if (!isObject(value)) return wrong('JSONObject', value, path, notes)
  const result: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || member === null) continue
    const child = node.fields?.get(key) ?? node.values
    if (child === undefined) {
      notes.remarks.push({ kind: 'unknown', path: [...path, key], known: [...(node.fields?.keys() ?? [])] })
      result[key] = member
    } else result[key] = visit(member, child, [...path, key], notes)
  }
  for (const name of node.required ?? []) {
    if (result[name] === undefined) notes.violations.push(`#${pointer(path)}: required key [${name}] not found`)
  }
  return result
}

function leaf(value: unknown, property: Property, path: readonly (string | number)[], notes: Notes): unknown {
  const result = convert(value, property.kind)
  if (result === undefined) return wrong(EXPECTED[property.kind] ?? '', value, path, notes)
  if (property.reason !== undefined && !property.harmless?.includes(result)) {
    notes.remarks.push({ kind: 'not-enforced', reason: property.reason, path })
  }
  return result
}

const EXPECTED: Readonly<Record<string, string>> = { string: 'String', number: 'Number', boolean: 'Boolean' }

function convert(value: unknown, kind: Property['kind']): unknown {
  if (kind === 'json') return value
  if (typeof value === 'object') return undefined
  if (kind === 'string') return String(value)
  if (kind === 'number') return typeof value !== 'boolean' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : undefined
  return String(value).toLowerCase() === 'true' ? true : String(value).toLowerCase() === 'false' ? false : undefined
}

function wrong(expected: string, value: unknown, path: readonly (string | number)[], notes: Notes): unknown {
  const found = Array.isArray(value)
    ? 'JSONArray'
    : isObject(value)
      ? 'JSONObject'
      : `${typeof value}`.replace(/^./, (c) => c.toUpperCase())
  notes.violations.push(`#${pointer(path)}: expected type: ${expected}, found: ${found}`)
  return value
}

function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${step}`).join('')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

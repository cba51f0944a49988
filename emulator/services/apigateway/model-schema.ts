import type { ModelRecord } from '../../model/apigateway'

type Schema = Readonly<Record<string, unknown>>
type Models = ReadonlyMap<string, Schema>

/** The reference by which one model's schema names another's (facts/13, 90). */
export function modelReference(restApiId: string, name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`
}

/** The schemas of models, by name; one that is no JSON object stands as the empty schema. */
export function modelsNamed(models: readonly ModelRecord[]): Models {
  return new Map(models.map(({ name, schema }) => [name, parseSchema(schema)]))
}

/** A schema with all models that it refers to, directly or not, in its `definitions` (GetModel with `flatten`). */
export function flattenSchema(schema: string, models: Models): string {
  const definitions: Record<string, unknown> = {}
  const flatten = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(flatten)
    if (!isObject(part)) return part
    const name = referredModel(part['$ref'])
    if (name === undefined) return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, flatten(value)]))
    if (!(name in definitions)) {
      definitions[name] = {}
      definitions[name] = flatten(models.get(name) ?? {})
    }
    return { $ref: `#/definitions/${name}` }
  }
  const flat = flatten(parseSchema(schema)) as Schema
  return JSON.stringify(Object.keys(definitions).length === 0 ? flat : { ...flat, definitions })
}

/** A mapping template that renders an instance of a schema, with sample values (GetModelTemplate). */
export function schemaTemplate(schema: string, models: Models): string {
  return `#set($inputRoot = $input.path('$'))\n${JSON.stringify(sample(parseSchema(schema), models, 0), null, 2)}`
}

/** Circular models end at this depth. */
const DEEPEST_SAMPLE = 8

function sample(schema: Schema, models: Models, depth: number): unknown {
  if (depth > DEEPEST_SAMPLE) return {}
  const name = referredModel(schema['$ref'])
  if (name !== undefined) return sample(models.get(name) ?? {}, models, depth + 1)
  switch (schema['type']) {
    case 'string':
      return Array.isArray(schema['enum']) ? schema['enum'][0] : 'foo'
    case 'integer':
      return 42
    case 'number':
      return 42.5
    case 'boolean':
      return true
    case 'array':
      return [sample(isObject(schema['items']) ? schema['items'] : {}, models, depth + 1)]
    default: {
      const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : []
      return Object.fromEntries(properties.map(([key, value]) => [key, sample(isObject(value) ? value : {}, models, depth + 1)]))
    }
  }
}

function referredModel(reference: unknown): string | undefined {
  return typeof reference === 'string' ? /\/models\/([A-Za-z0-9]+)$/.exec(reference)?.[1] : undefined
}

function parseSchema(schema: string | undefined): Schema {
  try {
    const parsed: unknown = JSON.parse(schema ?? '{}')
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

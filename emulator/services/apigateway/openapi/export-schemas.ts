import type { ModelRecord } from '../../../model/apigateway'
import { type Node, node, text } from './document'
import type { ExportContext } from './export-context'
import { described } from './export-documentation'

const REFERENCE = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/

/** Where a model's schema is in a document. */
export function schemaReference({ version }: ExportContext, name: string): { readonly $ref: string } {
  return { $ref: `#/${version === 2 ? 'definitions' : 'components/schemas'}/${name}` }
}

/** The model of a payload in a media type: documents hold JSON models only. */
export function modelIn({ definition }: ExportContext, name: string | undefined): ModelRecord | undefined {
  const model = definition.models.find((known) => known.name === name)
  return model !== undefined && readSchema(model) !== undefined ? model : undefined
}

/** The schemas of those models that methods use, directly or through each other; AWS leaves the others out. */
export function exportSchemas(context: ExportContext): Node {
  const used = new Set<string>()
  const use = (name: string) => {
    const model = used.has(name) ? undefined : modelIn(context, name)
    if (model === undefined) return
    used.add(name)
    for (const other of referredNames(readSchema(model))) use(other)
  }
  for (const { resourceMethods = {} } of context.definition.resources) {
    for (const { requestModels = {}, methodResponses = {} } of Object.values(resourceMethods)) {
      const responses = Object.values(methodResponses).map(({ responseModels = {} }) => responseModels)
      for (const models of [requestModels, ...responses]) Object.values(models).forEach(use)
    }
  }
  const models = context.definition.models.filter(({ name }) => used.has(name))
  return Object.fromEntries(models.map((model) => [model.name, exportSchema(context, model)]))
}

/** A schema with its references made local and its documentation put in; OpenAPI knows no `$schema`. */
function exportSchema(context: ExportContext, model: ModelRecord): Node {
  const { $schema: _, ...schema } = node(withLocalReferences(context, readSchema(model)))
  const about = context.documentation({ type: 'MODEL', name: model.name })
  const properties = Object.entries(node(schema['properties'])).map(([name, property]) => [
    name,
    { ...node(property), ...described(context.documentation({ type: 'MODEL', name: `${model.name}.${name}` }), 'description') },
  ])
  return {
    ...schema,
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...described(about, 'title', 'description'),
  }
}

function readSchema({ schema, contentType }: ModelRecord): Node | undefined {
  if (!/[/+]json\b/.test(contentType)) return undefined
  try {
    const parsed: unknown = JSON.parse(schema ?? '')
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Node) : undefined
  } catch {
    return undefined
  }
}

function referredNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    const name = key === '$ref' ? REFERENCE.exec(text(value) ?? '')?.[1] : undefined
    return name === undefined ? referredNames(value) : [name]
  })
}

function withLocalReferences(context: ExportContext, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((part) => withLocalReferences(context, part))
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      const name = key === '$ref' ? REFERENCE.exec(text(value) ?? '')?.[1] : undefined
      return name === undefined ? [key, withLocalReferences(context, value)] : [key, schemaReference(context, name).$ref]
    }),
  )
}

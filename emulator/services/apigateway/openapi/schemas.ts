import { modelReference } from '../model-schema'
import { createModel } from '../models'
import { node, text } from './document'
import { collecting, type ImportContext } from './import-context'

/** Makes a model of every schema of the document (facts/13, 197-199). */
export function importModels(context: ImportContext): void {
  const { root, version } = context.document
  const schemas = version === 2 ? node(root['definitions']) : node(node(root['components'])['schemas'])
  for (const [name, schema] of Object.entries(schemas)) importModel(context, name, schema)
}

function importModel(context: ImportContext, name: string, schema: unknown): void {
  const { call, restApiId } = context
  collecting(context, `Unable to create model for '${name}'`, () => {
    const existing = call.records.models.get(name, restApiId)
    call.records.models.delete(name, restApiId)
    const model = createModel(call, restApiId, {
      name,
      description: text(node(schema)['description']),
      schema: JSON.stringify(withModelReferences(schema, restApiId), null, 2),
      contentType: 'application/json',
    })
    if (existing !== undefined) call.records.models.put({ ...model, id: existing.id }, name, restApiId)
  })
}

/** The name of the model that a schema stands for: the one that it refers to, or a new one for a schema written in place. */
export function modelFor(context: ImportContext, schema: unknown): string | undefined {
  const reference = text(node(schema)['$ref'])
  if (reference !== undefined) return referredName(reference)
  if (Object.keys(node(schema)).length === 0) return undefined
  // AWS makes names of this form up; which digits it takes is uncertain.
  const name = `MODEL${context.call.ids.hex(6)}`
  importModel(context, name, schema)
  return name
}

function referredName(reference: string): string | undefined {
  const name = /^(?:#\/(?:definitions|components\/schemas)|.*\/models)\/([^/]+)$/.exec(reference)?.[1]
  return name === undefined ? undefined : decodeURIComponent(name)
}

function withModelReferences(schema: unknown, restApiId: string): unknown {
  if (Array.isArray(schema)) return schema.map((part) => withModelReferences(part, restApiId))
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      const name = key === '$ref' && typeof value === 'string' && value.startsWith('#/') ? referredName(value) : undefined
      return [key, name === undefined ? withModelReferences(value, restApiId) : modelReference(restApiId, name)]
    }),
  )
}

import type { Rule } from '../rule'
import { type Entry, isEntry, type Resource } from '../template'

export const modelInvalid: Rule = {
  id: 'model-invalid',
  severity: 'error',
  fix: 'Correct the schema: API Gateway knows JSON Schema of draft 4, and $ref to definitions of the model or to other models of the API.',
  documentation:
    'Models are JSON Schemas of draft 4. What is no such schema fails the deployment; a name with anything but letters and digits does too.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html',
  *find({ template }) {
    for (const resource of template.ofType('AWS::ApiGateway::Model')) {
      const { Name, Schema } = resource.properties
      const about = `The model ${typeof Name === 'string' ? Name : resource.id}`
      if (typeof Name === 'string' && !Name.includes('${') && !/^[A-Za-z0-9]+$/.test(Name))
        yield {
          message: `${about} has a name of more than letters and digits.`,
          resource: resource.id,
          property: 'Properties.Name',
          fix: 'Name it with letters and digits alone.',
        }
      const problem = Schema === undefined ? undefined : problemOf(Schema, resource)
      if (problem !== undefined)
        yield { message: `${about} is not valid: ${problem}.`, resource: resource.id, property: 'Properties.Schema' }
    }
  },
}

function problemOf(written: unknown, { properties }: Resource): string | undefined {
  const isJson = /json/.test(String(properties['ContentType'] ?? 'application/json'))
  let schema = written
  if (typeof written === 'string') {
    if (written.includes('${') || !isJson) return undefined
    try {
      schema = JSON.parse(written)
    } catch {
      return 'its schema is no JSON'
    }
  }
  if (!isEntry(schema)) return 'its schema is no object'
  const ajv = metaSchema()
  // Newer drafts are refused by their words, whatever they call themselves.
  const { $schema, ...bare } = schema
  if (ajv.validateSchema(bare) !== true) {
    const first = ajv.errors?.[0]
    return `#${first?.instancePath ?? ''} ${first?.message ?? 'is wrong'}`
  }
  return lostReference(schema, schema)
}

/** A reference to a definition that is not there. */
function lostReference(value: unknown, root: Entry): string | undefined {
  if (Array.isArray(value)) return value.map((item) => lostReference(item, root)).find((found) => found !== undefined)
  if (!isEntry(value)) return undefined
  const reference = value['$ref']
  if (typeof reference === 'string' && reference.startsWith('#/')) {
    const keys = reference.slice(2).split('/')
    const target = keys.reduce<unknown>((at, key) => (isEntry(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), root)
    if (target === undefined) return `it refers to ${reference}, which is not there`
  }
  return Object.values(value)
    .map((item) => lostReference(item, root))
    .find((found) => found !== undefined)
}

let loaded: import('ajv-draft-04').default | undefined

/** ajv takes 30 ms to load, which a template without models need not spend. */
function metaSchema(): import('ajv-draft-04').default {
  if (loaded === undefined) {
    const { default: Ajv } = require('ajv-draft-04') as typeof import('ajv-draft-04')
    loaded = new Ajv({ strict: false, logger: false })
  }
  return loaded
}

import { Annotations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ConfigError } from '../config-error'
import { readForeignSchema } from './foreign'
import { lowerSchema, type SchemaPart } from './lower'
import { Unsayable } from './unsayable'

/**
 * A JSON Schema. Of any draft: API Gateway's models know draft 4, into whose words it is put.
 *
 * @example
 * const NEW_ORDER: JsonSchema = { type: 'object', required: ['customer'], properties: { customer: { type: 'string' } } }
 */
export type JsonSchema = { readonly [keyword: string]: unknown }

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#'

/**
 * A schema as API Gateway takes it, in draft 4. Throws what in it draft 4 has no words for, with its place, or what is no schema at all: API
 * Gateway would only say the latter, at deployment, and would silently let everything through where it does not know a keyword.
 */
export function modelSchema(scope: Construct, where: string, schema: object): JsonSchema {
  const lowered = lowered4(scope, where, schema)
  const ajv = metaSchema()
  if (ajv.validateSchema(lowered as object) === true) return { $schema: DRAFT_4, ...lowered }
  const first = ajv.errors?.[0]
  const at = `#${first?.instancePath ?? ''}`
  throw new ConfigError(scope, {
    what: `The body schema of ${where} is not a JSON Schema: ${at} ${first?.message ?? 'is wrong'}`,
    got: valueAt(lowered, first?.instancePath ?? ''),
    ...(first?.params?.['allowedValues'] !== undefined && { allowed: (first.params['allowedValues'] as string[]).join(', ') }),
    fix: `correct the schema at ${at}`,
  })
}

function lowered4(scope: Construct, where: string, schema: object): SchemaPart {
  try {
    const foreign = readForeignSchema(schema)
    if (foreign !== undefined && foreign.unsaid.length > 0) {
      const warning = `API Gateway does not make the checks of ${where} at ${foreign.unsaid.join(', ')}: a function of yours does. The handler has to.`
      Annotations.of(scope).addWarningV2('portico:uncheckedRefinement', warning)
    }
    return lowerSchema(foreign === undefined ? schema : foreign.schema)
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error
    throw new ConfigError(scope, {
      what: `The body schema of ${where} has ${error.keyword} at ${error.at}, for which draft 4 has no words`,
      allowed: 'what JSON Schema of draft 4 can say, all that API Gateway knows',
      fix: error.fix,
    })
  }
}

let loaded: import('ajv-draft-04').default | undefined

/** ajv takes 30 ms to load, which an app without body schemas need not spend, and some for each instance. */
function metaSchema(): import('ajv-draft-04').default {
  if (loaded === undefined) {
    const { default: Ajv } = require('ajv-draft-04') as typeof import('ajv-draft-04')
    loaded = new Ajv({ strict: false, logger: false })
  }
  return loaded
}

function valueAt(schema: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      schema,
    )
}

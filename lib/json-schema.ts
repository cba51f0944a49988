import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'

/**
 * A JSON Schema of draft 4, the only draft that API Gateway's models know.
 *
 * @example
 * const NEW_ORDER: JsonSchema = { type: 'object', required: ['customer'], properties: { customer: { type: 'string' } } }
 */
export type JsonSchema = { readonly [keyword: string]: unknown }

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#'

// Keywords of later drafts. Draft 4 ignores what it does not know, so that such a schema would silently let everything through.
const LATER_KEYWORDS: Readonly<Record<string, string>> = {
  $anchor: 'refer by "#/definitions/..."',
  $defs: 'call it "definitions"',
  $dynamicRef: 'refer by "$ref"',
  $id: 'call it "id"',
  const: 'write "enum" with one value',
  contains: 'say it with "items", or check it in the handler',
  dependentRequired: 'call it "dependencies"',
  dependentSchemas: 'call it "dependencies"',
  if: 'say it with "oneOf"',
  prefixItems: 'write "items" with an array of schemas',
  propertyNames: 'write "patternProperties" and "additionalProperties": false',
  unevaluatedItems: 'write "additionalItems"',
  unevaluatedProperties: 'write "additionalProperties"',
}
const HOLDS_SCHEMA = ['additionalItems', 'additionalProperties', 'items', 'not']
const HOLDS_LIST = ['allOf', 'anyOf', 'items', 'oneOf']
const HOLDS_MAP = ['definitions', 'dependencies', 'patternProperties', 'properties']

/**
 * Answers the schema with its `$schema`, or throws the first thing in it that is not draft 4. API Gateway would only say so at deployment, and
 * of keywords from later drafts it would not say so at all.
 */
export function checkJsonSchema(scope: IConstruct, where: string, schema: JsonSchema): JsonSchema {
  const draft = schema['$schema']
  if (draft !== undefined && String(draft).replace(/#$/, '') !== DRAFT_4.replace(/#$/, '')) {
    throw new ConfigError(scope, {
      what: `The body schema of ${where} is written for another draft`,
      got: draft,
      allowed: DRAFT_4,
      fix: 'leave $schema out and write the schema in draft 4',
    })
  }
  const later = findLaterKeyword(schema, '#')
  if (later !== undefined) {
    throw new ConfigError(scope, {
      what: `The body schema of ${where} uses "${later.keyword}" at ${later.at}, which draft 4 would silently ignore`,
      fix: LATER_KEYWORDS[later.keyword] as string,
    })
  }
  const ajv = metaSchema()
  if (ajv.validateSchema(schema as object) !== true) {
    const first = ajv.errors?.[0]
    const at = `#${first?.instancePath ?? ''}`
    throw new ConfigError(scope, {
      what: `The body schema of ${where} is not a JSON Schema of draft 4: ${at} ${first?.message ?? 'is wrong'}`,
      got: valueAt(schema, first?.instancePath ?? ''),
      ...(first?.params?.['allowedValues'] !== undefined && { allowed: (first.params['allowedValues'] as string[]).join(', ') }),
      fix: `correct the schema at ${at}`,
    })
  }
  return { $schema: DRAFT_4, ...schema }
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

/** Looks where schemas stand, and only there: a property of a body may well be called "const". */
function findLaterKeyword(schema: unknown, at: string): { keyword: string; at: string } | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const record = schema as Record<string, unknown>
  const keyword = Object.keys(record).find((name) => Object.hasOwn(LATER_KEYWORDS, name))
  if (keyword !== undefined) return { keyword, at }
  const within: [unknown, string][] = HOLDS_SCHEMA.filter((name) => !Array.isArray(record[name])).map((name) => [
    record[name],
    `${at}/${name}`,
  ])
  for (const name of HOLDS_LIST) {
    const list = record[name]
    if (Array.isArray(list)) within.push(...list.map((item, index): [unknown, string] => [item, `${at}/${name}/${index}`]))
  }
  for (const name of HOLDS_MAP) {
    for (const [key, value] of Object.entries(record[name] ?? {})) within.push([value, `${at}/${name}/${key}`])
  }
  for (const [inner, place] of within) {
    const found = findLaterKeyword(inner, place)
    if (found !== undefined) return found
  }
  return undefined
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

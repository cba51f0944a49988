import { lowerArray, lowerBounds, lowerConditions, lowerDependencies, lowerNames, lowerNullable, lowerUnevaluated } from './keywords'
import { Unsayable } from './unsayable'

/** A schema, or a part of one. */
export type SchemaPart = Readonly<Record<string, unknown>>
/** Keywords that say nothing of what is valid, or nothing that matters here; those of OpenAPI too. */
const LEFT_OUT = new Set([
  ...['$comment', '$id', '$schema', '$vocabulary', '$anchor', 'contentEncoding', 'contentMediaType', 'contentSchema', 'deprecated'],
  ...['discriminator', 'example', 'examples', 'externalDocs', 'id', 'readOnly', 'writeOnly', 'xml', '$defs', 'nullable'],
])
const HOLDS_SCHEMA = ['additionalItems', 'additionalProperties', 'items', 'not']
const HOLDS_LIST = ['allOf', 'anyOf', 'oneOf', 'items']
const HOLDS_MAP = ['definitions', 'patternProperties', 'properties', 'dependencies']
const ANNOTATIONS = new Set(['title', 'description', 'default', 'definitions'])

/** What changes a schema's keywords of later drafts into those of draft 4, in this order. */
const REWRITES = [lowerNullable, lowerBounds, lowerArray, lowerNames, lowerDependencies, lowerConditions, lowerUnevaluated]

/**
 * A schema of any draft, or of OpenAPI, in draft 4, the only one that API Gateway's models know: later keywords in the words of draft 4.
 * Throws `Unsayable` where it has none; `at` is where the schema stands.
 */
export function lowerSchema(schema: unknown, at = '#'): SchemaPart {
  if (schema === true) return {}
  if (schema === false) return { not: {} }
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    throw new Unsayable('a schema that is none', at, 'write an object')
  const part = schema as SchemaPart
  const later = Object.keys(part).find((keyword) => keyword in REFUSED)
  if (later !== undefined) throw new Unsayable(later, at, REFUSED[later] as string)
  const definitions = { ...(part['definitions'] as object | undefined), ...(part['$defs'] as object | undefined) }
  let lowered: SchemaPart = Object.fromEntries(
    Object.entries({ ...part, ...(Object.keys(definitions).length > 0 && { definitions }) }).filter(
      ([keyword, value]) => keyword === 'nullable' || (!LEFT_OUT.has(keyword) && !/^(x-|~)/.test(keyword) && !isEmptyList(keyword, value)),
    ),
  )
  for (const rewrite of REWRITES) lowered = rewrite(lowered, at)
  return withReference(lowerWithin(lowered, at), at)
}

const REFUSED: Readonly<Record<string, string>> = {
  $dynamicAnchor: 'refer by "$ref" to "#/definitions/..."',
  $dynamicRef: 'refer by "$ref" to "#/definitions/..."',
  $recursiveRef: 'refer by "$ref" to "#"',
}

/** Draft 4 wants one entry at least in each of these; none means nothing. */
function isEmptyList(keyword: string, value: unknown): boolean {
  return Array.isArray(value) && value.length === 0 && ['required', 'allOf'].includes(keyword)
}

function lowerWithin(part: SchemaPart, at: string): SchemaPart {
  return Object.fromEntries(
    Object.entries(part).map(([keyword, value]) => {
      const place = `${at}/${keyword}`
      if (HOLDS_MAP.includes(keyword)) {
        const inner = Object.entries((value ?? {}) as SchemaPart).map(([name, schema]) => [
          name,
          keyword === 'dependencies' && Array.isArray(schema)
            ? schema
            : lowerSchema(schema, `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
        ])
        return [keyword, Object.fromEntries(inner)]
      }
      if (HOLDS_LIST.includes(keyword) && Array.isArray(value))
        return [keyword, value.map((schema, index) => lowerSchema(schema, `${place}/${index}`))]
      if (!HOLDS_SCHEMA.includes(keyword)) return [keyword, value]
      // These two may be plain truth values in draft 4 as well.
      return [keyword, typeof value === 'boolean' && keyword.startsWith('additional') ? value : lowerSchema(value, place)]
    }),
  )
}

/** Draft 4 sees nothing beside a `$ref`; later drafts do. */
function withReference(part: SchemaPart, at: string): SchemaPart {
  const { $ref, ...beside } = part
  if ($ref === undefined) return part
  if (typeof $ref !== 'string' || !$ref.startsWith('#')) {
    throw new Unsayable('a $ref to elsewhere', at, 'put the schema that is meant into "definitions"')
  }
  const reference = $ref.replace(/^#\/\$defs\//, '#/definitions/')
  const says = Object.keys(beside).some((keyword) => !ANNOTATIONS.has(keyword))
  return says ? { ...beside, allOf: [...((beside['allOf'] as unknown[]) ?? []), { $ref: reference }] } : { ...beside, $ref: reference }
}

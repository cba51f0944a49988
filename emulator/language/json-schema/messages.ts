import type { ErrorObject } from 'ajv'

/** What one finding says, in the words of the Java validator that API Gateway runs. */
type Wording = (error: ErrorObject, instance: unknown) => string

const json = (value: unknown): string => JSON.stringify(value) ?? 'null'
const count = (value: unknown): number => (Array.isArray(value) ? value.length : Object.keys((value as object | null) ?? {}).length)
const length = (value: unknown): number => [...String(value)].length

/** The JSON type of a value, in draft 4's words. */
function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/**
 * Keyword to wording. The form for missing properties is recorded (facts/06, section 2); the others are the texts of
 * json-schema-validator, whose form that one is. Uncertain: that API Gateway changes none of them.
 */
const WORDINGS: Readonly<Record<string, Wording>> = {
  type: ({ params }, value) =>
    `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: ${json([params['type']].flat().sort())})`,
  enum: ({ params }, value) => `instance value (${json(value)}) not found in enum (possible values: ${json(params['allowedValues'])})`,
  minLength: ({ params }, value) => `string ${json(value)} is too short (length: ${length(value)}, required minimum: ${params['limit']})`,
  maxLength: ({ params }, value) => `string ${json(value)} is too long (length: ${length(value)}, maximum allowed: ${params['limit']})`,
  pattern: ({ params }, value) => `ECMA 262 regex ${json(params['pattern'])} does not match input string ${json(value)}`,
  minimum: ({ params }, value) => limit(params, value, 'lower', 'greater', 'minimum'),
  maximum: ({ params }, value) => limit(params, value, 'greater', 'lower', 'maximum'),
  multipleOf: ({ params }, value) => `remainder of division is not zero (${json(value)} / ${params['multipleOf']})`,
  minItems: ({ params }, value) =>
    `array is too short: must have at least ${params['limit']} elements but instance has ${count(value)} elements`,
  maxItems: ({ params }, value) =>
    `array is too long: must have at most ${params['limit']} elements but instance has ${count(value)} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  minProperties: ({ params }, value) =>
    `object has too few properties (found ${count(value)} but schema requires at least ${params['limit']})`,
  maxProperties: ({ params }, value) =>
    `object has too many properties (found ${count(value)} but schema requires at most ${params['limit']})`,
  anyOf: ({ schema }) => `instance failed to match at least one required schema among ${count(schema)}`,
  oneOf: ({ schema, params }) =>
    `instance failed to match exactly one schema (matched ${params['passingSchemas'] === null ? 0 : count(params['passingSchemas'])} out of ${count(schema)})`,
  not: () => 'instance matched a schema which it should not have',
}

function limit(params: Readonly<Record<string, unknown>>, value: unknown, beyond: string, inside: string, bound: string): string {
  const strict = params['comparison'] === '>' || params['comparison'] === '<'
  if (strict) return `numeric instance is not strictly ${inside} than the required ${bound} ${params['limit']}`
  return `numeric instance is ${beyond} than the required ${bound} (${bound}: ${params['limit']}, found: ${json(value)})`
}

/** What a validator found in an instance, as `$context.error.validationErrorString` shows it: `[first, second]`. */
export function formatErrors(errors: readonly ErrorObject[]): string {
  const messages = new Map<string, () => string>()
  const names = new Map<string, string[]>()
  for (const error of withoutBranches(errors)) {
    const { keyword, instancePath, schemaPath, params, message = '', data } = error
    if (keyword === 'required' || keyword === 'additionalProperties') {
      // One message for all the properties of an object.
      const key = `${keyword} ${instancePath}`
      const known = names.get(key)
      const name: string = params[keyword === 'required' ? 'missingProperty' : 'additionalProperty']
      if (known !== undefined) {
        known.push(name)
        continue
      }
      const all = [name]
      names.set(key, all)
      messages.set(key, () => aboutProperties(keyword, all))
    } else messages.set(`${instancePath} ${schemaPath}`, () => WORDINGS[keyword]?.(error, data) ?? message)
  }
  return `[${[...messages.values()].map((tell) => tell()).join(', ')}]`
}

function aboutProperties(keyword: 'required' | 'additionalProperties', names: readonly string[]): string {
  if (keyword === 'required') return `object has missing required properties (${json(names)})`
  return `object instance has properties which are not allowed by the schema: ${json(names)}`
}

/** What the branches of `anyOf` and `oneOf` found is not told beside the finding of the whole. */
function withoutBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = []
  for (const error of errors) {
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      const isBranch = (other: ErrorObject | undefined): boolean =>
        other?.instancePath.startsWith(error.instancePath) === true &&
        (other.schemaPath.startsWith(`${error.schemaPath}/`) || other.schemaPath.split('/')[0] !== error.schemaPath.split('/')[0])
      while (isBranch(kept.at(-1))) kept.pop()
    }
    kept.push(error)
  }
  return kept
}

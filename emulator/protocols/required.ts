import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../model/errors'
import { requiredMembers } from './bindings'

/**
 * Throws AWS's error when an input lacks members that the model requires, all of them in one message. The code is `ValidationError` in
 * Query answers, `ValidationException` in the others.
 */
export function checkRequired(schema: NormalizedSchema, input: unknown, code: string): void {
  const missing = missingMembers(schema, input, [])
  if (missing.length === 0) return
  const violations = missing.map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`)
  const head = missing.length === 1 ? '1 validation error detected' : `${missing.length} validation errors detected`
  throw new AwsError(code, `${head}: ${violations.join('; ')}`, 400)
}

function missingMembers(schema: NormalizedSchema, value: unknown, path: readonly string[]): string[] {
  if (value === null || value === undefined) return []
  if (schema.isListSchema()) {
    const member = schema.getValueSchema()
    return (value as unknown[]).flatMap((item, index) => missingMembers(member, item, [...path, String(index + 1), 'member']))
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema()
    return Object.entries(value).flatMap(([key, item]) => missingMembers(member, item, [...path, key, 'member']))
  }
  if (!schema.isStructSchema()) return []
  const structure = value as Readonly<Record<string, unknown>>
  const missing = requiredMembers(schema).flatMap((name) => (structure[name] === undefined ? [[...path, lowerFirst(name)].join('.')] : []))
  for (const [name, member] of schema.structIterator()) {
    if (structure[name] !== undefined) missing.push(...missingMembers(member, structure[name], [...path, lowerFirst(name)]))
  }
  return missing
}

/** Messages name members as the service's own code does: `roleName`. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

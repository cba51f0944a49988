import { Unsayable } from './unsayable'

type Part = Readonly<Record<string, unknown>>

/** `nullable` of OpenAPI 3.0, and `const`. */
export function lowerNullable(part: Part): Part {
  const { const: only, nullable, ...rest } = part
  const lowered: Part = 'const' in part ? { ...rest, enum: [only] } : rest
  if (nullable !== true) return lowered
  const types = lowered['type'] === undefined ? undefined : [lowered['type']].flat()
  return {
    ...lowered,
    ...(types !== undefined && { type: [...new Set([...types, 'null'])] }),
    ...(Array.isArray(lowered['enum']) && { enum: [...new Set([...lowered['enum'], null])] }),
  }
}

/** Bounds that exclude themselves are numbers later, and marks in draft 4. */
export function lowerBounds(part: Part): Part {
  const lowered = { ...part }
  for (const [bound, exclusive, stricter] of [
    ['minimum', 'exclusiveMinimum', (a: number, b: number) => a >= b],
    ['maximum', 'exclusiveMaximum', (a: number, b: number) => a <= b],
  ] as const) {
    const [open, closed] = [part[exclusive], part[bound]]
    if (typeof open !== 'number') continue
    delete lowered[exclusive]
    if (typeof closed === 'number' && !stricter(open, closed)) continue
    lowered[bound] = open
    lowered[exclusive] = true
  }
  return lowered
}

/** Tuples and `contains`. */
export function lowerArray(part: Part, at: string): Part {
  const { prefixItems, contains, minContains, maxContains, ...rest } = part
  let lowered: Part = rest
  if (prefixItems !== undefined) {
    const { items, ...others } = rest
    lowered = { ...others, items: prefixItems, ...(items !== undefined && { additionalItems: items }) }
  }
  if (contains === undefined) return lowered
  if (minContains !== undefined || maxContains !== undefined) {
    throw new Unsayable(minContains === undefined ? 'maxContains' : 'minContains', at, 'count in the handler')
  }
  // An array contains it unless each item is something else.
  const none = { not: { items: { not: contains } } }
  return and(lowered, lowered['type'] === 'array' ? none : { anyOf: [{ not: { type: 'array' } }, none] })
}

/** `propertyNames`. */
export function lowerNames(part: Part, at: string): Part {
  const { propertyNames, ...rest } = part
  if (propertyNames === undefined) return rest
  const { type = 'string', pattern, enum: names, ...more } = propertyNames as Part
  const free = rest['properties'] === undefined && rest['patternProperties'] === undefined
  if (type !== 'string' || Object.keys(more).length > 0 || (!free && (pattern ?? names) !== undefined)) {
    throw new Unsayable('propertyNames', at, 'write "patternProperties" and "additionalProperties": false')
  }
  const value = rest['additionalProperties'] ?? {}
  if (Array.isArray(names))
    return { ...rest, properties: Object.fromEntries(names.map((name) => [name, value])), additionalProperties: false }
  return pattern === undefined ? rest : { ...rest, patternProperties: { [String(pattern)]: value }, additionalProperties: false }
}

/** What one property asks of others. */
export function lowerDependencies(part: Part): Part {
  const { dependentRequired, dependentSchemas, ...rest } = part
  const required = Object.entries((dependentRequired ?? {}) as Part).filter(([, names]) => (names as unknown[]).length > 0)
  const schemas = Object.entries((dependentSchemas ?? {}) as Part)
  if (required.length + schemas.length === 0) return rest
  const dependencies = { ...(rest['dependencies'] as Part | undefined), ...Object.fromEntries(required) }
  const both = schemas.filter(([name]) => name in dependencies)
  const lowered = { ...rest, dependencies: { ...Object.fromEntries(schemas), ...dependencies } }
  return both.length === 0 ? lowered : and(lowered, { dependencies: Object.fromEntries(both) })
}

/** `if`, `then`, `else`. */
export function lowerConditions(part: Part): Part {
  const { if: condition, then: yes = {}, else: no = {}, ...rest } = part
  if (condition === undefined) return rest
  return and(rest, { anyOf: [{ allOf: [condition, yes] }, { allOf: [{ not: condition }, no] }] })
}

/** What no other keyword looked at: the same as what is additional, where no other schema looks as well. */
export function lowerUnevaluated(part: Part, at: string): Part {
  const { unevaluatedProperties, unevaluatedItems, ...rest } = part
  for (const [name, value] of Object.entries({ unevaluatedProperties, unevaluatedItems })) {
    if (value === undefined || value === true) continue
    if (['allOf', 'anyOf', 'oneOf', '$ref', 'not'].some((keyword) => keyword in rest)) {
      throw new Unsayable(name, at, 'write the properties of all parts into one schema with "additionalProperties"')
    }
  }
  return {
    ...rest,
    ...(unevaluatedProperties !== undefined &&
      rest['additionalProperties'] === undefined && { additionalProperties: unevaluatedProperties }),
    ...(unevaluatedItems !== undefined && Array.isArray(rest['items']) && { additionalItems: unevaluatedItems }),
    ...(unevaluatedItems !== undefined && rest['items'] === undefined && { items: unevaluatedItems }),
  }
}

/** Both what a schema says and this. */
function and(part: Part, more: Part): Part {
  return { ...part, allOf: [...((part['allOf'] as unknown[] | undefined) ?? []), more] }
}

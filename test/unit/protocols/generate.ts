import type { NormalizedSchema } from '@smithy/core/schema'

/** Which of the many values of a shape is made. */
export interface Variant {
  /** Varies texts, numbers and the members of unions. */
  readonly seed: number
  /** Optional members too. */
  readonly full: boolean
  /** Members of the outermost structure that get a value of their own, or are left out (undefined). */
  readonly fixed?: Readonly<Record<string, unknown>>
}

/** Levels of a shape that refers to itself. */
const DEEPEST = 6
const MOMENT = Date.UTC(2026, 4, 6, 7, 8, 9)
/** What each protocol has to escape somewhere. */
const AWKWARD = [' a b', '/c%2Fd+e', '&f=g;h', '<i>"j"\'k\'', 'ü€😀', 'n\nt\tn', '{"p": [1]}']

/** A value of the SDK's type for a shape, the same for the same variant. Texts hold characters that their place can carry. */
export function generate(schema: NormalizedSchema, variant: Variant, name = 'v', depth = 0): unknown {
  if (schema.isStructSchema() && schema.isStreaming()) return events(schema, variant)
  if (schema.isStructSchema()) return structure(schema, variant, depth)
  if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    return [0, 1].map((index) => generate(item, { ...variant, seed: variant.seed + index }, `${name}${index}`, depth + 1))
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema()
    const key = schema.getMergedTraits().httpPrefixHeaders === undefined ? `${name} key/` : `${name.toLowerCase()}-key`
    const inHeader = schema.getMergedTraits().httpPrefixHeaders !== undefined
    return Object.fromEntries(
      [0, 1].map((index) => [`${key}${index}`, inHeader ? `value ${index}` : generate(item, variant, `${name}${index}`, depth + 1)]),
    )
  }
  if (schema.isTimestampSchema()) return new Date(MOMENT + variant.seed * 1000)
  if (schema.isBlobSchema()) return new TextEncoder().encode(`{"${name}": ${variant.seed}, "é": "\u{1F600}"}`)
  if (schema.isNumericSchema()) return schema.getMergedTraits().httpResponseCode ? 200 : (variant.seed % 90) + 7
  if (schema.isBooleanSchema()) return variant.seed % 2 === 0
  if (schema.isUnitSchema()) return {}
  return text(schema, name, variant)
}

function text(schema: NormalizedSchema, name: string, { seed }: Variant): string {
  const { httpHeader } = schema.getMergedTraits()
  if (httpHeader !== undefined) return /content-type/i.test(httpHeader) ? 'text/x-test' : `${name} ${seed}`
  return `${name}${seed}${AWKWARD[seed % AWKWARD.length]}`
}

function structure(schema: NormalizedSchema, variant: Variant, depth: number): Record<string, unknown> {
  const members = [...schema.structIterator()]
  if (schema.isUnionSchema()) {
    const [name, member] = members[(variant.seed + depth) % members.length] as (typeof members)[number]
    return { [name]: generate(member, variant, name, depth + 1) }
  }
  const required = (schema.getSchema() as readonly unknown[])[6] ?? 0
  const value: Record<string, unknown> = {}
  for (const [index, [name, member]] of members.entries()) {
    if (depth === 0 && variant.fixed !== undefined && Object.hasOwn(variant.fixed, name)) {
      if (variant.fixed[name] !== undefined) value[name] = variant.fixed[name]
      continue
    }
    const { httpLabel, httpPayload, httpResponseCode, idempotencyToken } = member.getMergedTraits()
    // What the client fills in itself, or what is always there.
    const always = httpLabel ?? httpResponseCode ?? idempotencyToken ?? (member.isStructSchema() ? httpPayload : undefined)
    const optional = index >= Number(required) && always === undefined
    if (optional && (!variant.full || depth >= DEEPEST)) continue
    if (optional && depth >= 3 && (member.isStructSchema() || member.isListSchema() || member.isMapSchema())) continue
    value[name] = generate(member, { ...variant, seed: variant.seed + index }, name, depth + 1)
  }
  // Forms cannot carry an empty structure in a list.
  const [first] = members
  if (depth > 0 && Object.keys(value).length === 0 && first !== undefined)
    value[first[0]] = generate(first[1], variant, first[0], depth + 1)
  return value
}

/** One event of each type that is no error. */
function events(union: NormalizedSchema, variant: Variant): unknown[] {
  const types = [...union.structIterator()].filter(([, type]) => type.getMergedTraits().error === undefined)
  return types.map(([name, type]) => ({ [name]: generate(type, variant, name, 1) }))
}

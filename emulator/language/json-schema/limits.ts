import type { Options } from 'ajv'
import type { DataValidateFunction } from 'ajv/dist/types'
import type Ajv from 'ajv-draft-04'
import type { StepCounter } from '../steps'
import { compileEcmaPattern } from './ecma-pattern'

/** The instance takes too long to be validated. */
export class TooLong extends Error {}

/** What one validation may cost: parts of a schema that are held against parts of an instance. Some tenths of a second. */
const MOST_STEPS = 4_000_000
/** The keyword that counts, in every part of a schema: how many steps the part takes. */
const STEPS = 'portico-steps'
/** Keywords that hold a schema, a list of them, or schemas by name. */
const ONE = ['not', 'items', 'additionalItems', 'additionalProperties']
const LISTS = ['allOf', 'anyOf', 'oneOf', 'items']
const BY_NAME = ['properties', 'patternProperties', 'definitions', 'dependencies']

/** Keeps validation from running for ever, whatever the schema and the instance are: each of the parts of a schema counts when it is used. */
export class Limits implements StepCounter {
  private left = MOST_STEPS

  /** Begins anew. */
  reset(): void {
    this.left = MOST_STEPS
  }

  step(count = 1): void {
    this.left -= count
    if (this.left < 0) throw new TooLong()
  }

  /** Options for the validator: patterns are run by the matcher that cannot hang. */
  options(): Options {
    // The validator tells patterns apart by their text.
    const regExp = (pattern: string) => ({ test: compileEcmaPattern(pattern, this), toString: () => pattern })
    return { code: { regExp: Object.assign(regExp, { code: 'portico' }) } }
  }

  /** Adds the keyword that counts, and a check for duplicates that does not compare each element with each other. */
  addTo(ajv: Ajv): void {
    const count = (weight: Weight, instance: unknown): boolean => {
      this.step(weight.always)
      if (weight.eachMember > 0 && typeof instance === 'object' && instance !== null)
        this.step(weight.eachMember * Object.keys(instance).length)
      return true
    }
    ajv.addKeyword({ keyword: STEPS, validate: count, errors: false })
    ajv.removeKeyword('uniqueItems')
    const unique: DataValidateFunction = (instance: unknown[]): boolean => this.hasNoDuplicates(instance)
    ajv.addKeyword({
      keyword: 'uniqueItems',
      type: 'array',
      schemaType: 'boolean',
      compile: (wanted: boolean) => (wanted ? unique : () => true),
    })
  }

  private hasNoDuplicates(items: readonly unknown[]): boolean {
    const seen = new Set<string>()
    return items.every((item) => seen.size < seen.add(this.canonical(item)).size)
  }

  /** One text for equal values: members in the order of their names. */
  private canonical(value: unknown): string {
    this.step()
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    if (Array.isArray(value)) return `[${value.map((item) => this.canonical(item)).join(',')}]`
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${this.canonical(item)}`).join(',')}}`
  }
}

interface Weight {
  readonly always: number
  readonly eachMember: number
}

/** The schema with the steps of each of its parts. */
export function counted(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const parts: Record<string, unknown> = { ...schema, [STEPS]: weightOf(schema) }
  for (const name of ONE) if (name in schema) parts[name] = counted(parts[name])
  for (const name of LISTS) if (Array.isArray(parts[name])) parts[name] = (parts[name] as unknown[]).map(counted)
  for (const name of BY_NAME) {
    const members = parts[name]
    if (typeof members === 'object' && members !== null && !Array.isArray(members))
      parts[name] = Object.fromEntries(Object.entries(members).map(([key, part]) => [key, counted(part)]))
  }
  return parts
}

function weightOf(schema: object): Weight {
  const { enum: values, required, properties, patternProperties } = schema as Record<string, unknown>
  const size = (value: unknown): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 0)
  return { always: 1 + ((size(values) + size(required) + size(properties)) >> 2), eachMember: size(patternProperties) }
}

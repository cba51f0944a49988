import { createResolver, type Parameters } from './intrinsics'

/** An object with keys. */
export type Entry = Readonly<Record<string, unknown>>

/** A resource of a template, its intrinsic functions evaluated as far as they can be. */
export interface Resource {
  /** The logical id. */
  readonly id: string
  readonly type: string
  readonly properties: Entry
  readonly metadata: Entry
  readonly dependsOn: readonly string[]
}

/** A template as the rules read it. */
export interface Template {
  readonly resources: ReadonlyMap<string, Resource>
  ofType(type: string): Resource[]
}

/** Whether something is an object with keys (no list, no null). */
export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object with keys, or an empty one. */
export function entryOf(value: unknown): Entry {
  return isEntry(value) ? value : {}
}

/** The objects of a list; a single one counts as a list. */
export function entriesOf(value: unknown): Entry[] {
  return [value].flat().filter(isEntry)
}

/** A text; what is none is undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A number, also one written as a text; what is none is undefined. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isNaN(number) ? undefined : number
}

/** CloudFormation takes `"true"` for `true`. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

/** The logical id in `${Orders}` or `${Orders.Arn}`; undefined for any other text. */
export function referenceIn(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\$\{([A-Za-z0-9]+)(?:\.[A-Za-z0-9.]+)?\}$/.exec(value)?.[1] : undefined
}

/** Reads a template that was parsed, intrinsic functions in their long form. Resources whose condition is known to be false are not there. */
export function readTemplate(template: unknown, parameters: Parameters = {}): Template {
  const sections = entryOf(template)
  const resolver = createResolver(sections, parameters)
  const resources = new Map<string, Resource>()
  for (const [id, written] of Object.entries(entryOf(sections['Resources']))) {
    const { Type, Properties, Metadata, DependsOn, Condition } = entryOf(written)
    if (typeof Type !== 'string' || id.startsWith('Fn::')) continue
    if (typeof Condition === 'string' && resolver.condition(Condition) === false) continue
    const dependsOn = [DependsOn ?? []].flat().filter((name) => typeof name === 'string')
    resources.set(id, {
      id,
      type: Type,
      properties: entryOf(resolver.value(Properties)),
      metadata: entryOf(Metadata),
      dependsOn: [...dependsOn, ...resolver.referencesOf(Properties)],
    })
  }
  return { resources, ofType: (type) => [...resources.values()].filter((resource) => resource.type === type) }
}

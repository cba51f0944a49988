import type { IConstruct } from 'constructs'
import { ConfigError } from '../config-error'
import { type ApiDefinition, list, type Rendered } from './definition'

/** AWS: what the import of a definition does not take over into simple request validation, or not at all (facts/09, 6; "known issues"). */
const WEAKENED = ['maxItems', 'minItems', 'exclusiveMaximum', 'exclusiveMinimum']

/** The models of an API as the schemas of an OpenAPI document. */
export class OpenApiSchemas {
  /** By name, as they stand in `components`. */
  readonly all: Record<string, unknown> = {}
  private readonly names = new Map<string, string>()

  constructor(
    private readonly scope: IConstruct,
    { models }: Pick<ApiDefinition, 'models'>,
  ) {
    for (const [logicalId, model] of models) {
      const name = typeof model['Name'] === 'string' ? model['Name'] : logicalId
      this.names.set(logicalId, name)
      this.add(name, model['Schema'] as Rendered, model['Description'])
    }
  }

  /** A reference to a model, given as a template names it: by `Ref`, or by its name. */
  reference(model: unknown): Rendered {
    const ref = (model as { Ref?: string } | undefined)?.Ref
    const name = ref === undefined ? String(model) : this.names.get(ref)
    if (name === undefined) {
      throw new ConfigError(this.scope, {
        what: 'A method names a model that is not of its API',
        got: model,
        fix: 'make the model for this API, in this stack',
      })
    }
    // An imported API has the models of its document alone, without those that each API begins with (facts/13, 197).
    if (name === 'Empty' || name === 'Error') this.all[name] ??= { type: 'object', title: `${name} Schema` }
    return { $ref: `#/components/schemas/${name}` }
  }

  private add(name: string, schema: Rendered, description: unknown): void {
    const { $schema: _draft, definitions = {}, ...own } = schema
    const rename = (pointer: string): string => {
      if (pointer === '#') return `#/components/schemas/${name}`
      const defined = /^#\/definitions\/([^/]+)$/.exec(pointer)?.[1]
      if (defined !== undefined) return `#/components/schemas/${name}${plain(defined)}`
      if (!pointer.startsWith('#')) return pointer
      throw new ConfigError(this.scope, {
        what: `The schema ${name} refers to a part of itself that an OpenAPI document has no name for`,
        got: pointer,
        allowed: '"#" and "#/definitions/..."',
        fix: 'move that part into "definitions"',
      })
    }
    const rewrite = (part: unknown): unknown => {
      if (Array.isArray(part)) return part.map(rewrite)
      if (typeof part !== 'object' || part === null) return part
      return Object.fromEntries(
        Object.entries(part).map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? rename(value) : rewrite(value)]),
      )
    }
    this.all[name] = { ...(typeof description === 'string' && { description }), ...(rewrite(own) as Rendered) }
    for (const [defined, inner] of Object.entries(definitions as Rendered)) this.all[name + plain(defined)] = rewrite(inner)
  }
}

/** Keywords that API Gateway may not keep when it imports a definition, with the models that use them. */
export function weakenedBy({ models }: Pick<ApiDefinition, 'models'>): string[] {
  return [...models].flatMap(([name, { Schema }]) =>
    WEAKENED.filter((keyword) => uses(Schema, keyword)).map((keyword) => `${keyword} in ${name}`),
  )
}

/** Names of models are letters and digits. */
function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '')
}

function uses(schema: unknown, keyword: string): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if (!Array.isArray(schema) && Object.hasOwn(schema, keyword) && typeof (schema as Rendered)[keyword] !== 'object') return true
  return [...list(schema), ...Object.values(schema)].some((part) => uses(part, keyword))
}

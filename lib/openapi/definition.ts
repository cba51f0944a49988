import type { RenderedResource } from '../rendered'

/** An object of a rendered template, in which values may be intrinsics. */
export type Rendered = Readonly<Record<string, unknown>>

/** A method with its place. */
export interface DefinedMethod {
  readonly path: string
  readonly verb: string
  readonly properties: Rendered
  readonly metadata: Rendered
}

/** A REST API as its resources say it, sorted by what they are; those that others refer to by their logical ids. */
export interface ApiDefinition {
  readonly api: Rendered
  readonly methods: readonly DefinedMethod[]
  readonly models: ReadonlyMap<string, Rendered>
  readonly validators: ReadonlyMap<string, Rendered>
  readonly authorizers: ReadonlyMap<string, Rendered>
  readonly gatewayResponses: readonly Rendered[]
  readonly documentationParts: readonly Rendered[]
}

/** Sorts the resources of an API by what they are, and says where each method is. */
export function readDefinition(api: Rendered, resources: readonly RenderedResource[]): ApiDefinition {
  const of = (type: string) => resources.filter((resource) => resource.type === `AWS::ApiGateway::${type}`)
  const byId = (type: string) => new Map(of(type).map(({ logicalId, properties }) => [logicalId, properties as Rendered]))
  const places = byId('Resource')
  const methods = of('Method').map(
    ({ properties, metadata }): DefinedMethod => ({
      path: pathOf(properties['ResourceId'], places),
      verb: String(properties['HttpMethod']),
      properties,
      metadata,
    }),
  )
  return {
    api,
    methods: methods.sort((a, b) => (a.path === b.path ? (a.verb < b.verb ? -1 : 1) : a.path < b.path ? -1 : 1)),
    models: byId('Model'),
    validators: byId('RequestValidator'),
    authorizers: byId('Authorizer'),
    gatewayResponses: of('GatewayResponse').map(({ properties }) => properties),
    documentationParts: of('DocumentationPart').map(({ properties }) => properties),
  }
}

/** The path of the resource that is meant; `Fn::GetAtt` of the API means the root. */
function pathOf(resourceId: unknown, places: ReadonlyMap<string, Rendered>): string {
  const segments: string[] = []
  let id = referred(resourceId)
  while (id !== undefined) {
    const place = places.get(id)
    if (place === undefined) break
    segments.unshift(String(place['PathPart']))
    id = referred(place['ParentId'])
  }
  return `/${segments.join('/')}`
}

/** The logical id in `{ Ref }`. */
export function referred(value: unknown): string | undefined {
  const ref = entry(value)['Ref']
  return typeof ref === 'string' ? ref : undefined
}

/** A value as an object; an empty one when it is none. */
export function entry(value: unknown): Rendered {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Rendered) : {}
}

/** A value as a list; an empty one when it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

import type { Registry } from '../model/registry'

/** Where a custom domain sends a path. */
export interface MappedPath {
  readonly apiId: string
  /** Undefined when the mapping leaves the stage to the path. */
  readonly stage: string | undefined
  /** Without slashes around; empty for the empty base path. */
  readonly basePath: string
}

interface Domain {
  readonly mappings: readonly MappedPath[]
}

/** The custom domains by host name, with their base path mappings, longest first; rebuilt when one of them changed. */
export class Domains {
  #byHost: Map<string, Domain> | undefined

  constructor(private readonly registry: Registry) {
    registry.subscribe(({ table }) => {
      if (table === 'domainNames' || table === 'basePathMappings') this.#byHost = undefined
    })
  }

  /** Whether the host is a custom domain. */
  has(host: string): boolean {
    return this.#hosts().has(host.toLowerCase())
  }

  /** The mapping whose base path the path begins with. */
  find(host: string, path: string): MappedPath | undefined {
    return this.#hosts()
      .get(host.toLowerCase())
      ?.mappings.find(({ basePath }) => basePath === '' || path === `/${basePath}` || path.startsWith(`/${basePath}/`))
  }

  #hosts(): Map<string, Domain> {
    if (this.#byHost !== undefined) return this.#byHost
    const hosts = new Map<string, Domain>()
    for (const { records } of this.registry.scopes()) {
      for (const id of records.domainNames.ids()) {
        const mappings = records.basePathMappings.list(id).map(({ basePath, restApiId, stage }) => ({
          apiId: restApiId,
          stage: stage === undefined || stage === '' ? undefined : stage,
          basePath: basePath === '(none)' ? '' : basePath,
        }))
        mappings.sort((a, b) => b.basePath.length - a.basePath.length)
        hosts.set((records.domainNames.get(id)?.domainName ?? id).toLowerCase(), { mappings })
      }
    }
    this.#byHost = hosts
    return hosts
  }
}

import type { Registry } from '../model/registry'

/** Which local servers stand behind VPC links, by the link's id, its name, or the ARN of its balancer; `*` is any link. */
export class VpcLinks {
  constructor(
    private readonly registry: Registry,
    /** Key to origin, e.g. `http://127.0.0.1:8080`. */
    private readonly targets: Readonly<Record<string, string>>,
  ) {}

  /** The origin behind a link; undefined when nothing was said of it. `integrationTarget`: the balancer that an integration names itself. */
  find(account: string, region: string, id: string, integrationTarget: string | undefined): string | undefined {
    const link = this.registry.records(account, region).vpcLinks.get(id)
    const keys = [id, link?.name, integrationTarget, ...(link?.targetArns ?? []), '*']
    for (const key of keys) if (key !== undefined && Object.hasOwn(this.targets, key)) return this.targets[key]
    return undefined
  }
}

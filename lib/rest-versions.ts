import { Construct } from 'constructs'
import { ConfigError } from './config-error'
import { RestDomain, type RestDomainProps } from './domain'
import { RestGateway } from './rest-gateway'
import type { RestGatewayProps } from './rest-gateway-props'

/**
 * Versions of an API on one domain.
 *
 * @example
 * const props: RestVersionsProps = { domain: { name: 'api.example.com', zone }, versions: { v1, v2 }, latest: 'v2' }
 */
export interface RestVersionsProps {
  readonly domain: RestDomainProps
  /** Each version by its base path. */
  readonly versions: { readonly [basePath: string]: RestGatewayProps }
  /** The stage of each version that the domain serves. @default 'prod' */
  readonly stage?: string
  /** The version for callers who name none. @default - they are refused */
  readonly latest?: string
}

/**
 * Versions of an API side by side on one domain: each is a gateway of its own, so that a change of one does not redeploy the others.
 *
 * @example
 * new RestVersions(this, 'Shop', {
 *   domain: { name: 'api.example.com', zone },
 *   versions: { v1: defineRest({ ... }), v2: defineRest({ ... }) },
 *   latest: 'v2',
 * })
 */
export class RestVersions extends Construct {
  readonly domain: RestDomain
  private readonly gateways = new Map<string, RestGateway>()

  constructor(scope: Construct, id: string, { domain, versions, stage = 'prod', latest }: RestVersionsProps) {
    super(scope, id)
    this.domain = new RestDomain(this, 'Domain', domain)
    for (const [version, props] of Object.entries(versions)) {
      const gateway = new RestGateway(this, version, { ...props, name: props.name ?? `${id}-${version}` })
      this.gateways.set(version, gateway)
      gateway.serveAt(this.domain, version, stage)
    }
    if (latest !== undefined) this.domain.map('/', this.gateway(latest).stage(stage))
  }

  /** The gateway of a version. */
  gateway(version: string): RestGateway {
    const gateway = this.gateways.get(version)
    if (gateway !== undefined) return gateway
    throw new ConfigError(this, {
      what: 'There is no such version',
      got: version,
      allowed: [...this.gateways.keys()].join(', '),
      fix: 'correct the name',
    })
  }
}

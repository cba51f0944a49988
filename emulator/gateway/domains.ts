import type { EndpointType } from '@aws-sdk/client-api-gateway'
import type { BasePathMappingRecord, DomainNameRecord } from '../model/apigateway'
import type { RoutingRuleRecord } from '../model/apigatewayv2'
import type { Change, Registry } from '../model/registry'
import { compileDomainPolicy, type Visit } from './domain-policy'
import { readTrustStore, type TrustStore } from './mutual-tls'
import { beginsWith, compileRules, type RoutedRequest } from './routing-rules'

/** Where a custom domain sends a path. */
export interface MappedPath {
  readonly apiId: string
  /** Undefined when the mapping leaves the stage to the path. */
  readonly stage: string | undefined
  /** What is cut off the path: without slashes around; empty for nothing. */
  readonly cut: string
  /** The mapping's base path, empty for the empty one; absent when a rule led here. */
  readonly basePath?: string
  readonly routingRuleId?: string
}

/** A custom domain name as requests meet it. */
export interface Domain {
  readonly endpointType: EndpointType
  /** Whether the host name of the TLS handshake has to be that of the request (facts/12, section 4). */
  readonly strict: boolean
  /** Whom clients' certificates have to come from; undefined when clients need none. */
  readonly trust: TrustStore | undefined
  /** The ARN by which policies name a private domain name; undefined for a public one. */
  readonly arn: string | undefined
  /** Whether the policy of a private domain name lets somebody in; public ones have none. */
  readonly permits: (visit: Visit) => boolean
  /** The VPC endpoints that may reach a private domain name. */
  readonly vpcEndpoints: readonly string[]
  /** The first routing rule that matches, or the mapping with the longest base path, as the routing mode says. */
  readonly route: (request: RoutedRequest) => MappedPath | undefined
}

const TABLES: ReadonlySet<Change['table']> = new Set(['domainNames', 'basePathMappings', 'routingRules', 'domainNameAccessAssociations'])

/** The custom domains by host name; rebuilt when one of them, or what belongs to it, changed. */
export class Domains {
  #byHost: Map<string, Domain[]> | undefined

  constructor(private readonly registry: Registry) {
    registry.subscribe(({ table }) => {
      if (TABLES.has(table)) this.#byHost = undefined
    })
  }

  /**
   * The domain name of a host, or the wildcard above it. Private ones may share their name: the one that the VPC endpoint is associated
   * with counts; a public one counts when none is.
   */
  get(host: string, vpcEndpoint?: string): Domain | undefined {
    this.#byHost ??= this.#read()
    if (this.#byHost.size === 0) return undefined
    const name = host.toLowerCase()
    const domains = this.#byHost.get(name) ?? this.#byHost.get(`*${name.slice(Math.max(0, name.indexOf('.')))}`) ?? []
    const associated =
      vpcEndpoint === undefined
        ? undefined
        : domains.find(({ endpointType, vpcEndpoints }) => endpointType === 'PRIVATE' && vpcEndpoints.includes(vpcEndpoint))
    return associated ?? domains.find(({ endpointType }) => endpointType !== 'PRIVATE') ?? domains[0]
  }

  /** The names of those that ask clients for a certificate. */
  withMutualTls(): string[] {
    this.#byHost ??= this.#read()
    return [...this.#byHost].flatMap(([name, domains]) => (domains.some(({ trust }) => trust !== undefined) ? [name] : []))
  }

  #read(): Map<string, Domain[]> {
    const scopes = this.registry.scopes()
    const associations = scopes.flatMap(({ records }) => records.domainNameAccessAssociations.list())
    const hosts = new Map<string, Domain[]>()
    for (const { records } of scopes) {
      for (const id of records.domainNames.ids()) {
        const record = records.domainNames.get(id) as DomainNameRecord
        const domain: Domain = {
          endpointType: record.endpointConfiguration.types?.[0] ?? 'EDGE',
          strict: record.endpointAccessMode === 'STRICT',
          trust: record.mutualTlsAuthentication?.truststoreUri === undefined ? undefined : readTrustStore(record.truststore ?? ''),
          ...permission(record),
          vpcEndpoints: associations
            .filter(({ domainNameArn }) => domainNameArn === record.domainNameArn)
            .map(({ accessAssociationSource }) => accessAssociationSource),
          route: router(record, records.basePathMappings.list(id), records.routingRules.list(id)),
        }
        const name = record.domainName.toLowerCase()
        hosts.set(name, [...(hosts.get(name) ?? []), domain])
      }
    }
    return hosts
  }
}

function permission({ domainNameId, domainNameArn = '', policy }: DomainNameRecord): Pick<Domain, 'arn' | 'permits'> {
  if (domainNameId === undefined) return { arn: undefined, permits: () => true }
  const arn = domainNameArn.replace(':apigateway:', ':execute-api:')
  return { arn, permits: compileDomainPolicy(policy, arn) }
}

/** Rules first, then mappings, each where the mode has them (facts/12, section 6). */
function router(
  { routingMode }: DomainNameRecord,
  mappings: readonly BasePathMappingRecord[],
  rules: readonly RoutingRuleRecord[],
): Domain['route'] {
  const compiled = routingMode === 'BASE_PATH_MAPPING_ONLY' ? [] : compileRules(rules)
  const paths = routingMode === 'ROUTING_RULE_ONLY' ? [] : mappedPaths(mappings)
  return (request) => {
    for (const { match, id, apiId, stage, stripBasePath } of compiled) {
      const matched = match(request)
      if (matched !== undefined) return { apiId, stage, cut: stripBasePath ? matched : '', routingRuleId: id }
    }
    return paths.find(({ cut }) => cut === '' || beginsWith(request.path, cut))
  }
}

/** Longest first. */
function mappedPaths(mappings: readonly BasePathMappingRecord[]): MappedPath[] {
  return mappings
    .map(({ basePath, restApiId, stage }): MappedPath => {
      const path = basePath === '(none)' ? '' : basePath
      return { apiId: restApiId, stage: stage === undefined || stage === '' ? undefined : stage, cut: path, basePath: path }
    })
    .sort((a, b) => b.cut.length - a.cut.length)
}

import type { KeyObject } from 'node:crypto'
import { randomIds } from '../../base/ids'
import type { Emulator } from '../../emulator'
import { AccountLimits } from '../../gateway/account-limits'
import { type ApiEndpoint, ApiEndpoints } from '../../gateway/api-endpoints'
import { ApiKeys } from '../../gateway/api-keys'
import { type CompiledStage, compileStage } from '../../gateway/compile'
import { Domains } from '../../gateway/domains'
import type { Ports } from '../../gateway/phase'
import { UserPools } from '../../gateway/user-pools'
import { WebAcls } from '../../gateway/waf/web-acls'
import type { DeploymentRecord, IntegrationRecord, RestApiDefinition, StageRecord } from '../../model/apigateway'
import { createRegistry } from '../../model/create-registry'
import { Metrics } from '../../observe/metrics'
import { createPrincipals } from '../../services/iam/principals'
import type { Call } from '../../services/operations'
import { MemoryStore } from '../../store/memory-store'

/**
 * A stage to break into: all that it has in front, and nothing behind. It is a copy, so that keys and users can be put into it, counts
 * nothing and logs nothing; the functions of authorizers are the real ones.
 */
export interface StandIn {
  readonly definition: RestApiDefinition
  readonly variables: Readonly<Record<string, string>>
  /** For operations on the copy, in the account and region of the stage, or in others. */
  readonly call: Call
  readonly callIn: (account: string, region: string) => Call
  readonly endpoint: ApiEndpoint
  readonly domains: Domains
  /** Names of custom domains. */
  readonly hosts: readonly string[]
  /** Public keys of issuers, by where they are, as far as they were asked for. */
  readonly keySets: Map<string, Promise<readonly KeyObject[]>>
  /** The stage behind its web ACL. */
  readonly whole: CompiledStage
  /** The stage without its web ACL: what the routes have of their own. */
  readonly bare: CompiledStage
}

/** Copies a stage; undefined when its deployment is gone. */
export function standIn(emulator: Emulator, stage: CompiledStage): StandIn | undefined {
  const { account, region, apiId, stageName, deploymentId } = stage
  const registry = createRegistry()
  const store = new MemoryStore()
  const endpoints = new ApiEndpoints(registry)
  const domains = new Domains(registry)
  const { clock } = stage.ports
  const ports: Ports = {
    ...stage.ports,
    ids: randomIds(),
    store,
    metrics: new Metrics(clock),
    keys: new ApiKeys(registry),
    accounts: new AccountLimits(registry),
    principals: createPrincipals(registry, emulator.account, emulator.region),
    userPools: new UserPools(registry, clock, NO_OTHER_KEYS),
    webAcls: new WebAcls(registry, store),
    verifySignatures: true,
  }
  registry.restore(emulator.registry.snapshot())
  const records = registry.records(account, region)
  const deployment = records.deployments.get(deploymentId, apiId)
  const record = records.stages.get(stageName, apiId)
  if (deployment === undefined || record === undefined) return undefined
  const variables = stage.variables ?? {}
  const compile = (webAcls: WebAcls) =>
    compileStage(account, region, hollow(deployment), quiet(record, variables), { ...ports, webAcls }, stage.isCanary).stage
  const callIn = (ofAccount: string, inRegion: string): Call => ({
    ...emulator.call(ofAccount, inRegion),
    records: registry.records(ofAccount, inRegion),
    ids: ports.ids,
    store,
    gateway: ports,
  })
  return {
    definition: deployment.definition,
    variables,
    call: callIn(account, region),
    callIn,
    keySets: new Map(),
    endpoint: endpoints.get(apiId),
    domains,
    hosts: records.domainNames.list().map(({ domainName }) => domainName.replace(/^\*/, 'any')),
    whole: compile(ports.webAcls),
    bare: compile(new WebAcls(createRegistry(), store)),
  }
}

/** A pool that is elsewhere has no keys but those that the copy makes for it: no forged token names a real one, and nobody has to be asked. */
const NO_OTHER_KEYS = async () => ({ status: 200, body: Buffer.from('{"keys":[]}') })

/** An integration that answers 200 to whatever comes. */
export const NOTHING: IntegrationRecord = {
  type: 'MOCK',
  passthroughBehavior: 'WHEN_NO_MATCH',
  requestTemplates: { 'application/json': '{"statusCode":200}' },
  timeoutInMillis: 29_000,
  cacheNamespace: '',
  cacheKeyParameters: [],
  integrationResponses: { '200': { statusCode: '200' } },
}

/** The same API with nothing behind its routes: a request that gets in is answered 200. */
function hollow(deployment: DeploymentRecord): DeploymentRecord {
  const { definition } = deployment
  const resources = definition.resources.map(({ resourceMethods = {}, ...resource }) => ({
    ...resource,
    resourceMethods: Object.fromEntries(
      Object.entries(resourceMethods).map(([verb, { requestValidatorId, requestParameters, ...method }]) => [
        verb,
        { ...method, methodIntegration: NOTHING, methodResponses: { '200': { statusCode: '200' } } },
      ]),
    ),
  }))
  return { ...deployment, definition: { ...definition, resources } }
}

/** The same stage without logs, traces, cache and throttles. */
export function quiet({ accessLogSettings, ...stage }: StageRecord, variables: Readonly<Record<string, string>>): StageRecord {
  return { ...stage, methodSettings: {}, cacheClusterEnabled: false, tracingEnabled: false, variables: { ...variables } }
}

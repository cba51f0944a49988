import type { Diagnostic } from '../base/diagnostics'
import type { DeploymentRecord, IntegrationRecord, MethodRecord, ResourceRecord, StageRecord } from '../model/apigateway'
import { cacheCapacity } from './cache/stage-cache'
import { internalError } from './errors'
import type { ClosingStep, CompiledRoute, StageFacts, Step } from './exchange'
import { integrationOf } from './integrations/index'
import { logLevel } from './method-settings'
import type { Ports, RestRoute } from './phase'
import { refuseUnrouted } from './phases/no-route'
import { routeThrottles } from './phases/throttle'
import { waf } from './phases/waf'
import { compileGatewayResponses, type RespondToError } from './respond-to-error'
import { CLOSING, REST_PHASES } from './rest-phases'
import { Router } from './routing/router'

/** A stage, ready to serve: immutable, swapped in one assignment when the stage changes. */
export interface CompiledStage extends StageFacts {
  readonly apiName: string
  readonly router: Router<CompiledRoute>
  readonly routes: readonly CompiledRoute[]
  /** What a request that no route takes runs through. */
  readonly noRoute: CompiledRoute
  readonly respondToError: RespondToError
  readonly closing: readonly ClosingStep[]
  /** Whether request bodies may come compressed. */
  readonly decompresses: boolean
  /** The stage's canary: so many per cent of the requests go to it. */
  readonly canary: { readonly percent: number; readonly stage: CompiledStage } | undefined
  readonly disableExecuteApiEndpoint: boolean
  /** Bytes of the stage's cache; undefined when it has none. */
  readonly cacheCapacity: number | undefined
  readonly ports: Ports
}

/** Compiles a deployment as a stage serves it, once: every phase of every route is asked what it will do there. */
export function compileStage(
  account: string,
  region: string,
  deployment: DeploymentRecord,
  stage: StageRecord,
  ports: Ports,
  isCanary?: boolean,
): { stage: CompiledStage; diagnostics: Diagnostic[] } {
  const { definition } = deployment
  const { api } = definition
  const variables = stage.variables ?? {}
  const diagnostics: Diagnostic[] = []
  const router = new Router<CompiledRoute>()
  const routes: CompiledRoute[] = []
  for (const resource of definition.resources) {
    for (const method of Object.values(resource.resourceMethods ?? {})) {
      const subject = `/restapis/${api.id}/resources/${resource.id}/methods/${method.httpMethod}`
      const report = (code: string, message: string, fix?: string) => {
        const known = { code, severity: 'warning', message: `${method.httpMethod} ${resource.path}: ${message}`, subject } as const
        diagnostics.push(fix === undefined ? known : { ...known, fix })
      }
      const route =
        method.methodIntegration === undefined
          ? withoutIntegration(resource, method, report)
          : compileRoute(
              { account, region, definition, stage, resource, method, integration: method.methodIntegration, variables, isCanary, report },
              ports,
            )
      router.add(resource.path, method.httpMethod, route)
      routes.push(route)
    }
  }
  const report = (code: string, message: string, fix?: string) => {
    const known = { code, severity: 'warning', message, subject: `/restapis/${api.id}/stages/${stage.stageName}` } as const
    diagnostics.push(fix === undefined ? known : { ...known, fix })
  }
  const compiled: CompiledStage = {
    account,
    region,
    apiId: api.id,
    apiName: api.name,
    stageName: stage.stageName,
    deploymentId: stage.deploymentId,
    variables: stage.variables,
    isCanary,
    endpointType: api.endpointConfiguration.types?.[0] ?? 'EDGE',
    tracing: stage.tracingEnabled,
    router,
    routes,
    noRoute: { ...NO_ROUTE, steps: [waf.plan({ stage }, ports) ?? [], refuseUnrouted].flat() },
    respondToError: compileGatewayResponses(definition.gatewayResponses, variables),
    closing: CLOSING.flatMap((phase) => phase.plan({ account, region, definition, stage, variables, isCanary, report }, ports) ?? []),
    decompresses: api.minimumCompressionSize !== undefined,
    canary: undefined,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    cacheCapacity: cacheCapacity(stage),
    ports,
  }
  return { stage: compiled, diagnostics }
}

function compileRoute(route: RestRoute, ports: Ports): CompiledRoute {
  const steps: Step[] = []
  const phases: string[] = []
  for (const phase of REST_PHASES) {
    const step = phase.plan(route, ports)
    if (step === undefined) continue
    steps.push(step)
    phases.push(phase.name)
  }
  return {
    ...describe(route.resource, route.method, route.integration),
    steps,
    phases,
    throttles: routeThrottles(route, ports),
    target: integrationOf(route).describe(route),
    logging: logLevel(route.stage, route.resource.path, route.method.httpMethod),
  }
}

function describe(resource: ResourceRecord, method: MethodRecord, integration: IntegrationRecord | undefined) {
  const type = integration?.type
  return {
    resourceId: resource.id,
    resourcePath: resource.path,
    httpMethod: method.httpMethod,
    operationName: method.operationName,
    traced: type === 'AWS' || type === 'AWS_PROXY' || type === 'HTTP',
  }
}

/** A method that has no integration: AWS refuses to deploy it; an import may have left it. */
function withoutIntegration(resource: ResourceRecord, method: MethodRecord, report: RestRoute['report']): CompiledRoute {
  report('no-integration', 'The method has no integration: requests are answered 500.', 'Put an integration on it, or remove it.')
  const fail: Step = () => {
    throw internalError('Execution failed due to configuration error: No integration defined for method')
  }
  return {
    ...describe(resource, method, undefined),
    steps: [fail],
    phases: ['integrate'],
    throttles: [],
    target: 'no integration',
    logging: undefined,
  }
}

/** Stands for the route of a request that none takes, so that every exchange has one. */
const NO_ROUTE: CompiledRoute = {
  resourceId: '',
  resourcePath: '',
  httpMethod: '',
  operationName: undefined,
  steps: [],
  phases: [],
  throttles: [],
  target: '',
  traced: false,
  logging: undefined,
}

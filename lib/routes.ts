import { Annotations, aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { AuthBinding } from './authorizers/auth-binding'
import { checkJsonRoute } from './binary'
import { bindCache, type CacheBinding } from './cache'
import { ConfigError } from './config-error'
import { addPreflight, type CorsProps } from './cors'
import type { RestDocumentation } from './documentation'
import { given } from './given'
import type { GatewayPolicy } from './resource-policy'
import type { ResourceTree } from './resource-tree'
import { Route, type RouteProps } from './route'
import { needsKey, RouteGuards, type RouteGuardsProps } from './route-guards'
import { parseRouteKey, type RouteKeyParts, RouteTable } from './route-key'
import type { RestStages } from './stages'
import type { IStageVariables, TargetBinding } from './targets/target-binding'
import type { RestUsagePlans } from './usage-plans'
import type { DemandBinding, RequestValidation } from './validation'

/** What the routes of a gateway are made with. */
export interface GatewayRoutesProps extends RouteGuardsProps {
  readonly validation: RequestValidation
  /** Where its paths are. */
  readonly resources: ResourceTree
  /** Keeps settings of single routes, and variables of stages. */
  readonly stages: Pick<RestStages, 'setRoute' | 'names' | 'setVariable'>
  /** Whether the API takes JSON for bytes. @default false */
  readonly jsonIsBinary?: boolean
  readonly usagePlans: Pick<RestUsagePlans, 'warnOfMissingKeys'>
  /** Where the descriptions of routes are published, when they are. */
  readonly documentation?: RestDocumentation
  readonly cors?: CorsProps
  /** The resource policy, where one is made here. */
  readonly policy?: GatewayPolicy
}

/** The routes of one gateway: makes of each a method of `aws-apigateway`, with what target, authorization and validation bring to it. */
export class GatewayRoutes {
  private readonly table: RouteTable
  private readonly routes = new Map<string, Route>()
  private readonly verbs = new Map<string, string[]>()
  private readonly guards: RouteGuards
  private readonly open: string[] = []

  constructor(
    private readonly scope: Construct,
    private readonly props: GatewayRoutesProps,
  ) {
    this.table = new RouteTable(scope)
    this.guards = new RouteGuards(scope, props)
  }

  /** Adds some routes. Preflights come last, so that a route of one's own for OPTIONS takes their place. */
  add(routes: { readonly [routeKey: string]: RouteProps }): void {
    const entries = Object.entries(routes)
    if (entries.length === 0)
      throw new ConfigError(this.scope, { what: 'The gateway has no route', fix: 'declare one, for example "GET /health"' })
    for (const [key, props] of entries) this.create(key, props)
    for (const [key] of entries) this.warnOfOpenProxy(this.get(key))
    if (this.props.cors === undefined) return
    for (const [key] of entries) this.answerPreflights(this.get(key), this.props.cors)
  }

  /** Whether there is a route of that key. */
  has(key: string): boolean {
    return this.routes.has(key)
  }

  /** The route of that key. */
  get(key: string): Route {
    const route = this.routes.get(key)
    if (route !== undefined) return route
    throw new ConfigError(this.scope, {
      what: 'The gateway has no such route',
      got: key,
      allowed: [...this.routes.keys()].join(', '),
      fix: 'correct the key',
    })
  }

  /** Every route, in the order of declaration. */
  list(): Route[] {
    return [...this.routes.values()]
  }

  private create(key: string, props: RouteProps): void {
    const parts = parseRouteKey(key, this.scope)
    this.table.add(parts)
    const guard = this.guards.of(key, props)
    const resource = this.props.resources.at(parts.path)
    if (resource.node.tryFindChild(parts.verb) !== undefined) {
      throw new ConfigError(this.scope, {
        what: 'The CORS preflight answers this route already',
        got: key,
        fix: 'declare the route with the others, in "routes"',
      })
    }
    const { body, query, headers } = props
    const demands = this.props.validation.bind({ key, pathVariables: parts.variables, ...given({ body, query, headers }) })
    const target = this.bindTarget(parts, props)
    if (this.props.jsonIsBinary === true) checkJsonRoute(this.scope, parts, body, target.fn !== undefined)
    const cache = this.cacheOf(parts, props, guard)
    const authorizationScopes = this.guards.scopesOf(parts, props, guard)
    const options = { ...methodOptions(props, guard, demands, target, cache), ...given({ authorizationScopes }) }
    const method = resource.addMethod(parts.verb, target.integration, options)
    this.props.policy?.add({ verb: parts.verb, path: parts.path, authorizationType: guard.authorizationType })
    if (cache !== undefined)
      (method.node.defaultChild as apigateway.CfnMethod).addPropertyOverride('Integration.CacheKeyParameters', cache.keyParameters)
    const notes = given({
      'portico:description': props.description,
      'portico:openReason': guard.openReason,
      'portico:vary': props.cache?.vary,
    })
    for (const [name, note] of Object.entries(notes)) (method.node.defaultChild as apigateway.CfnMethod).addMetadata(name, note)
    if (props.description !== undefined) this.props.documentation?.describeRoute(parts, props.description)
    const { throttle } = props
    if (throttle !== undefined || cache !== undefined)
      this.props.stages.setRoute({ path: parts.path, verb: parts.verb, ...given({ throttle, cache }) })
    if (needsKey(props, guard)) this.props.usagePlans.warnOfMissingKeys(key)
    if (guard.openReason !== undefined && !needsKey(props, guard)) this.open.push(key)
    this.routes.set(key, new Route(key, parts.verb, parts.path, method, target.fn))
    this.verbs.set(parts.path, [...(this.verbs.get(parts.path) ?? []), parts.verb])
  }

  private cacheOf({ key, verb, variables }: RouteKeyParts, props: RouteProps, guard: AuthBinding): CacheBinding | undefined {
    if (props.cache === undefined) return undefined
    const open = guard.openReason !== undefined && !needsKey(props, guard)
    const own = guard.callerHeaders ?? (guard.authorizer === undefined ? [] : ['Authorization'])
    const callerHeaders = needsKey(props, guard) ? [...own, 'x-api-key'] : own
    return bindCache(this.scope, props.cache, { key, verb, pathVariables: variables, open, callerHeaders })
  }

  private bindTarget(parts: RouteKeyParts, { target, timeout, transform }: RouteProps): TargetBinding {
    const milliseconds = timeout === undefined || timeout.isUnresolved() ? undefined : timeout.toMilliseconds()
    if (milliseconds !== undefined && milliseconds < 50) {
      throw new ConfigError(this.scope, {
        what: `The time limit of "${parts.key}" is too short`,
        got: `${milliseconds} ms`,
        allowed: '50 ms and more',
        fix: 'give it at least Duration.millis(50)',
      })
    }
    if (milliseconds !== undefined && milliseconds > 29_000) {
      const warning = `"${parts.key}" may take ${milliseconds} ms, but API Gateway waits 29 s unless the account's quota is raised.`
      Annotations.of(this.scope).addWarningV2('portico:timeoutOverLimit', warning)
    }
    const { api, functions, cors, stages, jsonIsBinary = false } = this.props
    const { key, verb, path, variables } = parts
    const stageVariables: IStageVariables = {
      stages: () => stages.names(),
      set: (stage, name, value) => stages.setVariable(stage, name, value),
    }
    const site = { key, verb, path, pathVariables: [...variables], jsonIsBinary, stageVariables, api, functions, scope: this.scope }
    return target.bind({ ...site, ...given({ timeout, cors, transform }) })
  }

  /** API Gateway tries a greedy path for each verb that a guarded path does not have (facts/01, section 2). */
  private warnOfOpenProxy({ key, path }: Route): void {
    for (const open of this.open.filter((other) => other.endsWith('+}') && !this.open.includes(key))) {
      const [verb, greedy = ''] = open.split(' ')
      const prefix = greedy.slice(0, greedy.lastIndexOf('/') + 1)
      if (verb !== 'ANY' || !path.startsWith(prefix) || path.endsWith('+}') || this.verbs.get(path)?.includes('ANY')) continue
      Annotations.of(this.scope).addWarningV2(
        'portico:openProxy',
        `"${open}" is open to everybody, and answers ${path} for all verbs but ${this.verbs.get(path)?.join(', ')}, which "${key}" guards.`,
      )
    }
  }

  private answerPreflights({ path }: Route, cors: CorsProps): void {
    const resource = this.props.resources.at(path)
    if (resource.node.tryFindChild('OPTIONS') !== undefined) return
    addPreflight(this.scope, resource, cors, () => this.verbs.get(path) ?? [], this.props.jsonIsBinary)
    this.props.policy?.add({ verb: 'OPTIONS', path, authorizationType: apigateway.AuthorizationType.NONE })
  }
}

function methodOptions(
  props: RouteProps,
  guard: AuthBinding,
  demands: DemandBinding,
  target: TargetBinding,
  cache: CacheBinding | undefined,
): apigateway.MethodOptions {
  // What a cache tells answers apart by has to be declared, and need not be there.
  const keys = Object.fromEntries(
    (cache?.keyParameters ?? []).map((parameter) => [parameter, parameter.startsWith('method.request.path.')]),
  )
  const requestParameters = { ...keys, ...target.requestParameters, ...demands.requestParameters }
  return {
    apiKeyRequired: needsKey(props, guard),
    ...(guard.authorizer === undefined ? { authorizationType: guard.authorizationType } : { authorizer: guard.authorizer }),
    ...(Object.keys(requestParameters).length > 0 && { requestParameters }),
    ...given({
      operationName: props.operationName,
      methodResponses: target.methodResponses,
      requestModels: demands.requestModels,
      requestValidator: demands.requestValidator,
    }),
  }
}

import { aws_apigateway as apigateway, aws_iam as iam, Stack } from 'aws-cdk-lib'
import { Construct, type IConstruct } from 'constructs'
import { ApiContent } from './api-content'
import type { IAuth } from './authorizers/auth-binding'
import { ConfigError } from './config-error'
import { type CorsProps, checkCors } from './cors'
import { ContentDeployment } from './deployment'
import { GatewayFunctions } from './functions'
import { given } from './given'
import { ResourceTree } from './resource-tree'
import type { Route, RouteProps } from './route'
import { GatewayRoutes } from './routes'
import { RequestValidation } from './validation'

/**
 * An API that is there already, and what is added to it.
 *
 * @example
 * const attributes: ImportedGatewayProps = { restApiId: 'a1b2c3d4e5', rootResourceId: 'f6g7h8', stage: 'prod', defaultAuth: Auth.iam() }
 */
export interface ImportedGatewayProps {
  readonly restApiId: string
  readonly rootResourceId: string
  /** Ids of resources that the API has on the way to the new routes, by their paths: `{ '/orders': 'abc123' }`. */
  readonly resources?: { readonly [path: string]: string }
  /** The stage, which is there too, that is moved to each new deployment. */
  readonly stage: string
  readonly routes?: { readonly [routeKey: string]: RouteProps }
  readonly authorizers?: { readonly [name: string]: IAuth }
  /** What guards routes that say nothing of it. @default - none: each route must say */
  readonly defaultAuth?: IAuth
  /** For preflights of the new paths. @default - none */
  readonly cors?: CorsProps
  /** Texts whose change makes a new deployment, besides all that the template shows. */
  readonly redeployOn?: string[]
}

/**
 * An API that another stack, or somebody by hand, has made: routes that are added here say who may call them, and are deployed to its stage
 * by a deployment of their own. Get one from `RestGateway.fromAttributes`.
 *
 * @example
 * const gateway = RestGateway.fromAttributes(this, 'Shop', { restApiId, rootResourceId, stage: 'prod', defaultAuth: Auth.iam() })
 * gateway.addRoute('GET /reports', { target: Target.entry('lambda/reports.ts') })
 */
export class ImportedGateway extends Construct {
  readonly api: apigateway.IRestApi
  readonly deployment: apigateway.Deployment
  private readonly routes: GatewayRoutes

  constructor(scope: Construct, id: string, props: ImportedGatewayProps) {
    super(scope, id)
    const { restApiId, rootResourceId, stage, cors, defaultAuth, redeployOn } = props
    this.api = apigateway.RestApi.fromRestApiAttributes(this, 'Api', { restApiId, rootResourceId })
    this.deployment = new ContentDeployment(this, 'Deployment', {
      api: this.api,
      content: new ApiContent(Stack.of(this), restApiId),
      stageName: stage,
      // With the last deployment that names it CloudFormation deletes the stage (facts/13, 351), which is not ours.
      retain: true,
      ...given({ redeployOn }),
    }).deployment
    this.routes = new GatewayRoutes(this, {
      api: this.api,
      resources: new ResourceTree(this, this.api, props.resources),
      functions: new GatewayFunctions(this, 'Functions', this.api),
      validation: new RequestValidation(this, 'Validation', this.api),
      stages: {
        setRoute: ({ verb, path }) => refuseSettings(this, `"${verb} ${path}" asks for a throttle or a cache, which are settings`),
        setVariable: () => refuseSettings(this, 'A target asks for variables, which are settings'),
        names: () => [stage],
      },
      usagePlans: { warnOfMissingKeys: () => undefined },
      authorizers: props.authorizers ?? {},
      ...given({ defaultAuth, cors: cors === undefined ? undefined : checkCors(this, cors) }),
    })
    if (props.routes !== undefined) this.routes.add(props.routes)
  }

  /** Adds a route. */
  addRoute(key: string, props: RouteProps): Route {
    this.routes.add({ [key]: props })
    return this.routes.get(key)
  }

  /** The route of that key, of those that were added here. */
  route(key: string): Route {
    return this.routes.get(key)
  }

  /** Lets a principal invoke every route in every stage, for routes with `Auth.iam()`. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.api.arnForExecuteApi('*', '/*', '*')] })
  }
}

function refuseSettings(scope: IConstruct, what: string): never {
  throw new ConfigError(scope, {
    what: `${what} of the stage, and that is not of this stack`,
    fix: 'leave them out, and set them where the stage is made',
  })
}

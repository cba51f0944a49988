import { createHash } from 'node:crypto'
import { Aspects, aws_apigateway as apigateway, CfnResource, type IAspect, Lazy, Stack } from 'aws-cdk-lib'
import { Construct, type IConstruct } from 'constructs'
import { given } from './given'

// What CreateDeployment copies, and what of it is not copied: a change of these takes effect at once (facts/05, 7).
const FROZEN: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::RestApi': ['Name', 'Description', 'Tags', 'EndpointConfiguration'],
  'AWS::ApiGateway::Resource': [],
  'AWS::ApiGateway::Method': [],
  'AWS::ApiGateway::Model': ['Description'],
  'AWS::ApiGateway::RequestValidator': ['Name'],
  'AWS::ApiGateway::Authorizer': [],
  'AWS::ApiGateway::GatewayResponse': [],
}

/** How deployments are kept. */
export interface ContentDeploymentProps {
  readonly api: apigateway.RestApi
  readonly description?: string
  readonly retain?: boolean
}

/**
 * A deployment whose logical id holds a hash of everything that it freezes, as it stands in the final template: after overrides, edits of L1
 * constructs and Aspects. CloudFormation makes a new deployment when the id changes, and only then; with the CDK's own hash, which is taken
 * while the tree is built, such a change is deployed to the resources but never reaches the stage.
 */
export class ContentDeployment extends Construct {
  /** The L2 that stages point to. */
  readonly deployment: apigateway.Deployment
  private readonly restApi: CfnResource

  constructor(scope: Construct, id: string, props: ContentDeploymentProps) {
    super(scope, id)
    this.restApi = props.api.node.defaultChild as CfnResource
    this.deployment = new apigateway.Deployment(this, 'Content', {
      // RestApi is no IRestApi to a compiler that tells absent from undefined.
      api: props.api as apigateway.IRestApi,
      ...given({ description: props.description, retainDeployments: props.retain }),
    })
    const resource = this.deployment.node.defaultChild as CfnResource
    const stack = Stack.of(this)
    const logicalId = stack.resolve(stack.getLogicalId(resource)) as string
    resource.overrideLogicalId(Lazy.uncachedString({ produce: () => logicalId + this.contentHash() }))
    Aspects.of(stack).add(new AfterContent(resource, (candidate) => this.freezes(candidate)))
  }

  /** Whether the deployment copies this resource. */
  private freezes(resource: CfnResource): boolean {
    if (!Object.hasOwn(FROZEN, resource.cfnResourceType) || resource.stack !== this.restApi.stack) return false
    return resource === this.restApi || this.belongs(render(resource)?.properties ?? {})
  }

  private belongs(properties: Record<string, unknown>): boolean {
    const restApiId = properties['RestApiId'] as { Ref?: unknown } | undefined
    return restApiId?.Ref === this.restApi.stack.resolve(this.restApi.logicalId)
  }

  private contentHash(): string {
    const content: string[] = []
    for (const construct of this.restApi.stack.node.findAll()) {
      if (!CfnResource.isCfnResource(construct) || construct.stack !== this.restApi.stack) continue
      const notCopied = FROZEN[construct.cfnResourceType]
      if (notCopied === undefined) continue
      const rendered = render(construct)
      if (rendered === undefined || (construct !== this.restApi && !this.belongs(rendered.properties))) continue
      const copied = Object.entries(rendered.properties).filter(([name]) => !notCopied.includes(name))
      content.push(JSON.stringify([rendered.logicalId, construct.cfnResourceType, sorted(Object.fromEntries(copied))]))
    }
    // Sorted, because the order in which constructs are made says nothing about the API.
    return createHash('sha256').update(content.sort().join('\n')).digest('hex').slice(0, 24)
  }
}

/** The resource as the template will show it; it renders to nothing when a condition of the CDK's leaves it out. */
function render(resource: CfnResource): { logicalId: string; properties: Record<string, unknown> } | undefined {
  // The one way to see overrides applied; the CDK's own deployment reads it too.
  const rendered = (resource as unknown as { _toCloudFormation(): object })._toCloudFormation()
  const { Resources = {} } = resource.stack.resolve(rendered) as { Resources?: Record<string, { Properties?: Record<string, unknown> }> }
  const [entry] = Object.entries(Resources)
  return entry === undefined ? undefined : { logicalId: entry[0], properties: entry[1].Properties ?? {} }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  )
}

/** Makes the deployment wait for all that it copies, wherever in the stack that was declared; methods alone would leave out gateway responses. */
class AfterContent implements IAspect {
  constructor(
    private readonly deployment: CfnResource,
    private readonly freezes: (resource: CfnResource) => boolean,
  ) {}

  visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && this.freezes(node)) this.deployment.node.addDependency(node)
  }
}

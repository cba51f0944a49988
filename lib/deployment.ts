import { createHash } from 'node:crypto'
import { Aspects, aws_apigateway as apigateway, CfnResource, type IAspect, Lazy, Stack, Token } from 'aws-cdk-lib'
import { Construct, type IConstruct } from 'constructs'
import { type ApiContent, frozenProperties } from './api-content'
import { ConfigError } from './config-error'
import { given } from './given'
import { renderResource } from './rendered'

/** How deployments are kept. */
export interface ContentDeploymentProps {
  readonly api: apigateway.IRestApi
  readonly content: ApiContent
  readonly description?: string
  readonly retain?: boolean
  /** A stage that is moved to each deployment, where somebody else has made the stage. */
  readonly stageName?: string
  /** Texts that make a new deployment when they change. */
  readonly redeployOn?: string[]
}

/**
 * A deployment whose logical id holds a hash of everything that it freezes, as it stands in the final template: after overrides, edits of L1
 * constructs and Aspects. CloudFormation makes a new deployment when the id changes, and only then; with the CDK's own hash, which is taken
 * while the tree is built, such a change is deployed to the resources but never reaches the stage.
 */
export class ContentDeployment extends Construct {
  /** The L2 that stages point to. */
  readonly deployment: apigateway.Deployment
  private readonly logicalId: string
  private settled: string | undefined

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ContentDeploymentProps,
  ) {
    super(scope, id)
    const { api, content, description, retain, stageName, redeployOn = [] } = props
    checkKnown(this, redeployOn)
    this.deployment = new apigateway.Deployment(this, 'Content', { api, ...given({ description, stageName, retainDeployments: retain }) })
    const resource = this.deployment.node.defaultChild as CfnResource
    const stack = Stack.of(this)
    this.logicalId = stack.resolve(stack.getLogicalId(resource)) as string
    resource.overrideLogicalId(Lazy.uncachedString({ produce: () => this.logicalId + this.hash() }))
    Aspects.of(stack).add(new AfterContent(resource, content, () => (this.settled = undefined)))
    this.node.addValidation({ validate: () => this.settle() })
  }

  /**
   * An earlier deployment, kept as it is: CloudFormation finds it in the stack by its logical id, of which `hash` is the end.
   */
  earlier(hash: string): apigateway.CfnDeployment {
    const id = `Content ${hash}`
    const known = this.node.tryFindChild(id) as apigateway.CfnDeployment | undefined
    if (known !== undefined) return known
    const { api, description } = this.props
    const kept = new apigateway.CfnDeployment(this, id, { restApiId: api.restApiId, ...given({ description }) })
    kept.overrideLogicalId(this.logicalId + hash)
    // The code may be what it was: then the present deployment has that very id, and says it all.
    Object.defineProperty(kept, 'shouldSynthesize', { value: () => this.hash() !== hash })
    return kept
  }

  /** A hash of everything that the deployment freezes. */
  hash(): string {
    return this.settled ?? this.compute()
  }

  /** Validations come after the last change and before the first template: until Aspects come again nothing has to be looked at twice. */
  private settle(): string[] {
    this.settled = undefined
    const hash = this.compute()
    this.settled = hash
    return []
  }

  private compute(): string {
    const frozen = this.props.content.frozen().flatMap((resource) => {
      const rendered = renderResource(resource)
      return rendered === undefined ? [] : [JSON.stringify([rendered.logicalId, rendered.type, sorted(frozenProperties(rendered))])]
    })
    // Sorted, because the order in which constructs are made says nothing about the API.
    return createHash('sha256')
      .update([...frozen.sort(), ...(this.props.redeployOn ?? [])].join('\n'))
      .digest('hex')
      .slice(0, 24)
  }
}

/** A logical id is a text of the template: it cannot depend on what CloudFormation finds out later. */
function checkKnown(scope: Construct, redeployOn: readonly string[]): void {
  const late = redeployOn.find((text) => Token.isUnresolved(text))
  if (late === undefined) return
  throw new ConfigError(scope, {
    what: 'What the API is to be redeployed on is known at deployment only',
    got: Stack.of(scope).resolve(late),
    allowed: 'texts that are known now, such as a revision of the code or a value of the context',
    fix: 'name what changes with it; or make it a variable of the stage, which takes effect without a deployment',
  })
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
    private readonly content: ApiContent,
    private readonly begin: () => void,
  ) {}

  visit(node: IConstruct): void {
    if (node === this.deployment.stack) this.begin()
    if (CfnResource.isCfnResource(node) && this.content.freezes(node)) this.deployment.node.addDependency(node)
  }
}

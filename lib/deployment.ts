import { createHash } from 'node:crypto'
import { Aspects, aws_apigateway as apigateway, CfnResource, type IAspect, Lazy, Stack } from 'aws-cdk-lib'
import { Construct, type IConstruct } from 'constructs'
import { type ApiContent, frozenProperties } from './api-content'
import { given } from './given'
import { renderResource } from './rendered'

/** How deployments are kept. */
export interface ContentDeploymentProps {
  readonly api: apigateway.IRestApi
  readonly content: ApiContent
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
  private readonly content: ApiContent

  constructor(scope: Construct, id: string, { api, content, description, retain }: ContentDeploymentProps) {
    super(scope, id)
    this.content = content
    this.deployment = new apigateway.Deployment(this, 'Content', { api, ...given({ description, retainDeployments: retain }) })
    const resource = this.deployment.node.defaultChild as CfnResource
    const stack = Stack.of(this)
    const logicalId = stack.resolve(stack.getLogicalId(resource)) as string
    resource.overrideLogicalId(Lazy.uncachedString({ produce: () => logicalId + this.hash() }))
    Aspects.of(stack).add(new AfterContent(resource, content))
  }

  /** A hash of everything that the deployment freezes. */
  hash(): string {
    const frozen = this.content.frozen().flatMap((resource) => {
      const rendered = renderResource(resource)
      return rendered === undefined ? [] : [JSON.stringify([rendered.logicalId, rendered.type, sorted(frozenProperties(rendered))])]
    })
    // Sorted, because the order in which constructs are made says nothing about the API.
    return createHash('sha256').update(frozen.sort().join('\n')).digest('hex').slice(0, 24)
  }
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
  ) {}

  visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && this.content.freezes(node)) this.deployment.node.addDependency(node)
  }
}

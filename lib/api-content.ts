import type { CfnResource, Stack } from 'aws-cdk-lib'
import { type RenderedResource, renderResource, resourcesOf } from './rendered'

/** What CreateDeployment copies, and what of it is not copied: a change of these takes effect at once (facts/05, 7). */
const FROZEN: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::RestApi': ['Name', 'Description', 'Tags', 'EndpointConfiguration', 'Body', 'FailOnWarnings'],
  'AWS::ApiGateway::Resource': [],
  'AWS::ApiGateway::Method': [],
  'AWS::ApiGateway::Model': ['Description'],
  'AWS::ApiGateway::RequestValidator': ['Name'],
  'AWS::ApiGateway::Authorizer': [],
  'AWS::ApiGateway::GatewayResponse': [],
}

/** What a definition in one body holds besides. */
const DOCUMENTATION = 'AWS::ApiGateway::DocumentationPart'

/** The resources of one stack that together are one REST API, wherever they were made, as they stand after overrides and Aspects. */
export class ApiContent {
  constructor(
    private readonly stack: Stack,
    /** The id of the API, a token or a fixed one. */
    private readonly restApiId: string,
    /** The API itself, where this stack makes it. */
    private readonly restApi?: CfnResource,
  ) {}

  /** What a deployment copies. */
  frozen(): CfnResource[] {
    return resourcesOf(this.stack).filter((resource) => this.freezes(resource))
  }

  /** What a body can say in place of resources: everything but the API itself. */
  parts(): CfnResource[] {
    return resourcesOf(this.stack).filter((resource) => this.hasPart(resource))
  }

  /** Whether a body can say what this resource says. */
  hasPart(resource: CfnResource): boolean {
    if (resource === this.restApi) return false
    return this.freezes(resource) || (resource.cfnResourceType === DOCUMENTATION && resource.stack === this.stack && this.owns(resource))
  }

  /** Whether a deployment copies this resource. */
  freezes(resource: CfnResource): boolean {
    if (!Object.hasOwn(FROZEN, resource.cfnResourceType) || resource.stack !== this.stack) return false
    return resource === this.restApi || this.owns(resource)
  }

  private owns(resource: CfnResource): boolean {
    // The L1s of `aws-apigateway` say it themselves; anything else is rendered to see.
    const said = (resource as { restApiId?: unknown }).restApiId ?? renderResource(resource)?.properties['RestApiId']
    return said === this.restApiId || (said !== undefined && JSON.stringify(this.stack.resolve(said)) === this.id())
  }

  private id(): string {
    return JSON.stringify(this.stack.resolve(this.restApiId))
  }
}

/** What of a rendered resource a deployment copies. */
export function frozenProperties({ type, properties }: RenderedResource): Record<string, unknown> {
  const notCopied = FROZEN[type] ?? []
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !notCopied.includes(name)))
}

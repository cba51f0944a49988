import { createHash } from 'node:crypto'
import { aws_apigateway as apigateway, Lazy, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'

/** What API Gateway keeps of the descriptions of an API and its routes, for exports and generated SDKs, and publishes with its stages. */
export class RestDocumentation extends Construct {
  /** The name of what is published: another one whenever a description changes, since AWS publishes what it finds at that moment. */
  readonly version: string
  private readonly published: apigateway.CfnDocumentationVersion
  private readonly parts: apigateway.CfnDocumentationPart[] = []

  constructor(
    scope: Construct,
    id: string,
    private readonly restApiId: string,
  ) {
    super(scope, id)
    this.version = Lazy.uncachedString({ produce: () => this.hash() })
    this.published = new apigateway.CfnDocumentationVersion(this, 'Version', { restApiId, documentationVersion: this.version })
    const stack = Stack.of(this)
    const logicalId = stack.resolve(stack.getLogicalId(this.published)) as string
    this.published.overrideLogicalId(Lazy.uncachedString({ produce: () => logicalId + this.hash() }))
  }

  /** Describes the API. */
  describeApi(description: string): void {
    this.add('Api', { type: 'API' }, description)
  }

  /** Describes a route. */
  describeRoute({ key, verb, path }: { readonly key: string; readonly verb: string; readonly path: string }, description: string): void {
    this.add(key, { type: 'METHOD', path, method: verb === 'ANY' ? '*' : verb }, description)
  }

  /** Publishes it with a stage. */
  publish(stage: apigateway.CfnStage): void {
    stage.documentationVersion = this.version
    stage.addResourceDependency(this.published)
  }

  private add(id: string, location: apigateway.CfnDocumentationPart.LocationProperty, description: string): void {
    const properties = JSON.stringify({ description })
    const part = new apigateway.CfnDocumentationPart(this, id, { restApiId: this.restApiId, location, properties })
    this.published.addResourceDependency(part)
    this.parts.push(part)
  }

  private hash(): string {
    const said = this.parts.map(({ location, properties }) => JSON.stringify([location, properties]))
    return createHash('sha256').update(said.sort().join('\n')).digest('hex').slice(0, 12)
  }
}

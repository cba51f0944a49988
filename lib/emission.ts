import {
  Annotations,
  Aspects,
  aws_apigateway as apigateway,
  CfnResource,
  type IAspect,
  Lazy,
  aws_lambda as lambda,
  Stack,
} from 'aws-cdk-lib'
import type { Construct, IConstruct } from 'constructs'
import type { ApiContent } from './api-content'
import { ConfigError } from './config-error'
import { danglingReferences } from './dangling'
import { type ApiDefinition, readDefinition } from './openapi/definition'
import { documentOf } from './openapi/document'
import { type Publication, publishDocument } from './openapi/publish'
import { weakenedBy } from './openapi/schemas'
import { declarationOf, foldResource, isRead, renderResource, resourcesOf } from './rendered'

const MODES = ['resources', 'openapi', 'auto']

/** What a CloudFormation stack holds. */
const MOST_RESOURCES = 500

/** After every Aspect of the app: what those change has to be in the body. */
const LAST = 10_000

/** What an emission needs to know. */
export interface EmissionProps {
  /** `resources`, `openapi` or `auto`. */
  readonly emit: string
  readonly restApi: apigateway.CfnRestApi
  readonly content: ApiContent
  /** A text that changes whenever the content does. */
  readonly version: () => string
}

/**
 * Whether the parts of an API (paths, methods, models, validators, authorizers, gateway responses) are resources of the template, or one
 * OpenAPI body of the API. The body is made of the same constructs when all is said, after overrides and Aspects, so that both say the same.
 */
export class Emission implements IAspect {
  private readonly stack: Stack
  private folds = false

  constructor(
    private readonly scope: Construct,
    private readonly props: EmissionProps,
  ) {
    const { emit } = props
    if (!MODES.includes(emit)) {
      throw new ConfigError(scope, {
        what: 'The gateway is to be emitted as nothing',
        got: emit,
        allowed: MODES.join(', '),
        fix: 'use one of them',
      })
    }
    this.stack = Stack.of(scope)
    Aspects.of(this.stack).add(this, { priority: LAST })
    scope.node.addValidation({ validate: () => (this.folds ? danglingReferences(props.restApi, props.content.parts()) : []) })
  }

  visit(node: IConstruct): void {
    if (node === this.stack) this.decide()
    if (!this.folds || !CfnResource.isCfnResource(node) || node.stack !== this.stack) return
    if (this.props.content.hasPart(node)) foldResource(node)
    else if (node instanceof lambda.CfnPermission) this.permitAuthorizers(node)
  }

  /** The API as an OpenAPI document for clients, as it is declared by now. */
  publish(publication: Publication): Readonly<Record<string, unknown>> {
    const definition = this.definition()
    return publishDocument(documentOf(this.scope, definition, publication.version), definition, publication)
  }

  private definition(): ApiDefinition {
    const { restApi, content } = this.props
    const rendered = content.parts().flatMap((part) => renderResource(part) ?? [])
    return readDefinition(renderResource(restApi)?.properties ?? {}, rendered)
  }

  private decide(): void {
    const { emit, restApi, content } = this.props
    const count = resourcesOf(this.stack).length
    if (emit === 'resources' && count > MOST_RESOURCES) throw this.tooMany(count)
    this.folds = emit === 'openapi' || (emit === 'auto' && count > MOST_RESOURCES)
    if (!this.folds) return
    if (emit === 'auto') {
      Annotations.of(this.scope).addInfo(
        `The stack would hold ${count} resources: the API is one OpenAPI body in place of ${content.parts().length} of them.`,
      )
    }
    const notes = notesOf(this.definition())
    if (Object.keys(notes).length > 0) restApi.addMetadata('portico:routes', notes)
    // An import that leaves something out says so in a warning: better no deployment than an API that is not the one declared.
    // Uncertain: that AWS warns of nothing else in such a body; whoever meets it sets `failOnWarnings` of the CfnRestApi to false.
    restApi.failOnWarnings ??= true
    restApi.body = Lazy.uncachedAny({
      produce: ({ preparing }) => {
        // The body is made of what the API says besides.
        if (isRead(restApi)) return undefined
        // The CDK looks for references to other stacks in what is not resolved yet.
        return preparing ? content.parts().map(declarationOf) : this.body()
      },
    })
  }

  private body(): Readonly<Record<string, unknown>> {
    const definition = this.definition()
    const schemas = weakenedBy(definition)
    if (schemas.length > 0) {
      Annotations.of(this.scope).addWarningV2(
        'portico:weakenedByImport',
        `API Gateway may not check ${schemas.join(', ')} when it imports the API as one definition: emit: "resources" keeps it.`,
      )
    }
    return documentOf(this.scope, definition, this.props.version())
  }

  /** Authorizers of `aws-apigateway` let themselves alone invoke their functions, by an id that a part of a body does not have. */
  private permitAuthorizers(permission: lambda.CfnPermission): void {
    const sourceArn = JSON.stringify(this.stack.resolve(permission.sourceArn)) ?? ''
    if (!sourceArn.includes('authorizers')) return
    const authorizers = this.props.content.parts().filter((part) => part instanceof apigateway.CfnAuthorizer)
    if (!authorizers.some((authorizer) => sourceArn.includes(JSON.stringify(this.stack.resolve(authorizer.ref))))) return
    permission.sourceArn = this.stack.formatArn({ service: 'execute-api', resource: this.props.restApi.ref, resourceName: 'authorizers/*' })
  }

  private tooMany(count: number): ConfigError {
    return new ConfigError(this.scope, {
      what: `The stack holds ${count} resources, ${this.props.content.parts().length} of them of this API`,
      allowed: `${MOST_RESOURCES} in a stack`,
      fix: 'write emit: "openapi", or leave "emit" out',
    })
  }
}

/** What metadata of methods says to the checks and the emulator, by route: a body has no metadata. */
function notesOf({ methods }: ApiDefinition): Record<string, object> {
  const notes = methods.map(({ verb, path, metadata }) => {
    const own = Object.entries(metadata).filter(([name]) => name.startsWith('portico:') && name !== 'portico:description')
    return [`${verb} ${path}`, Object.fromEntries(own)] as const
  })
  return Object.fromEntries(notes.filter(([, note]) => Object.keys(note).length > 0))
}

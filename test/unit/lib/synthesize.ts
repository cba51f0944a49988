import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib'
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions'
import { Auth, RestGateway, type RestGatewayProps, Target } from '../../../lib'

// The CDK's own linter makes synthesis four times slower, and is not what is tested here.
process.env['CDK_VALIDATION'] = 'false'

/** A resource as the template shows it. */
export interface TemplateResource {
  readonly Type: string
  readonly Properties: Record<string, ReturnType<typeof JSON.parse>>
  readonly Metadata?: Record<string, unknown>
  readonly DependsOn?: string[]
  readonly DeletionPolicy?: string
}

/** A route that says as little as a route may. */
export const OPEN = { target: Target.mock(200), auth: Auth.open('a test') }

/** A stack with one gateway; what `change` does to them comes before synthesis. */
export function synthesize(props: RestGatewayProps, change?: (gateway: RestGateway, stack: Stack) => void) {
  const stack = new Stack(new App(), 'Test')
  const gateway = new RestGateway(stack, 'Shop', props)
  change?.(gateway, stack)
  const template = Template.fromStack(stack)
  const find = (type: string): Record<string, TemplateResource> => template.findResources(type) as Record<string, TemplateResource>
  return {
    template,
    stack,
    find,
    all: (type: string): TemplateResource[] => Object.values(find(type)),
    /** The only resource of a type, and its logical id. */
    only: (type: string): TemplateResource & { readonly id: string } => {
      const found = Object.entries(find(type))
      if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`)
      const [id, resource] = found[0] as [string, TemplateResource]
      return { id, ...resource }
    },
    warnings: () =>
      Annotations.fromStack(stack)
        .findWarning('*', Match.anyValue())
        .map(({ entry }) => String(entry.data)),
  }
}

/** A function whose code does not matter. */
export function inlineFunction(stack: Stack, id = 'Fn', description = 'first'): lambda.Function {
  return new lambda.Function(stack, id, {
    code: lambda.Code.fromInline('exports.handler = async () => ({})'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
    description,
  })
}

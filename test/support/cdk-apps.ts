import { App, aws_apigateway as apigateway, aws_lambda as lambda, Stack } from 'aws-cdk-lib'
import { Emulator, seededIds } from '../../emulator/index'
import { apigateway as operations } from '../../emulator/services/apigateway'
import { bind } from '../../emulator/services/operations'

// The CDK's own linter makes synthesis four times slower, and is not what is tested.
process.env['CDK_VALIDATION'] = 'false'

/** An app with one stack, and what is declared in it. */
export function appOf(declare: (stack: Stack) => unknown, id = 'Test'): App {
  const app = new App()
  declare(new Stack(app, id))
  return app
}

/** The template of the only stack of an app. */
export function templateOf(app: App, id = 'Test'): Template {
  return app.synth().getStackByName(id).template as Template
}

/** A template, as far as tests look at it. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Record<string, ReturnType<typeof JSON.parse>> }>
  >
}

/** The properties of the resources of a type. */
export function propertiesOf(template: Template, type: string): Record<string, ReturnType<typeof JSON.parse>>[] {
  return Object.values(template.Resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties ?? {}] : []))
}

/** The logical ids of the resources of a type. */
export function idsOf(template: Template, type: string): string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []))
}

/** A function whose code is given, as the body of an asynchronous handler of `event`. */
export function handlerOf(stack: Stack, id: string, body: string): lambda.Function {
  return new lambda.Function(stack, id, {
    code: lambda.Code.fromInline(`exports.handler = async (event) => { ${body} }`),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
  })
}

/** A function that lets everybody in, under the name that is the token. */
export function judgeOf(stack: Stack): lambda.Function {
  return handlerOf(
    stack,
    'Judge',
    `return { principalId: event.authorizationToken, policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Resource: '*', Effect: 'Allow' }] } }`,
  )
}

/** What `aws-apigateway` needs for an answer without a backend. */
export const PLAIN_MOCK = {
  integration: new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode":200}' },
    integrationResponses: [{ statusCode: '200' }],
  }),
  options: { methodResponses: [{ statusCode: '200' }] },
}

/** Deploys apps one after the other, as updates of one stack, and asks the API in between. */
export async function deployInTurn<Answer>(
  apps: readonly App[],
  ask: (get: (path: string) => Promise<Response>) => Promise<Answer>,
): Promise<Answer[]> {
  const emulator = new Emulator({ ids: seededIds(3) })
  const answers: Answer[] = []
  try {
    const { url } = await emulator.listen({ port: 0 })
    for (const app of apps) {
      await emulator.deployments.deploy(
        { kind: 'template', name: 'Test', body: JSON.stringify(templateOf(app)), file: undefined },
        { strict: false },
      )
      const { items: [api] = [] } = await bind(operations.operations, emulator.call()).GetRestApis({})
      answers.push(await ask((path) => fetch(`${url}/_aws/execute-api/${api?.id}/prod${path}`)))
    }
  } finally {
    await emulator.stop()
  }
  return answers
}

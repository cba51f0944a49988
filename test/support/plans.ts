import { mockOf, type TestApi, type TestMethod } from './rest-template'

/** A route whose method requires an API key. */
export function keyed(body: string): TestMethod {
  const mock = mockOf(body)
  return { ...mock, method: { ...mock.method, ApiKeyRequired: true } }
}

/** The value of the key with a name, in the templates of `plans`. */
export function keyValue(name: string): string {
  return `${name}-key-of-at-least-20-characters`
}

/** Usage plans by logical id, each with properties of its own and the names of its keys, for the stage `test`. */
export function plans(
  given: Readonly<Record<string, { readonly keys: readonly string[]; readonly [property: string]: unknown }>>,
): NonNullable<TestApi['resources']> {
  const resources: Record<string, unknown> = {}
  for (const [id, { keys, ApiStages, ...properties }] of Object.entries(given)) {
    const stages = (ApiStages as object[] | undefined) ?? [{ ApiId: { Ref: 'Api' }, Stage: 'test' }]
    resources[id] = {
      Type: 'AWS::ApiGateway::UsagePlan',
      DependsOn: 'Stage',
      Properties: { UsagePlanName: id, ApiStages: stages, ...properties },
    }
    for (const name of keys) {
      resources[`Key${name}`] = {
        Type: 'AWS::ApiGateway::ApiKey',
        Properties: { Name: name, Enabled: true, Value: keyValue(name) },
      }
      resources[`${id}Key${name}`] = {
        Type: 'AWS::ApiGateway::UsagePlanKey',
        Properties: { KeyId: { Ref: `Key${name}` }, KeyType: 'API_KEY', UsagePlanId: { Ref: id } },
      }
    }
  }
  return resources
}

import type { Properties } from '../properties'
import type { ResourceContext } from '../resource-type'

/** The provisioned concurrency that a version or an alias has in a template: set, changed, or taken away. */
export async function provision(
  { FunctionName, Name: Qualifier }: { readonly FunctionName: string; readonly Name: string },
  properties: Properties,
  { lambda }: ResourceContext['services'],
  before?: Properties,
): Promise<void> {
  const wanted = executions(properties)
  if (wanted !== undefined) {
    await lambda.PutProvisionedConcurrencyConfig({ FunctionName, Qualifier, ProvisionedConcurrentExecutions: wanted })
  } else if (before !== undefined && executions(before) !== undefined) {
    await lambda.DeleteProvisionedConcurrencyConfig({ FunctionName, Qualifier })
  }
}

function executions(properties: Properties): number | undefined {
  return properties.entry('ProvisionedConcurrencyConfig')?.number('ProvisionedConcurrentExecutions')
}

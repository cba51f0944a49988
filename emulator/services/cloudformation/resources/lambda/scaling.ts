import type { FunctionScalingConfig } from '@aws-sdk/client-lambda'
import type { Properties } from '../properties'
import type { ResourceContext } from '../resource-type'

/** The scaling that a version, or a function as it stands, has in a template: set, changed, or taken away. It is kept, and nothing scales by it. */
export async function scale(
  of: { readonly FunctionName: string; readonly Qualifier: string },
  properties: Properties,
  { lambda }: ResourceContext['services'],
  before?: Properties,
): Promise<void> {
  const [wanted, had] = [scaling(properties), before === undefined ? undefined : scaling(before)]
  if (JSON.stringify(wanted) !== JSON.stringify(had)) await lambda.PutFunctionScalingConfig({ ...of, FunctionScalingConfig: wanted })
}

function scaling(properties: Properties): FunctionScalingConfig | undefined {
  const config = properties.entry('FunctionScalingConfig')
  if (config === undefined) return undefined
  const [least, most] = [config.number('MinExecutionEnvironments'), config.number('MaxExecutionEnvironments')]
  return {
    ...(least === undefined ? {} : { MinExecutionEnvironments: least }),
    ...(most === undefined ? {} : { MaxExecutionEnvironments: most }),
  }
}

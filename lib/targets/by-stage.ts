import type { aws_lambda as lambda } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { bindFunctionName } from './fn'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'

/** Functions, or aliases of one, of which each stage calls its own: a variable of the stage says which. */
export class ByStageTarget implements ITarget {
  constructor(
    private readonly variable: string,
    private readonly functions: { readonly [stage: string]: lambda.IFunction },
  ) {}

  bind(route: IRouteSite): TargetBinding {
    const { stageVariables, scope, key } = route
    const stages = stageVariables.stages()
    const without = stages.find((stage) => this.functions[stage] === undefined)
    const unknown = Object.keys(this.functions).find((stage) => !stages.includes(stage))
    if (without !== undefined || unknown !== undefined) {
      throw new ConfigError(scope, {
        what:
          without === undefined
            ? `"${key}" has a function for a stage that is not there`
            : `"${key}" has no function for stage "${without}"`,
        got: Object.keys(this.functions),
        allowed: stages.join(', '),
        fix: 'name a function for each stage, and no other',
      })
    }
    for (const [stage, fn] of Object.entries(this.functions)) {
      route.functions.allowInvoke(fn, route)
      stageVariables.set(stage, this.variable, fn.functionName)
    }
    return bindFunctionName(route, `\${stageVariables.${this.variable}}`)
  }
}

import type { aws_stepfunctions as stepfunctions } from 'aws-cdk-lib'
import type { Answer } from './answers'
import { jsonText, type RequestValues } from './request-values'
import { ServiceTarget } from './service'
import type { ITarget } from './target-binding'

/**
 * How an execution of a state machine begins.
 *
 * @example
 * Target.stepFunctions(machine).startExecution({ name: 'path.orderId' })
 */
export interface StartExecutionOptions {
  /** Where in the request the input, JSON, is. @default 'body' */
  readonly input?: string
  /** The name of the execution: a second one of that name is refused, or is the first. @default - one that Step Functions makes up */
  readonly name?: string
}

/** What a route can do with a state machine. */
export class StepFunctionsTargets {
  constructor(private readonly machine: stepfunctions.IStateMachine) {}

  /** Starts an execution and does not wait; answers 202 with its `executionArn`. */
  startExecution(options: StartExecutionOptions = {}): ITarget {
    return this.start('StartExecution', options, { status: 202, template: `{"executionArn":$input.json('$.executionArn')}` })
  }

  /** Runs an execution of an express state machine; answers its output, and 502 when it failed. */
  startSyncExecution(options: StartExecutionOptions = {}): ITarget {
    const template = [
      `#if("$!input.path('$.status')" == "SUCCEEDED")$input.path('$.output')`,
      '#{else}#set($context.responseOverride.status = 502){"message":"Bad Gateway"}#end',
    ].join('')
    return this.start('StartSyncExecution', options, { status: 200, template })
  }

  private start(action: string, { input = 'body', name }: StartExecutionOptions, success: Answer): ITarget {
    const { machine } = this
    const template = (values: RequestValues) =>
      [
        `{"stateMachineArn":${jsonText(machine.stateMachineArn)}`,
        `"input":${values.json(input)}`,
        ...(name === undefined ? [] : [`"name":${values.json(name)}`]),
      ].join(',')
    return new ServiceTarget((_route, values) => ({
      service: 'states',
      action,
      region: machine.env.region,
      permission: `states:${action}`,
      resource: machine.stateMachineArn,
      template: `${template(values)}}`,
      success,
    }))
  }
}

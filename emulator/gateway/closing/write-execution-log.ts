import { createHash } from 'node:crypto'
import { logLevel } from '../method-settings'
import type { ClosingPhase, RestStage } from '../phase'

/** The stream that AWS makes with the group, and what it writes there. */
const VALIDATION_STREAM = 'log_stream_created_by_aws_to_validate_log_delivery_subscriptions'
const VALIDATION_LINE = 'Permissions are set correctly to allow AWS CloudWatch Logs to write into your logs while creating a subscription.'

/**
 * Writes the lines of a request's trail to the execution log of its stage, `({request id})` before each (facts/06, section 2).
 * One stream a stage: AWS has several, by which of its hosts the request met.
 */
export const writeExecutionLog: ClosingPhase = {
  name: 'write-execution-log',
  plan: (stage, { logs }) => {
    if (!writesAny(stage)) return undefined
    const group = executionLogGroup(stage)
    const sink = logs.in(stage.account, stage.region)
    const writer = sink.open(group, streamOf(group))
    let made = false
    return ({ id, trail, endedAt }) => {
      if (trail === undefined || trail.lines.length === 0) return
      // AWS makes the group at deploy; here a template may make it itself, and later than the stage.
      if (!made && logs.make(stage.account, stage.region, group)) sink.write(group, VALIDATION_STREAM, endedAt, VALIDATION_LINE)
      made = true
      writer.writeAll(endedAt, trail.lines, `(${id}) `)
    }
  },
}

/** `API-Gateway-Execution-Logs_{api}/{stage}`; a canary has its own. */
export function executionLogGroup({ definition, stage, isCanary }: RestStage): string {
  return `API-Gateway-Execution-Logs_${definition.api.id}/${stage.stageName}${isCanary === true ? '/Canary' : ''}`
}

/** Thirty-two hexadecimal digits, the same for a group each time. */
export function streamOf(group: string): string {
  return createHash('sha256').update(group).digest('hex').slice(0, 32)
}

function writesAny({ stage, definition }: RestStage): boolean {
  return definition.resources.some(({ path, resourceMethods }) =>
    Object.keys(resourceMethods ?? {}).some((method) => logLevel(stage, path, method) !== undefined),
  )
}

import { BoundedList } from '../base/bounded-list'
import type { CompiledStage } from '../gateway/compile'
import type { Registry } from '../model/registry'
import type { LogEvent, Logs } from '../observe/logs'

/** What was written to CloudWatch Logs, in a test. */
export interface LogReader {
  /** The messages of a log group, oldest first: `gw.logs('/aws/lambda/Orders')`. */
  (group: string): string[]
  /** The lines of the stage's access log, oldest first; those that are JSON as objects. */
  access<Line = Record<string, string>>(): Line[]
  /** The execution log of a request, by its response or id; of the last one when neither is given. Without `({request id})` in front. */
  execution(request?: Response | string): string[]
}

/** Keeps the last events of each group from now on. */
export class LogRecorder {
  readonly #groups = new Map<string, BoundedList<LogEvent>>()

  constructor(logs: Logs) {
    logs.subscribe((event) => {
      let events = this.#groups.get(event.group)
      if (events === undefined) {
        events = new BoundedList(MOST)
        this.#groups.set(event.group, events)
      }
      events.add(event)
    })
  }

  messages(group: string): string[] {
    return [...(this.#groups.get(group)?.all() ?? [])].map(({ message }) => message)
  }
}

/** Events of a group that a test may look back at. */
const MOST = 10_000

/** The logs of a stage, and any other. */
export function logReader(recorder: LogRecorder, registry: Registry, stage: () => CompiledStage): LogReader {
  const both = (group: string) => [...recorder.messages(group), ...recorder.messages(`${group}/Canary`)]
  const read = (group: string) => recorder.messages(group)
  return Object.assign(read, {
    access: <Line>() => both(accessLogGroup(registry, stage())).map(parsed) as Line[],
    execution: (request?: Response | string) => {
      const { apiId, stageName } = stage()
      const lines = both(`API-Gateway-Execution-Logs_${apiId}/${stageName}`).filter((line) => line.startsWith('('))
      const given = typeof request === 'string' ? request : request?.headers.get('x-amzn-requestid')
      const id = given ?? /^\(([^)]+)\)/.exec(lines.at(-1) ?? '')?.[1] ?? ''
      const prefix = `(${id}) `
      return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length))
    },
  })
}

function accessLogGroup(registry: Registry, { account, region, apiId, stageName }: CompiledStage): string {
  const stage = registry.records(account, region).stages.get(stageName, apiId)
  return /:log-group:([^:]+)/.exec(stage?.accessLogSettings?.destinationArn ?? '')?.[1] ?? ''
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}

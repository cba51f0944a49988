import { isPromise } from '../base/awaitable'
import { BoundedList } from '../base/bounded-list'
import type { Emulator } from '../emulator'
import type { CompiledStage } from '../gateway/compile'
import type { Registry } from '../model/registry'
import { unpackMessages } from '../observe/log-records'
import { logStreamKey } from '../observe/logs'

/** What was written to CloudWatch Logs, in a test. */
export interface LogReader {
  /** The messages of a log group, oldest first: `gw.logs('/aws/lambda/Orders')`. */
  (group: string): string[]
  /** The lines of the stage's access log, oldest first; those that are JSON as objects. */
  access<Line = Record<string, string>>(): Line[]
  /** The execution log of a request, by its response or id; of the last one when neither is given. Without `({request id})` in front. */
  execution(request?: Response | string): string[]
}

/** The messages of a log group, oldest first. */
export type Messages = (group: string) => string[]

/** Messages of the emulator's own account and region: from its memory, or where a server keeps them, by listening from now on. */
export function messagesOf(emulator: Emulator, isShared: boolean): Messages {
  return isShared ? record(emulator) : (group) => stored(emulator, group)
}

function stored(emulator: Emulator, group: string): string[] {
  const { account, region, store } = emulator.call()
  const names = store.streams(logStreamKey(account, region, group))
  if (isPromise(names)) throw new Error('Logs that a server keeps are read with the SDK.')
  const found: { readonly at: number; readonly message: string }[] = []
  for (const name of names) {
    const page = store.range(name, 0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    if (isPromise(page)) throw new Error('Logs that a server keeps are read with the SDK.')
    for (const { at, record } of page.records) for (const message of unpackMessages(record)) found.push({ at, message })
  }
  return found.sort((a, b) => a.at - b.at).map(({ message }) => message)
}

/** Events of a group that are kept by listening. */
const MOST = 10_000

function record(emulator: Emulator): Messages {
  const groups = new Map<string, BoundedList<string>>()
  emulator.logs.subscribe(({ group, message }) => {
    let messages = groups.get(group)
    if (messages === undefined) {
      messages = new BoundedList(MOST)
      groups.set(group, messages)
    }
    messages.add(message)
  })
  return (group) => [...(groups.get(group)?.all() ?? [])]
}

/** The logs of a stage, and any other. */
export function logReader(messages: Messages, registry: Registry, stage: () => CompiledStage): LogReader {
  const both = (group: string) => [...messages(group), ...messages(`${group}/Canary`)]
  return Object.assign((group: string) => messages(group), {
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

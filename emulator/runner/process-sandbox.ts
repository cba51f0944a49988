import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type InspectorPorts, PAUSED, pauseWatcher } from './inspectors'
import { readLines } from './log-streams'
import { asMessage, type EventMessage } from './messages'
import { FunctionProcess } from './processes'
import { runtimeExit, type Sandbox, type SandboxStart } from './sandbox'
import { environmentVariables } from './variables'
import { workerScript } from './worker-script'
import { workerSettings } from './worker-settings'

/** A process of Node.js that loads the function's handler: for handlers that change what a process has one of, or bring native code. */
export function startProcess(start: SandboxStart, inspectors?: InspectorPorts): Sandbox {
  const { target } = start
  const port = inspectors?.take()
  // A process that stands still could not be attached to.
  const freeze = start.freeze && port === undefined
  let ended = false
  let outOfMemory = false
  const watcher = port === undefined ? [] : ['--require', pauseWatcherFile(start.scratch)]
  const args = [...watcher, `--max-old-space-size=${target.memory}`, script(start.scratch), JSON.stringify(workerSettings(start))]
  const made = new FunctionProcess(
    process.execPath,
    port === undefined ? args : [`--inspect=127.0.0.1:${port}`, ...args],
    {
      cwd: target.codeDirectory,
      env: environmentVariables(start),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      serialization: 'advanced',
    },
    // Node's own memory comes on top of what a handler of Lambda's smallest size may use.
    target.memory + OWN_MEMORY,
    (failure) => {
      if (port !== undefined) inspectors?.free(port)
      if (!ended) start.exited(outOfMemory ? runtimeExit(null, 'SIGKILL') : failure)
    },
  )
  const { child } = made
  // What Node itself prints; the handler's lines come as messages.
  for (const output of [child.stdout, child.stderr] as Readable[]) {
    readLines(output, (line) => {
      if (line.includes('JavaScript heap out of memory')) outOfMemory = true
      start.note(line)
    })
  }
  child.on('message', (sent: unknown) => {
    const message = asMessage(sent)
    if (message === undefined || (ended && message.kind !== 'log')) return
    if (message.kind === 'ready' || message.kind === 'free') {
      if (freeze) made.freeze()
      else made.rest()
    }
    start.receive(message)
  })
  ;(child.stdio[PAUSES] as Readable).on('data', (marks: Buffer) => {
    if (!ended) start.receive({ kind: marks.toString().endsWith(PAUSED) ? 'paused' : 'resumed' })
  })
  made.thaw()
  return {
    send: (event: EventMessage) => {
      made.thaw()
      child.send(event, () => {})
    },
    hold: () => {
      made.hold()
      child.channel?.ref()
    },
    release: () => {
      made.release()
      child.channel?.unref()
    },
    end: async () => {
      ended = true
      await made.end()
    },
  }
}

/** The file descriptor on which a process with an inspector tells that it stands at a breakpoint. */
const PAUSES = 4

/** MB that a process of Node.js has before a handler is loaded. */
const OWN_MEMORY = 128

function pauseWatcherFile(folder: string): string {
  const file = join(folder, '..', 'pauses.cjs')
  writeFileSync(file, pauseWatcher(PAUSES))
  return file
}

/** The script's file; one is written where only TypeScript sources are there. */
function script(folder: string): string {
  const { script: text, eval: isText } = workerScript()
  if (!isText) return text
  const file = join(folder, '..', 'worker.cjs')
  writeFileSync(file, text)
  return file
}

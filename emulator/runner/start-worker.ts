import { Worker } from 'node:worker_threads'
import type { WorkerSettings } from './messages'
import type { RunnableFunction } from './runner'
import { environmentVariables } from './variables'
import { workerScript } from './worker-script'

/** MB of heap below which Node itself does not come up well: Lambda's own smallest memory. Buffers are outside of the heap and not limited. */
const SMALLEST_HEAP = 128

/** How an environment is started. */
export interface WorkerStart {
  readonly target: RunnableFunction
  readonly logStream: string
  /** Variables over those of the function and of Lambda. */
  readonly variables: Readonly<Record<string, string>>
  /** The time, where the emulator's clock stands still. */
  readonly frozenAt: number | undefined
  /** Called with what the user should find in the function's log. */
  readonly note: (line: string) => void
}

/** A worker thread that loads the function's handler and then waits for events. */
export function startWorker({ target, logStream, variables, frozenAt, note }: WorkerStart): Worker {
  const { script, eval: isText } = workerScript()
  const settings: WorkerSettings = {
    codeDirectory: target.codeDirectory,
    handler: target.handler,
    functionName: target.name,
    functionVersion: target.version,
    memory: target.memory,
    logGroup: target.logGroup,
    logStream,
    ...(frozenAt === undefined ? {} : { frozenAt }),
  }
  const options = {
    eval: isText,
    workerData: settings,
    env: environmentVariables(target, logStream, variables),
    argv: [],
    // Not the emulator's own: those may load a TypeScript loader or an inspector.
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.max(SMALLEST_HEAP, target.memory) },
  }
  try {
    return new Worker(script, options)
  } catch (error) {
    // The function's own NODE_OPTIONS may hold what only a whole process can have.
    if ((error as { code?: unknown }).code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error
    const { NODE_OPTIONS: _left, ...env } = options.env
    note('NODE_OPTIONS is left out: it holds an option that a worker thread cannot have.')
    return new Worker(script, { ...options, env })
  }
}

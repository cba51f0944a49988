import { constants } from 'node:os'
import { Worker } from 'node:worker_threads'
import { packEvent, unpackMessage } from './crossing'
import { BEGUN, type EventMessage, GATE, OPEN, SIGNALLED } from './messages'
import { type RuntimeFailure, runtimeExit, type Sandbox, type SandboxStart } from './sandbox'
import type { SpareThreads } from './spare-threads'
import { environmentVariables } from './variables'
import { workerScript } from './worker-script'
import { workerSettings } from './worker-settings'

/** MB of heap below which Node itself does not come up well: Lambda's own smallest memory. Buffers are outside of the heap and not limited. */
const SMALLEST_HEAP = 128

/** A worker thread that loads the function's handler and then waits for events. */
export function startThread(start: SandboxStart, spares: SpareThreads): Sandbox {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const heap = Math.max(SMALLEST_HEAP, start.target.memory)
  const worker = createWorker(start, heap, shared.buffer as SharedArrayBuffer, spares)
  let outOfMemory = false
  let ended = false
  /** Numbers of events: of the last one, and of the last one that is answered or taken back. */
  let last = 0
  let done = 0
  /** What was taken back behind the event in progress is done with it. */
  let takenBack = 0
  const send = (event: EventMessage) => {
    worker.postMessage(packEvent(++last, event))
    if (Atomics.load(shared, GATE) === OPEN) return
    Atomics.store(shared, GATE, OPEN)
    Atomics.notify(shared, GATE)
  }
  const takeBack = () => {
    const present = done + 1
    if (Atomics.compareExchange(shared, BEGUN, present, last) !== present) return false
    takenBack = last
    return true
  }
  worker.on('message', (sent: unknown) => {
    const message = unpackMessage(sent)
    if (message === undefined) return
    if (message.kind === 'result' || message.kind === 'refused') done = Math.max(done + 1, takenBack)
    if (message.kind === 'ready') spares.prepare(heap, threadOptions(heap))
    if (!ended || message.kind === 'log') start.receive(message)
  })
  worker.on('error', (error) => {
    if ((error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY') outOfMemory = true
    else start.note(`${error.name}: ${error.message}`)
  })
  worker.on('exit', (code) => {
    if (!ended) start.exited(outOfMemory ? runtimeExit(null, 'SIGKILL') : threadExit(code))
  })
  return {
    send,
    takeBack,
    hold: () => worker.ref(),
    release: () => worker.unref(),
    end: async () => {
      ended = true
      await worker.terminate()
    },
  }
}

/** As of a process, whose exit codes have eight bits. */
function threadExit(code: number): RuntimeFailure {
  const signal = Object.entries(constants.signals).find(([, number]) => code === SIGNALLED + number)?.[0]
  return signal === undefined ? runtimeExit(code & 255, null) : runtimeExit(null, signal as NodeJS.Signals)
}

function createWorker(start: SandboxStart, heap: number, shared: SharedArrayBuffer, spares: SpareThreads): Worker {
  const settings = { ...workerSettings(start), shared }
  const variables = environmentVariables(start)
  const { NODE_OPTIONS: own, ...others } = variables
  // What a thread is started with cannot be given to one that has been.
  const spare = own === undefined ? spares.take(heap, { settings, variables }) : undefined
  if (spare !== undefined) return spare
  const { script, eval: isText } = workerScript()
  const options = { ...threadOptions(heap), eval: isText, workerData: settings, env: variables }
  try {
    return new Worker(script, options)
  } catch (error) {
    // The function's own NODE_OPTIONS may hold what only a whole process can have.
    if ((error as { code?: unknown }).code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error
    start.note(
      'NODE_OPTIONS is left out: it holds an option that a worker thread cannot have. Run the function in a process (--functions processes).',
    )
    return new Worker(script, { ...options, env: others })
  }
}

function threadOptions(heap: number) {
  return {
    argv: [],
    // Not the emulator's own: those may load a TypeScript loader or an inspector.
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heap },
  }
}

import { getHeapStatistics } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { RealClock } from '../base/clock'
import type { EventMessage, WorkerMessage, WorkerSettings } from './messages'
import { errorLog, errorPayload, RuntimeFault } from './worker-errors'
import { type Handler, loadHandler, STREAMING, type StreamingHandler } from './worker-handler'
import { invoke, type Loop } from './worker-invocation'
import { captureOutput } from './worker-output'
import { HttpResponseStream } from './worker-stream'

// The inside of a function's environment. It imports next to nothing, since all that it loads is paid at each cold start.

const port = parentPort as NonNullable<typeof parentPort>
const settings = workerData as WorkerSettings
const clock = new RealClock()
let frozenAt = settings.frozenAt
let current: EventMessage | undefined
let lastId: string | undefined
let onEmpty: (() => void) | undefined

const send = (message: WorkerMessage) => port.postMessage(message)
/** Under a clock that is advanced by hand, time stands still while an event is handled. */
const now = () => frozenAt ?? clock.now()
const output = captureOutput({
  write: (line) => send({ kind: 'log', at: now(), line }),
  now,
  requestId: () => lastId,
})

/** The port alone must not keep the loop alive while a handler is awaited, or it would never be empty. */
const loop: Loop = {
  whenEmpty: (run) => {
    onEmpty = run
    port.unref()
  },
  hold: () => {
    onEmpty = undefined
    port.ref()
  },
}
process.on('beforeExit', () => onEmpty?.())

/** The environment is lost: says why, then ends. */
function crash(title: string, error: unknown, exitCode: number): void {
  output.line('ERROR', `${title} \t${errorLog(error)}`)
  output.flush()
  const errorType = error instanceof Error ? error.name : typeof error
  send({ kind: 'crash', id: current?.id ?? lastId, errorType, payload: errorPayload(error) })
  process.exit(exitCode)
}
process.on('uncaughtException', (error) => crash('Uncaught Exception', error, 129))
process.on('unhandledRejection', (reason, promise) => {
  crash(
    'Unhandled Promise Rejection',
    Object.assign(new RuntimeFault('UnhandledPromiseRejection', String(reason), reason), { reason, promise }),
    128,
  )
})

// A worker cannot change its directory; paths that are resolved see that of the code, as on Lambda. Relative paths given to `fs` itself do not.
process.cwd = () => settings.codeDirectory
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: Handler) => Object.assign(handler, { [STREAMING]: 'response' }),
    HttpResponseStream,
  },
})

let traceId: string | undefined
function setTraceId(given: string | undefined): void {
  if (given === traceId) return
  traceId = given
  if (given === undefined) delete process.env['_X_AMZN_TRACE_ID']
  else process.env['_X_AMZN_TRACE_ID'] = given
}

function handle(handler: Handler | StreamingHandler, message: EventMessage): void {
  current = message
  lastId = message.id
  frozenAt = message.frozenAt
  setTraceId(message.traceId)
  try {
    const chunk = (data: Uint8Array) => send({ kind: 'chunk', data })
    invoke(handler, message, settings, { now, loop, chunk }, ({ payload, failure }) => {
      if (failure !== undefined) output.line('ERROR', `Invoke Error \t${errorLog(failure.error)}`)
      output.flush()
      current = undefined
      send({ kind: 'result', payload, failed: failure !== undefined, memory: getHeapStatistics().used_heap_size })
    })
  } catch (error) {
    current = undefined
    send({ kind: 'refused', reason: (error as Error).message })
  }
}

loadHandler(settings.codeDirectory, settings.handler).then(
  (handler) => {
    port.on('message', (message: EventMessage) => handle(handler, message))
    send({ kind: 'ready' })
  },
  (error: unknown) => crash('Uncaught Exception', error, 1),
)

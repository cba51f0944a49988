import { isMainThread } from 'node:worker_threads'
import { RealClock, stopwatch } from '../base/clock'
import type { EventMessage } from './messages'
import { openChannel } from './worker-channel'
import { errorLog, errorPayload, errorType, RuntimeFault } from './worker-errors'
import { type Handler, loadHandler, STREAMING, type StreamingHandler } from './worker-handler'
import { invoke, type Loop } from './worker-invocation'
import { keepSignals } from './worker-kill'
import { memoryInUse } from './worker-memory'
import { resolveAsLambda } from './worker-modules'
import { captureOutput } from './worker-output'
import { createPathMap, mapPaths } from './worker-paths'
import { mapStackTraces } from './worker-source-maps'
import { HttpResponseStream } from './worker-stream'

// The inside of a function's environment. It imports next to nothing, since all that it loads is paid at each cold start.

const channel = openChannel()
const { settings, send } = channel
const clock = new RealClock()
const elapsed = stopwatch()
let frozenAt = settings.frozenAt
let current: EventMessage | undefined
let lastId: string | undefined
let onEmpty: (() => void) | undefined

/** Under a clock that is advanced by hand, time stands still while an event is handled. */
const now = () => frozenAt ?? clock.now()
const output = captureOutput(
  {
    write: (line) => send({ kind: 'log', at: now(), line }),
    now,
    requestId: () => lastId,
  },
  settings.json,
)

/** The channel alone must not keep the loop alive while a handler is awaited, or it would never be empty. */
const loop: Loop = {
  watched: true,
  whenEmpty: (run) => {
    onEmpty = run
    channel.release()
  },
  hold: () => {
    onEmpty = undefined
    channel.hold()
  },
}
process.on('beforeExit', () => onEmpty?.())

/** The environment is lost: says why, then ends. */
function crash(title: string, error: unknown, exitCode: number): void {
  output.error(title, error, errorLog(error))
  output.flush()
  send({ kind: 'crash', id: current?.id ?? lastId, errorType: errorType(error), payload: errorPayload(error) })
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

const map = createPathMap(settings)
mapPaths(map)
resolveAsLambda({ ...settings, map })
mapStackTraces(settings)
// A worker cannot change its directory; paths that are resolved see that of the code, as on Lambda. Relative paths given to `fs` itself do not.
if (!isMainThread) {
  process.cwd = () => settings.codeDirectory
  keepSignals()
}
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
  const begun = elapsed()
  current = message
  lastId = message.id
  frozenAt = message.frozenAt
  setTraceId(message.traceId)
  try {
    const chunk = (data: Uint8Array, type?: string) => send(type === undefined ? { kind: 'chunk', data } : { kind: 'chunk', data, type })
    invoke(handler, message, settings, { now, loop, chunk }, ({ payload, failure }) => {
      if (failure !== undefined) output.error('Invoke Error', failure.error, errorLog(failure.error))
      output.flush()
      current = undefined
      send({
        kind: 'result',
        payload,
        failed: failure !== undefined,
        memory: memoryInUse(),
        took: elapsed() - begun,
        ...channel.answered,
      })
      channel.rest()
    })
  } catch (error) {
    current = undefined
    send({ kind: 'refused', reason: (error as Error).message, ...channel.answered })
    channel.rest()
  }
}

loadHandler(settings, map).then(
  (handler) => {
    send({ kind: 'ready' })
    channel.listen((message) => handle(handler, message))
  },
  (error: unknown) => crash('Uncaught Exception', error, 1),
)

import { AsyncLocalStorage } from 'node:async_hooks'
import { RealClock } from '../base/clock'
import type { EventMessage } from './messages'
import type { Sandbox, SandboxStart } from './sandbox'
import { environmentVariables } from './variables'
import { errorPayload, errorType, RuntimeFault } from './worker-errors'
import { type Handler, STREAMING, type StreamingHandler } from './worker-handler'
import { invoke } from './worker-invocation'
import { jsonLine } from './worker-json-log'
import { memoryInUse } from './worker-memory'
import { LEVELS, textLine } from './worker-output'
import { workerSettings } from './worker-settings'
import { HttpResponseStream } from './worker-stream'

/** What a handler sees of its environment while it runs in this process. */
interface Inside {
  readonly variables: Readonly<Record<string, string>>
  readonly log: (level: string, values: readonly unknown[]) => void
}

const INSIDE = new AsyncLocalStorage<Inside>()
let prepared = false

/** Loads the file of a handler as whoever tests it would: the source that it is bundled from, where that can be loaded, else the bundle. */
export type LoadSource = (target: SandboxStart['target']) => { readonly module: unknown; readonly name: string }

/**
 * Runs a handler in this process, so that breakpoints, spies and coverage of a test reach it. Variables and log lines are the function's own;
 * memory, modules and the event loop are the test's: nothing is frozen, an exit ends the test, a handler that is timed out runs on.
 */
export function startInProcess(start: SandboxStart, load: LoadSource): Sandbox {
  prepare()
  const clock = new RealClock()
  const now = () => start.frozenAt ?? clock.now()
  const settings = workerSettings(start)
  const variables = environmentVariables(start)
  let current: string | undefined
  let handler: Handler | StreamingHandler | undefined
  let ended = false
  const inside: Inside = {
    variables,
    log: (level, values) => {
      start.receive({ kind: 'log', at: now(), line: (settings.json ? jsonLine : textLine)(now(), level, current, values) })
    },
  }
  const crash = (error: unknown) =>
    start.receive({
      kind: 'crash',
      id: current,
      errorType: errorType(error),
      payload: errorPayload(error),
    })
  // As with a thread, what comes of the start is heard after it.
  clock.after(0, () => {
    if (ended) return
    try {
      handler = INSIDE.run(inside, () => find(start, load))
      start.receive({ kind: 'ready' })
    } catch (error) {
      crash(error)
    }
  })
  return {
    send: (message: EventMessage) => {
      current = message.id
      const chunk = (data: Uint8Array, type?: string) => start.receive({ kind: 'chunk', data, type })
      const ports = { now: () => message.frozenAt ?? clock.now(), loop: { watched: false, whenEmpty: () => {}, hold: () => {} }, chunk }
      INSIDE.run({ ...inside, variables: { ...variables, _X_AMZN_TRACE_ID: message.traceId ?? '' } }, () => {
        try {
          invoke(handler as Handler, message, settings, ports, ({ payload, failure }) => {
            if (ended) return
            start.receive({ kind: 'result', payload, failed: failure !== undefined, memory: memoryInUse() })
          })
        } catch (error) {
          start.receive({ kind: 'refused', reason: (error as Error).message })
        }
      })
    },
    hold: () => {},
    release: () => {},
    end: async () => {
      ended = true
    },
  }
}

function find({ target }: SandboxStart, load: LoadSource): Handler | StreamingHandler {
  const { module, name } = load(target)
  const found = (module as Record<string, unknown>)[name]
  if (typeof found !== 'function') throw new RuntimeFault('HandlerNotFound', `${target.handler} is undefined or not exported`)
  return found as Handler
}

/** Variables and console of this process answer to whoever asks: a handler sees its own. Done once. */
function prepare(): void {
  if (prepared) return
  prepared = true
  const own = (key: string | symbol) => (typeof key === 'string' ? INSIDE.getStore()?.variables[key] : undefined)
  process.env = new Proxy(process.env, {
    get: (all, key) => own(key) ?? Reflect.get(all, key),
    has: (all, key) => own(key) !== undefined || Reflect.has(all, key),
  })
  for (const [method, level] of Object.entries(LEVELS)) {
    const name = method as keyof typeof LEVELS
    const print = console[name].bind(console)
    console[name] = (...values: unknown[]) => {
      INSIDE.getStore()?.log(level, values)
      print(...values)
    }
  }
  Object.assign(globalThis, {
    awslambda: { streamifyResponse: (handler: Handler) => Object.assign(handler, { [STREAMING]: 'response' }), HttpResponseStream },
  })
}

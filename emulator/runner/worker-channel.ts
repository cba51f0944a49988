import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { RealClock } from '../base/clock'
import {
  type BecomeMessage,
  type EventMessage,
  FROZEN,
  OPEN,
  type SpareSettings,
  type WorkerMessage,
  type WorkerSettings,
} from './messages'

/** The way between the inside of an environment and the emulator. */
export interface Channel {
  readonly settings: WorkerSettings
  /** What an answer says of itself: whether `free` follows it. */
  readonly answered: { readonly busy?: true }
  send(message: WorkerMessage): void
  /** Takes events from now on. */
  listen(handle: (event: EventMessage) => void): void
  /** The event has been answered: nothing runs on before the next one, where environments are frozen. */
  rest(): void
  /** The event loop lives on without anything of the handler's in it. */
  hold(): void
  release(): void
}

/** The channel of this thread, or of this process. */
export function openChannel(): Channel {
  if (parentPort === null) return processChannel()
  const settings = 'spare' in workerData ? become(workerData as SpareSettings) : (workerData as WorkerSettings)
  return settings.gate === undefined ? threadChannel(settings) : frozenThreadChannel(settings, new Int32Array(settings.gate))
}

/** Stands still until it is told which function this thread is of. */
function become({ spare }: SpareSettings): WorkerSettings {
  Atomics.wait(new Int32Array(spare), 0, 0)
  const { message } = receiveMessageOnPort(parentPort as NonNullable<typeof parentPort>) as { message: BecomeMessage }
  Object.assign(process.env, message.variables)
  return message.settings
}

function threadChannel(settings: WorkerSettings): Channel {
  const port = parentPort as NonNullable<typeof parentPort>
  return {
    settings,
    answered: {},
    send: (message) => port.postMessage(message),
    listen: (handle) => port.on('message', handle),
    rest: () => {},
    hold: () => port.ref(),
    release: () => port.unref(),
  }
}

/** Milliseconds until a thread that has nothing to do is frozen: AWS's runtime too has to send its answer and ask for the next event first. */
const THAW = 2
/** Milliseconds until it is frozen that holds nothing which could run on: to stop and to go on again costs more than an event of the fewest lines. */
const LULL = 10

/** A thread that stands still until the next event: timers and sockets of a finished event wait with it, as on Lambda. */
function frozenThreadChannel(settings: WorkerSettings, gate: Int32Array): Channel {
  const port = parentPort as NonNullable<typeof parentPort>
  const clock = new RealClock()
  let take: (event: EventMessage) => void = () => {}
  let resting = false
  let looking = false
  const freeze = () => {
    while (resting) {
      Atomics.store(gate, 0, FROZEN)
      // What was sent before the gate was shut is here; whoever sends from now on opens it.
      const next = receiveMessageOnPort(port) as { message: EventMessage } | undefined
      if (next === undefined) Atomics.wait(gate, 0, FROZEN)
      Atomics.store(gate, 0, OPEN)
      if (next !== undefined) take(next.message)
    }
  }
  const freezeAfter = (ms: number): (() => void) => {
    let waiting = false
    return () => {
      if (waiting) return
      waiting = true
      clock.after(ms, () => {
        waiting = false
        freeze()
      })
    }
  }
  const [soon, later] = [freezeAfter(THAW), freezeAfter(LULL)]
  const look = () => {
    looking = false
    if (process.getActiveResourcesInfo().some((resource) => resource !== 'MessagePort')) soon()
    else later()
  }
  const rest = () => {
    resting = true
    if (looking) return
    looking = true
    // When all has run that the answer has brought about.
    process.nextTick(look)
  }
  return {
    ...threadChannel(settings),
    listen: (handle) => {
      take = (event) => {
        resting = false
        handle(event)
      }
      port.on('message', take)
      rest()
    },
    rest,
  }
}

/** A process that was started with its settings as the only argument; whoever started it stops and continues it. */
function processChannel(): Channel {
  const settings = JSON.parse(process.argv.pop() ?? '{}') as WorkerSettings
  const send = (message: WorkerMessage) => void process.send?.(message)
  const { channel } = process
  return {
    settings,
    answered: { busy: true },
    send,
    listen: (handle) => process.on('message', handle),
    rest: () => void setImmediate(() => setImmediate(() => send({ kind: 'free' }))),
    hold: () => channel?.ref(),
    release: () => channel?.unref(),
  }
}

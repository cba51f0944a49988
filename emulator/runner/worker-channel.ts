import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { packMessage, type SentEvent, unpackEvent } from './crossing'
import { BEGUN, type BecomeMessage, type EventMessage, type SpareSettings, type WorkerMessage, type WorkerSettings } from './messages'
import { Freezer } from './worker-freeze'

/** The way between the inside of an environment and the emulator. */
export interface Channel {
  readonly settings: WorkerSettings
  /** What an answer says of itself: whether `free` follows it. */
  readonly answered: { readonly busy?: true }
  send(message: WorkerMessage): void
  /** Takes events from now on. */
  listen(handle: (event: EventMessage) => void): void
  /** The event has been answered: the next one begins, or nothing runs on before it where environments are frozen. */
  rest(): void
  /** The event loop lives on without anything of the handler's in it. */
  hold(): void
  release(): void
}

/** The channel of this thread, or of this process. */
export function openChannel(): Channel {
  if (parentPort === null) return processChannel()
  const settings = 'spare' in workerData ? become(workerData as SpareSettings) : (workerData as WorkerSettings)
  return threadChannel(settings, new Int32Array(settings.shared as SharedArrayBuffer))
}

/** Stands still until it is told which function this thread is of. */
function become({ spare }: SpareSettings): WorkerSettings {
  Atomics.wait(new Int32Array(spare), 0, 0)
  const { message } = receiveMessageOnPort(parentPort as NonNullable<typeof parentPort>) as { message: BecomeMessage }
  Object.assign(process.env, message.variables)
  return message.settings
}

/** Events may come to a thread before it is done with the one that it has, and are handled one after the other: the next one when all has run that the answer has brought about. */
function threadChannel(settings: WorkerSettings, shared: Int32Array): Channel {
  const port = parentPort as NonNullable<typeof parentPort>
  const waiting: SentEvent[] = []
  let handle: (event: EventMessage) => void = () => {}
  let busy = false
  const begin = () => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const [number] = event
      // Unless the emulator has taken it back meanwhile.
      if (Atomics.compareExchange(shared, BEGUN, number - 1, number) !== number - 1) continue
      busy = true
      freezer?.wake()
      handle(unpackEvent(event))
      return
    }
    freezer?.rest()
  }
  const take = (event: SentEvent) => {
    waiting.push(event)
    if (!busy) begin()
  }
  const freezer = settings.freeze ? new Freezer(port, shared, take) : undefined
  return {
    settings,
    answered: {},
    send: (message) => port.postMessage(packMessage(message)),
    listen: (run) => {
      handle = run
      port.on('message', take)
      freezer?.rest()
    },
    rest: () => {
      busy = false
      if (waiting.length === 0) freezer?.rest()
      else setImmediate(() => (busy ? undefined : begin()))
    },
    hold: () => port.ref(),
    release: () => port.unref(),
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

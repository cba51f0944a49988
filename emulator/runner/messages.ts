import type { Work } from './work'

/** The integers that a thread shares with the emulator: whether its gate is open, and the number of the event that was begun last. */
export const GATE = 0
export const BEGUN = 1
/** What the gate of a thread says. */
export const OPEN = 0
export const FROZEN = 1

/** What a thread that was sent a signal exits with, the signal's number added: no process can exit with so much. */
export const SIGNALLED = 0x10000

/** What a worker is told when it starts. */
export interface WorkerSettings {
  readonly codeDirectory: string
  /** The user's project, which has what AWS's runtimes ship. */
  readonly project: string
  /** Directories of layers, in their order. */
  readonly layers: readonly string[]
  /** The environment's own `/tmp`. */
  readonly scratch: string
  readonly handler: string
  readonly runtime: string
  readonly functionName: string
  readonly functionVersion: string
  /** MB. */
  readonly memory: number
  readonly logGroup: string
  readonly logStream: string
  /** Whether the console writes JSON. */
  readonly json?: true
  /** The time where the emulator's clock stands still; absent when it is the machine's. */
  readonly frozenAt?: number
  /** Of a thread: the integers `GATE` and `BEGUN`. One that is frozen waits for whoever sends to open its gate. */
  readonly shared?: SharedArrayBuffer
  /** Whether it stands still between events. */
  readonly freeze: boolean
}

/** What a thread is started with that is to become an environment later: one integer, which changes when it has been told of which function. */
export interface SpareSettings {
  readonly spare: SharedArrayBuffer
}

/** What it becomes. */
export interface BecomeMessage {
  readonly settings: WorkerSettings
  readonly variables: Readonly<Record<string, string>>
}

/** One event for a worker. It crosses as the JSON text that it is: the main thread neither reads nor writes it. */
export interface EventMessage {
  readonly id: string
  readonly arn: string
  readonly event: string
  /** Epoch milliseconds on the emulator's clock: when the time is up. */
  readonly deadline: number
  readonly frozenAt: number | undefined
  readonly traceId: string | undefined
  readonly clientContext: string | undefined
}

/** The message of an event that begins at `now`; `ticking` says whether time goes on while it is handled. */
export function eventMessage({ target, options, requestId, event }: Work, now: number, ticking: boolean): EventMessage {
  return {
    id: requestId,
    arn: target.arn,
    event,
    deadline: now + target.timeout,
    frozenAt: ticking ? undefined : now,
    traceId: options.traceId,
    clientContext: options.clientContext,
  }
}

/** The handler is loaded: events may come. */
export interface ReadyMessage {
  readonly kind: 'ready'
}
/** One log event. */
export interface LogMessage {
  readonly kind: 'log'
  readonly at: number
  readonly line: string
}
/** A piece of a response that the handler streams. */
export interface ChunkMessage {
  readonly kind: 'chunk'
  readonly data: Uint8Array
  /** The media type of the stream, with its first piece. */
  readonly type?: string | undefined
}
/** An event has its answer. */
export interface ResultMessage {
  readonly kind: 'result'
  /** JSON text; empty when the answer was streamed. */
  readonly payload: string
  readonly failed: boolean
  /** Bytes of memory in use. */
  readonly memory: number
  /** Milliseconds that the handler took; absent where it is not known. */
  readonly took?: number | undefined
  /** The environment is not free yet: `free` follows. */
  readonly busy?: true
}
/** The event that was answered is over: the next one may come. */
export interface FreeMessage {
  readonly kind: 'free'
}
/** The code stands at a breakpoint. */
export interface PausedMessage {
  readonly kind: 'paused'
}
/** It goes on. */
export interface ResumedMessage {
  readonly kind: 'resumed'
}
/** The event was no JSON. */
export interface RefusedMessage {
  readonly kind: 'refused'
  readonly reason: string
  readonly busy?: true
}
/** The worker can go on no more: its handler cannot be loaded, or an error had no one to catch it. */
export interface CrashMessage {
  readonly kind: 'crash'
  /** The event during which it happened; absent while loading. */
  readonly id: string | undefined
  readonly errorType: string
  readonly payload: string
}
/** Of each kind of message, whether something has its members: handlers can write to the same channel. */
const MEMBERS: { readonly [K in WorkerMessage['kind']]: (message: Partial<Record<string, unknown>>) => boolean } = {
  ready: () => true,
  log: ({ at, line }) => typeof at === 'number' && typeof line === 'string',
  chunk: ({ data, type }) => data instanceof Uint8Array && (type === undefined || typeof type === 'string'),
  result: ({ payload, memory }) => typeof payload === 'string' && typeof memory === 'number',
  free: () => true,
  paused: () => true,
  resumed: () => true,
  refused: ({ reason }) => typeof reason === 'string',
  crash: ({ errorType, payload }) => typeof errorType === 'string' && typeof payload === 'string',
}

/** What came from a worker, if it is a message of ours and nothing that the handler itself has sent (`process.send('ready')`). */
export function asMessage(sent: unknown): WorkerMessage | undefined {
  const message = sent as Partial<WorkerMessage> | null | undefined
  const kind = message?.kind
  if (kind === undefined || !Object.hasOwn(MEMBERS, kind)) return undefined
  return MEMBERS[kind](message as Partial<Record<string, unknown>>) ? (message as WorkerMessage) : undefined
}

export type WorkerMessage =
  | ReadyMessage
  | LogMessage
  | ChunkMessage
  | ResultMessage
  | FreeMessage
  | PausedMessage
  | ResumedMessage
  | RefusedMessage
  | CrashMessage

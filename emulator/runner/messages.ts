/** What a worker is told when it starts. */
export interface WorkerSettings {
  readonly codeDirectory: string
  readonly handler: string
  readonly functionName: string
  readonly functionVersion: string
  /** MB. */
  readonly memory: number
  readonly logGroup: string
  readonly logStream: string
  /** The time where the emulator's clock stands still; absent when it is the machine's. */
  readonly frozenAt?: number
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
}
/** An event has its answer. */
export interface ResultMessage {
  readonly kind: 'result'
  /** JSON text; empty when the answer was streamed. */
  readonly payload: string
  readonly failed: boolean
  /** Bytes of heap in use. */
  readonly memory: number
}
/** The event was no JSON. */
export interface RefusedMessage {
  readonly kind: 'refused'
  readonly reason: string
}
/** The worker can go on no more: its handler cannot be loaded, or an error had no one to catch it. */
export interface CrashMessage {
  readonly kind: 'crash'
  /** The event during which it happened; absent while loading. */
  readonly id: string | undefined
  readonly errorType: string
  readonly payload: string
}
export type WorkerMessage = ReadyMessage | LogMessage | ChunkMessage | ResultMessage | RefusedMessage | CrashMessage

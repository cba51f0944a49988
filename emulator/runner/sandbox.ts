import type { EventMessage, WorkerMessage } from './messages'
import type { RunnableFunction } from './runner'

/** How an environment comes to be (`AWS_LAMBDA_INITIALIZATION_TYPE`). */
export type Initialization = 'on-demand' | 'provisioned-concurrency'

/** Why an environment is ended, in the words of the Extensions API. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure'

/** What a sandbox is started with, and whom it tells what happens. */
export interface SandboxStart {
  readonly target: RunnableFunction
  readonly logStream: string
  /** Variables over those of the function and of Lambda. */
  readonly variables: Readonly<Record<string, string>>
  /** The time, where the emulator's clock stands still. */
  readonly frozenAt: number | undefined
  /** The environment's own `/tmp`. */
  readonly scratch: string
  readonly initialization: Initialization
  /** Whether nothing runs on between events, as on AWS. */
  readonly freeze: boolean
  readonly receive: (message: WorkerMessage) => void
  /** It ended by itself. */
  readonly exited: (failure: RuntimeFailure) => void
  /** Takes what the user should find in the function's log. */
  readonly note: (line: string) => void
}

/** Where the code of one environment runs: a thread, or a process. It handles one event at a time, after it has said that it is ready. */
export interface Sandbox {
  send(event: EventMessage): void
  /**
   * Takes back what was sent beyond the event in progress; false when that one has been answered meanwhile, and the next one begun.
   * Absent where no event may be sent beyond one in progress.
   */
  takeBack?(): boolean
  /** The emulator's process lives on as long as it waits for this sandbox. */
  hold(): void
  release(): void
  /** Ends it; resolves when it is gone. Whoever started it hears no more of it. */
  end(reason: ShutdownReason): Promise<void>
}

/** What Lambda says of a runtime that is lost (facts/11, section 5). */
export interface RuntimeFailure {
  readonly errorType: 'Runtime.ExitError' | 'Runtime.InvalidEntrypoint'
  readonly text: string
}

/** A process or a thread ended by itself. */
export function runtimeExit(code: number | null, signal: NodeJS.Signals | null): RuntimeFailure {
  return { errorType: 'Runtime.ExitError', text: `Runtime exited ${exitReason(code, signal)}` }
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `with error: signal: ${SIGNALS[signal] ?? signal.slice(3).toLowerCase()}`
  return code === 0 ? 'without providing a reason' : `with error: exit status ${code}`
}

/** What was to be started cannot be. */
export function invalidEntrypoint(text: string): RuntimeFailure {
  return { errorType: 'Runtime.InvalidEntrypoint', text }
}

/** Signals as Go prints them, in which Lambda's own supervisor is written; the others follow their names. */
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGINT: 'interrupt',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
  SIGFPE: 'floating point exception',
}

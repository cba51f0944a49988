import { type Clock, RealClock, stopwatch } from '../base/clock'
import type { LogSink, LogWriter } from '../observe/logs'
import { passes } from './application-log'
import { logStreamName, type Report } from './log-lines'
import type { RunnableFunction } from './runner'
import type { Initialization } from './sandbox'
import { type SystemLog, systemLog } from './system-log'
import type { Work } from './work'

const elapsed = stopwatch()

/** The log stream of one environment, and what its lines have to know: durations and memory. */
export class Journal {
  readonly stream: string
  /** A clock that the machine moves, also while an event is handled; one that is advanced by hand stands still meanwhile. */
  readonly ticking: boolean
  readonly #writer: LogWriter
  readonly #system: SystemLog
  #startedAt = 0
  #open: string | undefined
  #text = ''
  /** Of the event that ended last, in milliseconds. */
  duration = 0
  #begunAt = 0
  #begunOnClock = 0
  #initDuration: number | undefined
  #memory = 0

  constructor(
    private readonly target: RunnableFunction,
    sink: LogSink,
    private readonly clock: Clock,
    hex: string,
    initialization: Initialization,
  ) {
    this.stream = logStreamName(clock.now(), target.version, hex)
    this.#writer = sink.open(target.logGroup, this.stream)
    this.ticking = clock instanceof RealClock
    this.#system = systemLog(target)
    const now = clock.now()
    this.#writeAll(now, this.#system.initStart(now, initialization))
  }

  /** What was written for the present event (for the first one: since the start of the environment). */
  get text(): string {
    return this.#text
  }

  /** Writes a line of the function's own, if its level is wanted. */
  write(at: number, line: string): void {
    const { logging } = this.target
    if (logging === undefined || passes(line, logging.application)) this.#writeAll(at, [line])
  }

  /** Writes a line of the emulator's, now. */
  note(line: string): void {
    this.#writeAll(this.clock.now(), [line])
  }

  /** Lambda gives an event up. */
  givenUp(line: string): void {
    this.#writeAll(this.clock.now(), this.#system.givenUp(line))
  }

  #writeAll(at: number, lines: readonly string[]): void {
    if (lines.length === 0) return
    this.#text += `${lines.join('\n')}\n`
    this.#writer.writeAll(at, lines)
  }

  /** The handler is being loaded. */
  starting(): void {
    this.#startedAt = elapsed()
  }

  /** It could not be loaded: before an event, or as part of one. */
  initFailed(phase: 'init' | 'invoke', status: 'error' | 'timeout', errorType?: string): void {
    const now = this.clock.now()
    this.#writeAll(now, this.#system.initFailed(now, elapsed() - this.#startedAt, phase, status, errorType))
  }

  /** The handler has been loaded. */
  ready(): void {
    this.#initDuration = elapsed() - this.#startedAt
  }

  /** What has been written so far belongs to an earlier event. */
  clear(): void {
    this.#text = ''
  }

  /** An event begins, unless it has begun already; answers the time on the clock at which it did. */
  begin(work: Work): number {
    if (this.#open === work.requestId) return this.#begunOnClock
    this.#open = work.requestId
    this.#begunOnClock = this.clock.now()
    this.#begunAt = elapsed()
    const line = this.#system.start(this.#begunOnClock, work.requestId, work.target.version)
    if (line !== '') this.#writeAll(this.#begunOnClock, [line])
    return this.#begunOnClock
  }

  /** An event ends. `memory` in bytes; `took` in milliseconds, of one whose beginning was noted late. */
  end(work: Work, how: Pick<Report, 'status' | 'errorType'>, memory = 0, took = 0): void {
    this.#memory = Math.max(this.#memory, memory)
    this.#open = undefined
    const now = this.clock.now()
    // Work is real and takes real time, whatever the emulator's clock says; a time-out is a matter of the clock.
    const spent =
      how.status === 'timeout'
        ? work.target.timeout
        : Math.max(took, elapsed() - this.#begunAt, this.ticking ? 0 : now - this.#begunOnClock)
    // As the log says it, which is also what the metric has.
    this.duration = Math.round(Math.min(spent, work.target.timeout) * 100) / 100
    const report: Report = {
      requestId: work.requestId,
      duration: this.duration,
      memory: work.target.memory,
      used: this.#memory,
      ...how,
      ...traceOf(work),
    }
    const lines = this.#system.end(now, this.#initDuration === undefined ? report : { ...report, initDuration: this.#initDuration })
    this.#initDuration = undefined
    this.#writeAll(now, lines)
  }
}

const SAMPLED = /^Root=([^;]+);Parent=([^;]+);Sampled=1/

function traceOf({ options }: Work): Pick<Report, 'trace'> {
  const { traceId } = options
  if (traceId === undefined || !traceId.includes('Sampled=1')) return {}
  const [, root, segment] = SAMPLED.exec(traceId) ?? []
  return root === undefined || segment === undefined ? {} : { trace: { root, segment } }
}

import type { DiagnosticLog } from '../base/diagnostics'
import type { Send } from '../gateway/phase'
import { toOtlp } from '../observe/otlp'
import type { Segment, Traces } from '../observe/traces'

/** Segments of one request to a collector, and those that wait at most: a collector that is away costs no memory. */
const BATCH = 512
const MOST = 10_000
/** Milliseconds that a collector may take. */
const PATIENCE = 5_000

/** Sends every segment to an OpenTelemetry collector, by OTLP over HTTP: what comes while a request is under way goes with the next. */
export class OtlpExport {
  readonly #url: string
  #waiting: Segment[] = []
  #sending: Promise<void> | undefined

  constructor(
    traces: Traces,
    url: string,
    private readonly send: Send,
    private readonly said: DiagnosticLog,
  ) {
    this.#url = url.endsWith('/v1/traces') ? url : `${url.replace(/\/$/, '')}/v1/traces`
    traces.subscribe((segment) => this.#add(segment))
  }

  /** Resolves when all that is waiting has been sent, or could not be. */
  async flush(): Promise<void> {
    await this.#sending
  }

  #add(segment: Segment): void {
    if (this.#waiting.length < MOST) this.#waiting.push(segment)
    this.#sending ??= this.#drain()
  }

  async #drain(): Promise<void> {
    // What a request puts, it puts at once: its segments go together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH)
      const failure = await this.#post(batch)
      const message = `Traces do not reach the collector at ${this.#url}: ${failure}.`
      this.said.replace(
        'otlp',
        failure === undefined ? [] : [{ code: 'otlp', severity: 'warning', message, fix: 'Start it, or leave --otlp out.' }],
      )
    }
    this.#sending = undefined
  }

  /** Why it was not taken; undefined when it was. */
  async #post(batch: readonly Segment[]): Promise<string | undefined> {
    const headers = ['Content-Type', 'application/json']
    try {
      const { status } = await this.send({
        method: 'POST',
        url: this.#url,
        headers,
        body: JSON.stringify(toOtlp(batch)),
        timeout: PATIENCE,
      })
      return status < 300 ? undefined : `it answered ${status}`
    } catch (error) {
      return (error as Error).message
    }
  }
}

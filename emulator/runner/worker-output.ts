import { format } from 'node:util'
import { jsonLine } from './worker-json-log'

/** What of a worker's output has to be known: where it goes, and in whose name. */
export interface OutputPort {
  readonly write: (line: string) => void
  readonly now: () => number
  /** The request in progress; undefined while the handler is being loaded, which Lambda prints as it is. */
  readonly requestId: () => string | undefined
}

/** Methods of `console` to Lambda's names of levels. */
export const LEVELS = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' } as const

/** Turns what the handler prints into log events: console methods in Lambda's text format, raw writes line by line. */
export function captureOutput(port: OutputPort, json = false): Output {
  const output = new Output(port, json)
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...values: unknown[]) => output.print(level, values)
  }
  for (const stream of [process.stdout, process.stderr]) {
    let rest = ''
    const write = (chunk: string | Uint8Array, encoding?: unknown, written?: unknown): boolean => {
      const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) port.write(line)
      const callback = typeof encoding === 'function' ? encoding : written
      if (typeof callback === 'function') process.nextTick(callback as () => void)
      return true
    }
    stream.write = write as typeof stream.write
    output.onFlush(() => {
      if (rest !== '') port.write(rest)
      rest = ''
    })
  }
  return output
}

/** A line in plain text. */
export function textLine(at: number, level: string, requestId: string | undefined, values: readonly unknown[]): string {
  return `${new Date(at).toISOString()}\t${requestId}\t${level}\t${format(...values)}`
}

/** The log of one worker. */
export class Output {
  readonly #flushes: (() => void)[] = []

  constructor(
    private readonly port: OutputPort,
    private readonly json: boolean,
  ) {}

  /** One event in the function's log format (facts/11, section 7). */
  print(level: string, values: readonly unknown[]): void {
    this.port.write((this.json ? jsonLine : textLine)(this.port.now(), level, this.port.requestId(), values))
  }

  /** An error that ends an event, or the environment. In JSON it stands alone. */
  error(title: string, error: unknown, text: string): void {
    this.print('ERROR', this.json ? [error] : [`${title} \t${text}`])
  }

  /** Writes what was printed without an end of line. */
  flush(): void {
    for (const flush of this.#flushes) flush()
  }

  onFlush(flush: () => void): void {
    this.#flushes.push(flush)
  }
}

import { byteLength } from '../base/bytes'

/** Bytes of one event of an execution log, beyond which it is cut (facts/06, section 2). */
export const LONGEST_EVENT = 1024
/** How much of a request is written: refusals and failures, also the steps, also headers and bodies (data tracing). */
export type TrailLevel = 'ERROR' | 'INFO' | 'TRACE'

/** The lines of a request's execution log, written by the steps as they act. */
export class Trail {
  readonly lines: string[] = []

  constructor(readonly level: TrailLevel) {}

  /** Adds a line about a step. */
  push(line: string): void {
    if (this.level !== 'ERROR') this.lines.push(line)
  }

  /** Adds a line with headers or a body, cut where it is too long. */
  trace(line: () => string): void {
    if (this.level === 'TRACE') this.lines.push(cut(line()))
  }

  /** Adds a line about a failure. */
  fail(line: string): void {
    this.lines.push(cut(line))
  }
}

/** Lines of requests that a test invocation does not have. */
const NOT_TESTED =
  /^(?:Extended Request Id: |AWS Integration Endpoint RequestId : |X-ray Tracing ID : |Verifying Usage Plan for request: |API Key .*does not require API Key|Usage Plan check succeeded )/

export const RESPONSE_BODY = 'Endpoint response body before transformations: '
export const RESPONSE_HEADERS = 'Endpoint response headers: '

/** The lines as a test invocation shows them: without usage plans, the headers of an endpoint before its body (facts/06, section 2: recorded). */
export function testLines(lines: readonly string[]): string[] {
  const shown = lines.filter((line) => !NOT_TESTED.test(line))
  for (const [i, line] of shown.entries()) {
    const next = shown[i + 1]
    if (line.startsWith(RESPONSE_BODY) && next?.startsWith(RESPONSE_HEADERS)) shown.splice(i, 2, next, line)
  }
  return shown
}

/** All but the last six characters (facts/06, section 2). */
export function masked(value: string): string {
  if (value === '') return ''
  return '*'.repeat(Math.max(0, value.length - 6)) + value.slice(-6)
}

function cut(line: string): string {
  if (line.length <= LONGEST_EVENT && byteLength(line) <= LONGEST_EVENT) return line
  const kept = Buffer.from(line.slice(0, LONGEST_EVENT))
    .subarray(0, LONGEST_EVENT)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')
  return `${kept} [TRUNCATED]`
}

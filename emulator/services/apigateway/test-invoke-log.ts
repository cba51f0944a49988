import { testLines } from '../../gateway/trail'

/** The log of a test invocation: `Fri Jan 02 03:04:05 UTC 2026 : ...`, a line for each step (facts/06, section 2). */
export function logText(requestId: string, lines: readonly string[], now: number): string {
  const [day, date, month, year, time] = new Date(now).toUTCString().replace(',', '').split(' ')
  return `Execution log for request ${requestId}\n${testLines(lines)
    .map((line) => `${day} ${month} ${date} ${time} UTC ${year} : ${line}\n`)
    .join('')}`
}

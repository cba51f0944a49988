import { USAGE_PLAN_LINE } from '../../gateway/trail'

/** The log of a test invocation: `Fri Jan 02 03:04:05 UTC 2026 : ...`, a line for each step (facts/06, section 2). */
export function logText(requestId: string, lines: readonly string[], now: number): string {
  const [day, date, month, year, time] = new Date(now).toUTCString().replace(',', '').split(' ')
  const shown = lines.filter((line) => !USAGE_PLAN_LINE.test(line))
  return `Execution log for request ${requestId}\n${shown.map((line) => `${day} ${month} ${date} ${time} UTC ${year} : ${line}\n`).join('')}`
}

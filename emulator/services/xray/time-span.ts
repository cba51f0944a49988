import { invalidRequest } from './operations'

/** Hours that a graph may be of (X-Ray developer guide, "Configuring groups": of the console). Uncertain: that the API refuses more. */
const LONGEST_GRAPH = 6

/** A span of time in epoch milliseconds, its ends in it: the clock of a test may stand. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

interface Times {
  readonly StartTime: Date | undefined
  readonly EndTime: Date | undefined
}

export function timeSpan({ StartTime, EndTime }: Times): TimeSpan {
  const [from, to] = [StartTime?.getTime() ?? Number.NaN, EndTime?.getTime() ?? Number.NaN]
  if (!(from <= to)) throw invalidRequest('StartTime must not be after EndTime.')
  return { from, to }
}

export function graphSpan(times: Times): TimeSpan {
  const span = timeSpan(times)
  if (span.to - span.from > LONGEST_GRAPH * 3_600_000) throw invalidRequest(`Time range cannot be longer than ${LONGEST_GRAPH} hours`)
  return span
}

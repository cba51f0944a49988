import { invalid } from './operations'

interface Timed {
  readonly at: number
}

/** A place between events that holds when others are added: after so many of those that have the time of the last one before it. */
export function tokenAt(events: readonly Timed[], index: number): string {
  const last = events[index - 1]
  if (last === undefined) return '0:0'
  let count = 1
  while (events[index - 1 - count]?.at === last.at) count++
  return `${last.at}:${count}`
}

/** The index of the first event after a place. */
export function place(events: readonly Timed[], token: string): number {
  const [, time, count] = /^(\d+):(\d+)$/.exec(token) ?? []
  if (time === undefined) throw invalid('The specified nextToken is invalid.')
  const at = Number(time)
  const first = events.findIndex((event) => event.at >= at)
  if (first < 0) return events.length
  const beyond = events.findIndex((event) => event.at > at)
  return Math.min(first + Number(count), beyond < 0 ? events.length : beyond)
}

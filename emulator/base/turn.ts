// Not the global one: what a test puts in its place would hold responses back.
import { setImmediate } from 'node:timers'

let waiting: (() => void)[] = []

/**
 * Runs something at the end of this turn of the event loop, together with all else that waits for it. A peer that sleeps is woken once for all that is
 * sent to it in a row, and not each time, which costs as much as sending does. What is run must not throw.
 */
export function atEndOfTurn(run: () => void): void {
  if (waiting.push(run) > 1) return
  setImmediate(() => {
    const all = waiting
    waiting = []
    for (const each of all) each()
  })
}

import { getHeapStatistics } from 'node:v8'
import { isMainThread } from 'node:worker_threads'
import { stopwatch } from '../base/clock'

const elapsed = stopwatch()
let measured = { at: Number.NEGATIVE_INFINITY, bytes: 0 }

/** Bytes: of a thread its heap, since the rest is the emulator's too. To ask costs more than an event of the fewest lines: not more often than once in a millisecond. */
export function memoryInUse(): number {
  const at = elapsed()
  if (at - measured.at >= 1) measured = { at, bytes: isMainThread ? process.memoryUsage.rss() : getHeapStatistics().used_heap_size }
  return measured.bytes
}

import { getHeapStatistics } from 'node:v8'
import { isMainThread } from 'node:worker_threads'
import { stopwatch } from '../base/clock'

const elapsed = stopwatch()
/** Milliseconds for which what was measured holds: to ask costs more than an event of the fewest lines, of a whole process some 40 times as much. */
const FRESH = isMainThread ? 10 : 1
let measured = { at: Number.NEGATIVE_INFINITY, bytes: 0 }

/** Bytes: of a thread its heap, since the rest is the emulator's too. */
export function memoryInUse(): number {
  const at = elapsed()
  if (at - measured.at >= FRESH) measured = { at, bytes: isMainThread ? process.memoryUsage.rss() : getHeapStatistics().used_heap_size }
  return measured.bytes
}

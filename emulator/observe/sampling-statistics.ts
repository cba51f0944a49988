/** What sampling by a rule has come to in a window of ten seconds. */
export interface SamplingWindow {
  readonly rule: string
  /** When the window began, in epoch milliseconds. */
  readonly begin: number
  requests: number
  sampled: number
  borrowed: number
}

/** Milliseconds of a window (X-Ray API reference, SamplingStatisticSummary). */
const WINDOW = 10_000
/** Windows that are kept of one account and region, of all rules together. */
const MOST_WINDOWS = 1000

/** How many requests sampling rules have met, and how many of them were recorded; the oldest windows give way. */
export class SamplingStatistics {
  readonly #windows = new Map<string, SamplingWindow>()

  /** Adds requests that came at a moment in epoch milliseconds. */
  add(rule: string, at: number, counts: { readonly requests: number; readonly sampled: number; readonly borrowed: number }): void {
    const begin = at - (at % WINDOW)
    const key = `${begin} ${rule}`
    let window = this.#windows.get(key)
    if (window === undefined) {
      window = { rule, begin, requests: 0, sampled: 0, borrowed: 0 }
      this.#windows.set(key, window)
      for (const oldest of this.#windows.keys()) {
        if (this.#windows.size <= MOST_WINDOWS) break
        this.#windows.delete(oldest)
      }
    }
    window.requests += counts.requests
    window.sampled += counts.sampled
    window.borrowed += counts.borrowed
  }

  /** Every window that is kept, oldest first. */
  all(): readonly SamplingWindow[] {
    return [...this.#windows.values()].sort((a, b) => a.begin - b.begin)
  }

  clear(): void {
    this.#windows.clear()
  }
}

let reporting = false

/** An error that nobody has provided for is a bug of this program: the console gets its stack, and everything else goes on. */
export function reportBug(error: unknown): void {
  // Where the console writes into a function's log, what cannot be logged would report itself for ever.
  if (reporting) return
  reporting = true
  try {
    console.error(error)
  } finally {
    reporting = false
  }
}

/** Lets something go on that nobody waits for. */
export function unattended(work: Promise<unknown>): void {
  work.catch(reportBug)
}

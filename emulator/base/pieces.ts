/** Pieces of a body on their way from whoever makes them to one reader; an early end of either is told to the other. */
export class Pieces implements AsyncIterable<Uint8Array> {
  #waiting: Uint8Array[] = []
  #wake: (() => void) | undefined
  #end: { readonly error?: unknown } | undefined
  #left = false

  /** Adds a piece; without effect once the reader has gone. */
  push(piece: Uint8Array): void {
    if (this.#left) return
    this.#waiting.push(piece)
    this.#wake?.()
  }

  /** No more pieces; with an error, the reader fails after the last one. */
  end(error?: unknown): void {
    this.#end ??= error === undefined ? {} : { error }
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const pieces = this.#waiting
        this.#waiting = []
        yield* pieces
        if (this.#waiting.length > 0) continue
        if (this.#end !== undefined) break
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = undefined
      }
      if (this.#end?.error !== undefined) throw this.#end.error
    } finally {
      this.#left = true
      this.#waiting = []
    }
  }
}

/** Values by the text that they were made from. When they become too many, the one that was asked for longest ago goes first. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>()
  #size = 0

  /** @param most how much is kept, in the measure of `sizeOf`; a text that is larger by itself is never kept */
  constructor(
    private readonly most: number,
    private readonly sizeOf: (key: string) => number = () => 1,
  ) {}

  /** The value of a text: the one that is known, or a new one. What `make` throws passes on, and nothing is kept. */
  get(key: string, make: () => Value): Value {
    const known = this.#values.get(key)
    if (known !== undefined) {
      this.#values.delete(key)
      this.#values.set(key, known)
      return known
    }
    const value = make()
    const size = this.sizeOf(key)
    if (size > this.most) return value
    this.#values.set(key, value)
    this.#size += size
    for (const oldest of this.#values.keys()) {
      if (this.#size <= this.most) break
      this.#values.delete(oldest)
      this.#size -= this.sizeOf(oldest)
    }
    return value
  }
}

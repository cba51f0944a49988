/** The last items of many, oldest first. */
export class BoundedList<Item> {
  #items: Item[] = []

  constructor(private readonly most: number) {}

  add(item: Item): void {
    this.#items.push(item)
    // Cut now and then: a constant cost per item.
    if (this.#items.length >= this.most * 2) this.#items = this.#items.slice(-this.most)
  }

  all(): readonly Item[] {
    return this.#items.length <= this.most ? this.#items : this.#items.slice(-this.most)
  }
}

/** What work may cost: throws its owner's error when there is nothing left. */
export interface StepCounter {
  step(count?: number): void
}

/** So many steps, and an error behind them. */
export class Steps implements StepCounter {
  constructor(
    private left: number,
    private readonly exhausted: () => Error,
  ) {}

  step(count = 1): void {
    this.left -= count
    if (this.left < 0) throw this.exhausted()
  }
}

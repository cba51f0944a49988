import { JsonPathError } from './error'

/**
 * What one evaluation may do: a step is a value visited, a result kept, or a state of a pattern entered. Some tenths of a second on a slow
 * machine; `$..*` over 10 MB of numbers needs more, and is refused. The service has a time limit of its own in this place (uncertain).
 */
export const MOST_STEPS = 2_000_000

/** Counts the steps of an evaluation, with all its filters and patterns. */
export class Budget {
  private left: number

  constructor(steps = MOST_STEPS) {
    this.left = steps
  }

  /** Takes steps; throws when there are none left. */
  step(steps = 1): void {
    this.left -= steps
    if (this.left < 0) throw new JsonPathError('runtime', 'the path takes too many steps over this document')
  }
}

import { TemplateError } from './errors'

/**
 * What one rendering may use. Documented by AWS: 1,000 iterations of `#foreach` (facts/10, facts/14; what happens beyond is uncertain: here
 * the rendering fails). The others are ours: they keep a hostile template from taking the process, and no sensible one reaches them.
 */
export const LIMITS = {
  foreachIterations: 1_000,
  /** Elements of `[1..n]`. */
  range: 100_000,
  /** Characters of the output, and of any one string. */
  text: 10 * 1024 * 1024,
  /** Characters of all the strings that are made on the way. */
  characters: 100 * 1024 * 1024,
  /** Directives, method calls, elements printed or compared, attempts of a regular expression. */
  steps: 2_000_000,
  /** Levels of values within values that are printed or compared. */
  depth: 400,
}

/** Counts what a rendering uses, and ends it with a `TemplateError` when that is too much. */
export class Budget {
  private steps = LIMITS.steps
  private characters = LIMITS.characters
  private depth = 0

  step(count = 1): void {
    this.steps -= count
    if (this.steps < 0) throw new TemplateError('Limit', 'the template takes too many steps')
  }

  /** Accounts for a string that was made, and hands it on. */
  made(text: string): string {
    this.reserve(text.length)
    return text
  }

  /** Accounts for `count` characters that are about to be made. */
  reserve(count: number): void {
    this.characters -= count
    if (count > LIMITS.text || this.characters < 0) throw new TemplateError('Limit', 'the template makes too much text')
  }

  /** Runs one level deeper; values that contain themselves end here, as Java's stack would. */
  nested<Result>(run: () => Result): Result {
    if (this.depth >= LIMITS.depth) throw new TemplateError('StackOverflowError', 'the value is nested too deeply')
    this.depth++
    try {
      return run()
    } finally {
      this.depth--
    }
  }
}

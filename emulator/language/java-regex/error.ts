import { oneClass } from '../../base/one-class'

/** The text is no regular expression of Java's, or one that is too large for us. */
export class RegexSyntaxError extends Error {
  override readonly name = 'RegexSyntaxError'

  constructor(
    readonly description: string,
    /** Where in the expression, counted from 0. */
    readonly at: number,
  ) {
    super(`${description} near index ${at}`)
  }
}
oneClass(RegexSyntaxError)

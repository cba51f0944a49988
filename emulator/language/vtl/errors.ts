/** A template failed while it was rendered: a method threw, or one of the limits was reached. The service answers 500. */
export class TemplateError extends Error {
  override readonly name: string = 'TemplateError'
  /** Where in the template, counted from 1; 0 as long as the place is not known. */
  line = 0
  column = 0

  constructor(
    /** Java's name for what went wrong, such as `IndexOutOfBoundsException`, or `Limit`. */
    readonly type: string,
    message: string,
  ) {
    super(message)
  }

  /** Notes the place, unless an inner part already did. */
  at(line: number, column: number): this {
    if (this.line === 0) {
      this.line = line
      this.column = column
    }
    return this
  }
}

/** A template cannot be parsed. */
export class TemplateSyntaxError extends TemplateError {
  override readonly name = 'TemplateSyntaxError'

  constructor(message: string, line: number, column: number) {
    super('ParseErrorException', `${message} at line ${line}, column ${column}`)
    this.at(line, column)
  }
}

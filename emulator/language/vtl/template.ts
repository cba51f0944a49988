/** A mapping template, compiled. */
export interface Template {
  /** The text that comes out, whatever the request. */
  readonly literal: string
}

/** A template uses something that is not emulated yet. */
export class UnsupportedTemplate extends Error {
  override readonly name = 'UnsupportedTemplate'

  constructor(
    readonly construct: string,
    readonly line: number,
  ) {
    super(`the template uses ${construct} in its line ${line}; only literal templates are emulated yet`)
  }
}

/** A reference, a directive, a comment or an escape: whatever makes a template more than literal text. */
const DYNAMIC = /\$!?\{?[A-Za-z_][\w.]*|#\{?@?[A-Za-z]+|##|#\*|#\[\[|\\[$#]/

/** Compiles a template; throws `UnsupportedTemplate` for what is more than literal text. */
export function compileTemplate(text: string): Template {
  const dynamic = DYNAMIC.exec(text)
  if (dynamic !== null) throw new UnsupportedTemplate(dynamic[0], text.slice(0, dynamic.index).split('\n').length)
  return { literal: text }
}

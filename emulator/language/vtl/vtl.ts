import { compileBlocks } from './compile-template'
import { TemplateError, TemplateSyntaxError } from './errors'
import { parseTemplate } from './parse'
import type { VtlContext } from './run'

/** A mapping template, parsed and made into closures: rendering parses nothing. */
export interface VtlTemplate {
  /** Renders the template; throws `TemplateError` where the service would answer with an error. */
  render(context: VtlContext): string
}

/** Compiles a mapping template of Velocity 1.7, as the service runs it (facts/14); throws `TemplateSyntaxError` with line and column. */
export function compileVtl(text: string): VtlTemplate {
  try {
    return { render: compileBlocks(text, parseTemplate(text)) }
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw error
    // Numbers too long to read, or more nesting than the process takes.
    if (error instanceof TemplateError || error instanceof RangeError) throw new TemplateSyntaxError(error.message, 1, 1)
    throw error
  }
}

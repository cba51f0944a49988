import { Recent } from '../../base/recent'
import { compileBlocks } from './compile-template'
import { TemplateError, TemplateSyntaxError } from './errors'
import { parseTemplate } from './parse'
import type { VtlContext } from './run'

/** A mapping template, parsed and made into closures: rendering parses nothing. */
export interface VtlTemplate {
  /** Renders the template; throws `TemplateError` where the service would answer with an error. */
  render(context: VtlContext): string
}

/** Templates compiled lately, up to so many characters (each takes some 20 bytes): thousands of methods can have the same one, and the next deployment has most again. */
const COMPILED = new Recent<VtlTemplate>(2_000_000, (text) => text.length + 200)

/** Compiles a mapping template of Velocity 1.7, as the service runs it (facts/14); throws `TemplateSyntaxError` with line and column. */
export function compileVtl(text: string): VtlTemplate {
  return COMPILED.get(text, () => compile(text))
}

function compile(text: string): VtlTemplate {
  try {
    return { render: compileBlocks(text, parseTemplate(text)) }
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw error
    // Numbers too long to read, or more nesting than the process takes.
    if (error instanceof TemplateError || error instanceof RangeError) throw new TemplateSyntaxError(error.message, 1, 1)
    throw error
  }
}

import { compileTemplate, type Template, UnsupportedTemplate } from '../../language/vtl/template'
import { NotEmulated } from '../errors'
import type { RestRoute } from '../phase'

/** A template that can be rendered, or that fails each request as AWS's would at run time. */
export interface CompiledTemplate {
  readonly render: () => string
}

/** Compiles the templates of one side of an integration, by media type; what cannot be compiled is reported and fails requests with 500. */
export function compileTemplates(
  templates: Readonly<Record<string, string | null | undefined>> | undefined,
  route: RestRoute,
  what: string,
): ReadonlyMap<string, CompiledTemplate> {
  const compiled = new Map<string, CompiledTemplate>()
  for (const [contentType, text] of Object.entries(templates ?? {}))
    compiled.set(contentType, compileOne(text ?? '', contentType, route, what))
  return compiled
}

function compileOne(text: string, contentType: string, route: RestRoute, what: string): CompiledTemplate {
  let template: Template
  try {
    template = compileTemplate(text)
  } catch (error) {
    if (!(error instanceof UnsupportedTemplate)) throw error
    route.report(
      'template-not-emulated',
      `The ${what} for ${contentType} uses ${error.construct} (line ${error.line}): only literal text is emulated so far, so requests that need it are answered 501.`,
      'Return literal text, or let a function make the body.',
    )
    return {
      render: () => {
        throw new NotEmulated(`the ${what} for ${contentType}: ${error.message}`)
      },
    }
  }
  const { literal } = template
  return { render: () => literal }
}

/** The media type of a Content-Type or Accept value: without parameters, in lower case. */
export function mediaType(value: string): string {
  const semicolon = value.indexOf(';')
  return (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase()
}

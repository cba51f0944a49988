import type { RestRoute } from '../phase'
import type { CompiledTemplate } from './velocity'

/** A reference, a directive, a comment or an escape: whatever makes a template more than the text that it is. */
const DYNAMIC = /[$#]|\\[$#]/

/** Compiles the templates of one side of an integration, by media type; one that cannot be parsed is reported and fails its requests. */
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
  if (!DYNAMIC.test(text)) return { render: () => text }
  const { compileVelocity } = require('./velocity') as typeof import('./velocity')
  return compileVelocity(text, contentType, route, what)
}

/** The media type of a Content-Type or Accept value: without parameters, in lower case. */
export function mediaType(value: string): string {
  const semicolon = value.indexOf(';')
  return (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase()
}

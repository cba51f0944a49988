import { TemplateError } from './findings'
import { type AttributesOf, unresolved } from './reference-check'
import { structure } from './structure-check'
import type { Template } from './template'

/** Looks a template over before anything is made: structure, then references. Throws `TemplateError` with all findings of the first step that has some. */
export function checkTemplate(template: Template, attributesOf: AttributesOf): void {
  for (const check of [structure, unresolved]) {
    const findings = [...check(template, attributesOf)]
    if (findings.length > 0) throw new TemplateError(template, ...findings)
  }
}

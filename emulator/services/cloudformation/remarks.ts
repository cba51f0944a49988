import type { Diagnostic, Unenforced } from '../../base/diagnostics'
import type { StackRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { diagnosticOf, formatPath, nearest, type Places, placeOf, type TemplatePath } from './findings'
import { resourceType } from './resources'
import { conform, type Remark } from './resources/conform'
import type { Scope } from './scope'
import type { Template } from './template'

/** Macros that the template engine does itself. */
const BUILT_IN = new Set(['AWS::LanguageExtensions'])

/** What is to be said about a template as a whole: macros, which are not run. */
export function macroRemarks(template: Template, places?: Places): Diagnostic[] {
  const macros = template.transforms.filter((name) => !BUILT_IN.has(name))
  return [
    ...macros.map((name) => {
      const message = `The macro ${name} is not run: the template is taken as it is written.`
      const fix = 'Give the template with the macro already run.'
      return diagnosticOf({ code: 'macro-not-run', message, fix, path: ['Transform'] }, template, places, 'warning')
    }),
    ...template.loops.map((loop) => {
      const message = `${loop} is not expanded: the resources that it would generate are missing.`
      const fix = 'Write out what the loop generates.'
      return diagnosticOf({ code: 'macro-not-expanded', message, fix, path: ['Resources', loop] }, template, places, 'warning')
    }),
  ]
}

/** A sink for what evaluation has to say; each thing is said once. */
export function evaluationRemarks(template: Template, places: Places | undefined, into: Diagnostic[]): Scope['report'] {
  const said = new Set<string>()
  return (code, message, path, fix) => {
    const key = `${code} ${formatPath(path)}`
    if (said.has(key)) return
    said.add(key)
    into.push(diagnosticOf({ code, message, path, ...(fix === undefined ? {} : { fix }) }, template, places, 'warning'))
  }
}

/** What the resources of a stack set and the emulator does not do, or does not know: one warning for each reason of each resource. */
export function propertyRemarks(template: Template, stack: StackRecord, places?: Places): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const { logicalId, type, properties } of Object.values(stack.resources)) {
    const table = resourceType(type).properties
    if (table === undefined || template.resources[logicalId] === undefined) continue
    const pathOf = (remark: Remark): TemplatePath => ['Resources', logicalId, 'Properties', ...remark.path]
    for (const { text, remark, fix, code, group } of grouped(conform(table, properties).remarks, type, logicalId)) {
      const more = fix === undefined ? {} : { fix }
      const diagnostic = diagnosticOf({ code, message: text, path: pathOf(remark), ...more }, template, places, 'warning')
      const unenforced = group.map((one): Unenforced => {
        const place = placeOf(template, pathOf(one), places)
        return { resource: logicalId, type, property: formatPath(one.path), reason: one.reason, ...(place === undefined ? {} : { place }) }
      })
      diagnostics.push(unenforced.length === 0 ? diagnostic : { ...diagnostic, unenforced })
    }
  }
  return diagnostics
}

type NotEnforced = Extract<Remark, { kind: 'not-enforced' }>

function* grouped(remarks: readonly Remark[], type: string, id: string) {
  const byReason = new Map<string, NotEnforced[]>()
  for (const remark of remarks) {
    if (remark.kind === 'unknown') {
      const near = nearest(String(remark.path.at(-1)), remark.known)
      yield {
        code: 'unknown-property',
        text: `${type} (${id}) has no property '${formatPath(remark.path)}': it is left aside.`,
        remark: remark as Remark,
        fix: near === undefined ? undefined : `Did you mean '${near}'?`,
        group: [],
      }
    } else byReason.set(remark.reason, [...(byReason.get(remark.reason) ?? []), remark])
  }
  for (const [reason, group] of byReason) {
    const [first] = group
    if (first === undefined) continue
    // The elements of a list are named once.
    const paths = [...new Set(group.map(({ path }) => formatPath(path).replace(/\[\d+\]/g, '[]')))]
    const shown = paths.length > 4 ? `${paths.slice(0, 4).join(', ')} and ${paths.length - 4} more` : paths.join(', ')
    yield {
      code: 'not-enforced',
      text: `${type} (${id}) sets ${shown}, which ${paths.length > 1 ? 'are' : 'is'} not enforced: ${reason}.`,
      remark: first,
      fix: undefined,
      group,
    }
  }
}

/** The log's name for what a resource type told when it last made or changed a resource. */
export function resourceSource(stackId: string, logicalId: string): string {
  return `${stackId}/${logicalId}`
}

/** What resource types told, kept for as long as the resource is: with its place as it is now. */
export function keptRemarks(call: Call, template: Template, stack: StackRecord, places?: Places): Diagnostic[] {
  return Object.keys(stack.resources).flatMap((id) => {
    const place = placeOf(template, ['Resources', id], places)
    const source = resourceSource(stack.StackId, id)
    const kept = call.diagnostics.of(source).map((diagnostic) => ({ ...diagnostic, ...(place === undefined ? {} : { place }) }))
    if (kept.length > 0) call.diagnostics.replace(source, kept)
    return kept
  })
}

import { AwsError } from '../../model/errors'
import { diagnosticOf } from './findings'
import type { MakeUp } from './parameters'
import type { Template } from './template'
import type { Work } from './work'

const FIX = 'Deploy the whole app (--app or --cdk-out) to have it.'

/** Makes values up for what a template that came alone refers to; undefined for any other deployment. Each is told once. */
export function madeUpBy(work: Work, template?: Template): MakeUp | undefined {
  if (work.standalone !== true) return undefined
  const told = new Set<string>()
  return (kind, name, path) => {
    const value = valueFor(name)
    const key = `${kind} ${name}`
    if (!told.has(key)) {
      told.add(key)
      const message = `The ${kind} '${name}' is not here: '${value}' stands in for it.`
      work.diagnostics.push(diagnosticOf({ code: 'made-up-value', message, fix: FIX, path }, template, work.places, 'warning'))
    }
    return value
  }
}

/** A value that may be an id as well as a name: `Stack:ExportsOutputRefFn12AB` gives `ExportsOutputRefFn12AB`. */
function valueFor(name: string): string {
  const last = name.split(/[:/]/).at(-1) ?? ''
  return last.replace(/[^A-Za-z0-9_-]/g, '-') || 'value'
}

/** Whether AWS refuses because something is not there that a resource refers to. */
export function isMissing(error: unknown): error is AwsError {
  if (!(error instanceof AwsError)) return false
  if (error.status === 404 || error.code === 'ResourceNotFoundException') return true
  return /NoSuchKey|specified key does not exist|at 'userPoolId' failed to satisfy/.test(error.message)
}

/** What is told of a resource that could not be made in a template that came alone. */
export function leftOut(type: string, logicalId: string, error: AwsError) {
  return {
    code: 'resource-left-out',
    severity: 'warning' as const,
    message: `${type} (${logicalId}) refers to something that is not here, and is left out: ${error.message}`,
    fix: FIX,
  }
}

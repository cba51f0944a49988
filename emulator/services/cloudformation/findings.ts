import { type Diagnostic, type Place, UserError } from '../../base/diagnostics'
import { AwsError } from '../../model/errors'

/** Where something stands in a template: `['Resources', 'Api', 'Properties', 'Name']`. */
export type TemplatePath = readonly (string | number)[]

/** Something wrong with a template or with the parameters given to it. */
export interface Finding {
  /** The diagnostic's code. */
  readonly code: string
  /** What was found and what was expected, for the person who wrote the template. */
  readonly message: string
  readonly fix?: string
  /** AWS's text for the same thing. */
  readonly aws: string
  readonly path?: TemplatePath
  /** From 1; where the text itself is broken and there is no path. */
  readonly line?: number
}

/** What a place is made from: a template, as far as it could be read. */
export interface Source {
  readonly file?: string
  lineOf(path: TemplatePath): number | undefined
  constructOf(logicalId: string): string | undefined
}

/** The user's code behind a logical id, where the assembly knows it. */
export type Places = (logicalId: string) => Place | undefined

/** A template, its parameters or its evaluation is wrong; `toAwsError` and `toUserError` tell it to a caller of the service or to a person. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly findings: readonly Finding[]

  constructor(
    readonly source: Source | undefined,
    ...findings: readonly Finding[]
  ) {
    super(findings[0]?.aws)
    this.findings = findings
  }
}

/** As CloudFormation answers: the first finding, as a ValidationError. */
export function toAwsError(error: TemplateError): AwsError {
  return new AwsError('ValidationError', error.message, 400)
}

/** For a person: every finding, with its place. */
export function toUserError(error: TemplateError, places?: Places): UserError {
  return new UserError(...error.findings.map((finding) => diagnosticOf(finding, error.source, places)))
}

/** A finding as a diagnostic, an error unless told otherwise. */
export function diagnosticOf(
  finding: Pick<Finding, 'code' | 'message' | 'fix' | 'path' | 'line'>,
  source: Source | undefined,
  places?: Places,
  severity: Diagnostic['severity'] = 'error',
): Diagnostic {
  const { code, message, fix, path, line } = finding
  const place = placeOf(source, path ?? [], places, line)
  return { code, severity, message, ...(fix === undefined ? {} : { fix }), ...(place === undefined ? {} : { place }) }
}

/** The place of an element: the user's own line where it is known, else the line in the template. */
export function placeOf(source: Source | undefined, path: TemplatePath, places?: Places, line?: number): Place | undefined {
  const logicalId = path[0] === 'Resources' && path[1] !== undefined ? String(path[1]) : undefined
  const known = logicalId === undefined ? undefined : places?.(logicalId)
  const construct = known?.construct ?? (logicalId === undefined ? undefined : source?.constructOf(logicalId))
  const template = source?.file ?? known?.template
  const own = known?.file === undefined ? inTemplate(source, path, line) : known
  const place: Place = {
    ...(construct === undefined ? {} : { construct }),
    ...(own?.file === undefined ? {} : { file: own.file }),
    ...(own?.line === undefined ? {} : { line: own.line }),
    ...(template === undefined || template === own?.file ? {} : { template }),
    ...(path.length === 0 ? {} : { element: formatPath(path) }),
  }
  return Object.keys(place).length === 0 ? undefined : place
}

function inTemplate(source: Source | undefined, path: TemplatePath, line: number | undefined): Place | undefined {
  const found = line ?? (path.length === 0 ? undefined : source?.lineOf(path))
  if (source?.file === undefined) return found === undefined ? undefined : { line: found }
  return { file: source.file, ...(found === undefined ? {} : { line: found }) }
}

/** `Resources.Api.Properties.Parts[0]`. */
export function formatPath(path: TemplatePath): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}

/** The known name nearest to a wrong one, when one is near enough to be meant. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitute, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/** A finding at a place. */
export function finding(code: string, aws: string, path: TemplatePath, message: string, fix?: string): Finding {
  return { code, aws, path, message, ...(fix === undefined ? {} : { fix }) }
}

/** The remedy for a wrong name, when a known one is near. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const near = nearest(name, known)
  return near === undefined ? undefined : `Did you mean '${near}'?`
}

import { oneClass } from './one-class'

/** Where in the user's files something stands; the more is known, the better. */
export interface Place {
  /** The CDK construct, e.g. `Shop/Orders/POST`. */
  readonly construct?: string
  /** A file of the user's, and the line in it (from 1). */
  readonly file?: string
  readonly line?: number
  /** The template and the element in it, e.g. `Resources.OrdersPost.Properties.HttpMethod`. */
  readonly template?: string
  readonly element?: string
}

/** A property of a resource that a template sets, and that has no effect. */
export interface Unenforced {
  /** The logical id, and the CloudFormation type. */
  readonly resource: string
  readonly type: string
  /** `MethodSettings[0].CachingEnabled`. */
  readonly property: string
  /** Why: half a sentence. */
  readonly reason: string
  readonly place?: Place
}

/** Something that the user should know about their files, flags or surroundings. */
export interface Diagnostic {
  /** Stable, kebab-case, e.g. `unresolved-reference`: what a test or a `--ignore` names. */
  readonly code: string
  /** `error` stops the start; `warning` says that something is not done as on AWS; `info` is good to know. */
  readonly severity: 'error' | 'warning' | 'info'
  /** What was found, and what was expected: one sentence. */
  readonly message: string
  /** How to put it right: one sentence. */
  readonly fix?: string
  /** What came of trying it: one sentence. */
  readonly proof?: string
  readonly place?: Place
  /** The control-plane path of the record that is meant, e.g. `/restapis/{id}/stages/prod`: who knows the templates makes a place of it. */
  readonly subject?: string
  /** Given with `not-enforced`: each property that is meant. */
  readonly unenforced?: readonly Unenforced[]
}

/** The person's files or flags are wrong: shown without a stack, exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly diagnostics: readonly Diagnostic[]

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'))
    this.diagnostics = diagnostics
  }
}
oneClass(UserError)

/** A `UserError` of one diagnostic. */
export function userError(code: string, message: string, more: Omit<Diagnostic, 'code' | 'severity' | 'message'> = {}): UserError {
  return new UserError({ code, severity: 'error', message, ...more })
}

/** A diagnostic as text: the sentence, then the place, the proof and the remedy, indented. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const lines = [`${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`]
  const place = formatPlace(diagnostic.place)
  if (place !== '') lines.push(`  at ${place}`)
  if (diagnostic.proof !== undefined) lines.push(`  proof: ${diagnostic.proof}`)
  if (diagnostic.fix !== undefined) lines.push(`  fix: ${diagnostic.fix}`)
  return lines.join('\n')
}

/** A place in one line: construct, file and line, element of the template. */
export function formatPlace(place: Place | undefined): string {
  if (place === undefined) return ''
  const source = place.file === undefined ? undefined : place.line === undefined ? place.file : `${place.file}:${place.line}`
  const element =
    place.element === undefined ? place.template : place.template === undefined ? place.element : `${place.template} ${place.element}`
  return [place.construct, source, element].filter((part) => part !== undefined).join(', ')
}

/** The diagnostics in force, by the thing that they came from, so that a redeploy replaces what it said before. */
export class DiagnosticLog {
  readonly #bySource = new Map<string, readonly Diagnostic[]>()
  readonly #listeners = new Set<(source: string, diagnostics: readonly Diagnostic[]) => void>()

  /** Puts what a source has to say in place of what it said before. */
  replace(source: string, diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length === 0) this.#bySource.delete(source)
    else this.#bySource.set(source, diagnostics)
    for (const listener of this.#listeners) listener(source, diagnostics)
  }

  /** Calls back with what each source says from now on. The answer ends it. */
  subscribe(listener: (source: string, diagnostics: readonly Diagnostic[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  of(source: string): readonly Diagnostic[] {
    return this.#bySource.get(source) ?? []
  }

  all(): Diagnostic[] {
    return [...this.#bySource.values()].flat()
  }
}

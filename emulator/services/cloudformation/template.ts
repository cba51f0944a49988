import { isNestedDeeper } from '../../base/nesting'
import { type Finding, type Source, TemplateError, type TemplatePath } from './findings'
import { lineAndColumn, scanJson } from './json-scan'

/** Loaded at the first template in YAML. */
const yaml = () => require('./yaml-template') as typeof import('./yaml-template')

/** Levels of a template. */
const DEEPEST = 500

/** One entry of a section, as it is written: intrinsic functions in their long form. */
export type Entry = Readonly<Record<string, unknown>>

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string
  readonly Properties?: Entry
  readonly Condition?: string
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
  readonly Metadata?: Entry
}

/** A template, read; `checkTemplate` has looked at its sections. */
export interface Template extends Source {
  readonly text: string
  readonly description?: string
  readonly metadata?: Entry
  /** Every top-level section as it is written. */
  readonly sections: Entry
  readonly parameters: Readonly<Record<string, Entry>>
  readonly mappings: Readonly<Record<string, Entry>>
  readonly conditions: Readonly<Record<string, unknown>>
  readonly resources: Readonly<Record<string, TemplateResource>>
  /** Keys of the Resources section that are no resources but macros: `Fn::ForEach::Tables`. */
  readonly loops: readonly string[]
  readonly outputs: Readonly<Record<string, Entry>>
  /** Names of the macros that the template as a whole asks for. */
  readonly transforms: readonly string[]
}

/** Whether something is an object with keys (no list, no null). */
export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads the text of a template, JSON or YAML. Throws `TemplateError` when it is neither, or has no resources. */
export function readTemplate(text: string, file?: string): Template {
  const json = text.trimStart().startsWith('{')
  const body = json ? readJson(text, file) : readYamlBody(text, file)
  if (!isEntry(body)) {
    throw new TemplateError(
      unread(file),
      broken('Template format error: unsupported structure.', 'The template is no object: a template has sections such as Resources.', 1),
    )
  }
  const all = Object.entries(section(body, 'Resources'))
  const resources = Object.fromEntries(all.filter(([id]) => !id.startsWith('Fn::'))) as Record<string, TemplateResource>
  const transform = body['Transform']
  const description = body['Description']
  const metadata = body['Metadata']
  return {
    text,
    ...(file === undefined ? {} : { file }),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isEntry(metadata) ? { metadata } : {}),
    sections: body,
    parameters: section(body, 'Parameters') as Record<string, Entry>,
    mappings: section(body, 'Mappings') as Record<string, Entry>,
    conditions: section(body, 'Conditions'),
    resources,
    loops: all.map(([id]) => id).filter((id) => id.startsWith('Fn::')),
    outputs: Object.fromEntries(Object.entries(section(body, 'Outputs')).filter(([name]) => !name.startsWith('Fn::'))) as Record<
      string,
      Entry
    >,
    transforms: (Array.isArray(transform) ? transform : [transform]).map(transformName).filter((name) => name !== undefined),
    lineOf: json ? (path) => lineInJson(text, path) : yaml().linesOfYaml(text),
    constructOf: (logicalId) => {
      const path = resources[logicalId]?.Metadata?.['aws:cdk:path']
      return typeof path === 'string' ? path.replace(/\/Resource$/, '') : undefined
    },
  }
}

function section(body: Entry, name: string): Entry {
  const value = body[name]
  return isEntry(value) ? value : {}
}

function transformName(transform: unknown): string | undefined {
  if (typeof transform === 'string') return transform
  return isEntry(transform) && typeof transform['Name'] === 'string' ? transform['Name'] : undefined
}

function lineInJson(text: string, path: TemplatePath): number | undefined {
  const scan = scanJson(text, path)
  return scan !== undefined && 'found' in scan ? lineAndColumn(text, scan.found).line : undefined
}

function readJson(text: string, file: string | undefined): unknown {
  if (isNestedDeeper(text, DEEPEST, 'json')) {
    // Uncertain: CloudFormation's own limit, and its words.
    const aws = 'Template format error: JSON not well-formed. (line 1, column 1)'
    throw new TemplateError(unread(file), broken(aws, `The template is nested deeper than ${DEEPEST} levels.`, 1))
  }
  try {
    return JSON.parse(text)
  } catch {
    const scan = scanJson(text)
    const { at, expected } =
      scan !== undefined && 'error' in scan ? { at: scan.error, expected: scan.expected } : { at: 0, expected: 'JSON' }
    const { line, column } = lineAndColumn(text, at)
    const found = at >= text.length ? 'the end of the text' : `'${text[at]}'`
    const message = `The template is not well-formed JSON: line ${line}, column ${column} has ${found} where ${expected} belongs.`
    throw new TemplateError(
      unread(file),
      broken(`Template format error: JSON not well-formed. (line ${line}, column ${column})`, message, line),
    )
  }
}

function readYamlBody(text: string, file: string | undefined): unknown {
  const { readYaml, YamlError } = yaml()
  try {
    return readYaml(text, DEEPEST)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const { line, column, message } = error
    const aws = `Template format error: YAML not well-formed. (line ${line}, column ${column})`
    throw new TemplateError(
      unread(file),
      broken(aws, `The template is not well-formed YAML: line ${line}, column ${column}: ${message}.`, line),
    )
  }
}

function broken(aws: string, message: string, line: number): Finding {
  return { code: 'template-not-readable', aws, message, line, fix: 'Correct the template, or point at the right file.' }
}

function unread(file: string | undefined): Source {
  return { ...(file === undefined ? {} : { file }), lineOf: () => undefined, constructOf: () => undefined }
}

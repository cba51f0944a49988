import { TemplateError, type TemplatePath } from './findings'
import type { Template } from './template'

/** What `AWS::NoValue` stands for: the member or element that holds it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue')

/** What intrinsic functions need to know of the stack that they are evaluated in. */
export interface Scope {
  readonly template: Template
  readonly region: string
  /** A parameter's, a pseudo parameter's or a resource's value; undefined when there is none of that name. */
  ref(name: string): unknown
  /** An attribute of a resource that has been made; undefined when there is no such resource or attribute. */
  attribute(resource: string, name: string): unknown
  /** Whether a condition of the template holds. */
  holds(condition: string): boolean
  /** The value of another stack's export. */
  importValue(name: string, path: TemplatePath): string | undefined
  /** The value of an output of another stack, of the same region and account. */
  stackOutput(stack: string, output: string, path: TemplatePath): string | undefined
  /** Replaces `{{resolve:...}}` in a text. */
  resolve(text: string, path: TemplatePath): string
  /** Tells that something was left as it is. */
  report(code: string, message: string, path: TemplatePath, fix?: string): void
}

/** The value that a part of a template stands for. */
export type Evaluate = (value: unknown, scope: Scope, path: TemplatePath) => unknown

/** What a function makes of its argument. `path` is that of the argument. */
export type IntrinsicFunction = (argument: unknown, scope: Scope, path: TemplatePath, evaluate: Evaluate) => unknown

/** A value where a text is needed. */
export function asText(value: unknown, scope: Scope, path: TemplatePath): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  // A list of the kind CommaDelimitedList is joined again.
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',')
  if (value === NO_VALUE) return ''
  return fail(
    scope,
    path,
    `Template error: ${String(path.at(-1))} expects a string`,
    `${String(path.at(-1))} needs a text here, and this is ${JSON.stringify(value)}.`,
  )
}

/** Refuses an argument: `aws` in CloudFormation's words, `message` in ours. */
export function fail(scope: Scope, path: TemplatePath, aws: string, message: string, found?: unknown, fix?: string): never {
  const shown = found === undefined ? '' : ` Found: ${JSON.stringify(found)?.slice(0, 200)}.`
  throw new TemplateError(scope.template, {
    code: 'bad-intrinsic-function',
    aws,
    message: message + shown,
    path,
    ...(fix === undefined ? {} : { fix }),
  })
}

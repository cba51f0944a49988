import type { Parameter } from '@aws-sdk/client-cloudformation'
import { compileFullMatch } from '../../language/java-pattern'
import type { Call } from '../operations'
import { bootstrapParameter } from '../ssm/bootstrap'
import { type Finding, TemplateError, type TemplatePath } from './findings'
import type { Entry, Template } from './template'

/** Names that Ref and Fn::Sub know without a parameter. */
export const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
] as const

/** The types that a parameter can have. */
export const PARAMETER_TYPE =
  /^(?:String|Number|CommaDelimitedList|List<(?:String|Number|AWS::[\w:]+)>|AWS::SSM::Parameter::(?:Name|Value<(?:String|CommaDelimitedList|AWS::[\w:]+|List<(?:String|AWS::[\w:]+)>)>)|AWS::[\w:]+)$/

/** The parameters of a stack with their values. */
export interface ParameterValues {
  /** What Ref answers: a text, or a list of texts. */
  readonly values: Readonly<Record<string, string | readonly string[]>>
  /** As they were given, defaults filled in: what an update with UsePreviousValue starts from. */
  readonly given: Readonly<Record<string, string>>
  /** As DescribeStacks shows them. */
  readonly described: readonly Parameter[]
}

/** Makes a value up for something that a template refers to and that is not there, and tells so. */
export type MakeUp = (kind: 'export' | 'parameter' | 'stored parameter', name: string, path: TemplatePath) => string

/** Looks up a parameter of the Parameter Store, or one of its versions. */
export function storedParameter(call: Call, name: string, version?: string): string | undefined {
  if (version !== undefined) return call.records.parameterVersions.get(version, name)?.Value
  return (call.records.parameters.get(name) ?? bootstrapParameter(call, name))?.Value
}

/** Gives every parameter of a template its value. Throws `TemplateError` with CloudFormation's messages. */
export function resolveParameters(
  template: Template,
  values: Readonly<Record<string, string>>,
  call: Call,
  makeUp?: MakeUp,
): ParameterValues {
  const given = makeUp === undefined ? values : { ...madeUp(template, values, makeUp), ...values }
  return resolve(template, given, call, makeUp)
}

/** Values for those parameters that have none. */
function madeUp(template: Template, values: Readonly<Record<string, string>>, makeUp: MakeUp): Record<string, string> {
  const missing = Object.keys(template.parameters).filter((name) => values[name] === undefined && defaultOf(template, name) === undefined)
  return Object.fromEntries(
    missing.map((name) => {
      const made = makeUp('parameter', name, ['Parameters', name])
      const { Type, AllowedValues } = template.parameters[name] as Entry
      const [allowed] = Array.isArray(AllowedValues) ? (AllowedValues as unknown[]) : []
      return [name, allowed === undefined ? (String(Type).includes('Number') ? '1' : made) : String(allowed)]
    }),
  )
}

function resolve(template: Template, given: Readonly<Record<string, string>>, call: Call, makeUp: MakeUp | undefined): ParameterValues {
  const findings: Finding[] = []
  const strangers = Object.keys(given).filter((name) => !Object.hasOwn(template.parameters, name))
  if (strangers.length > 0) {
    findings.push({
      code: 'unknown-parameter',
      aws: `Parameters: [${strangers.join(', ')}] do not exist in the template`,
      message: `Values were given for parameters that the template does not have: ${strangers.join(', ')}.`,
    })
  }
  const missing = Object.keys(template.parameters).filter((name) => given[name] === undefined && defaultOf(template, name) === undefined)
  for (const name of missing) {
    findings.push({
      code: 'parameter-without-value',
      aws: `Parameters: [${missing.join(', ')}] must have values`,
      path: ['Parameters', name],
      message: `The parameter ${name} has no default, and no value was given.`,
      fix: `Give a value for ${name}, or a Default in the template.`,
    })
  }
  if (findings.length > 0) throw new TemplateError(template, ...findings)

  const values: Record<string, string | readonly string[]> = {}
  const texts: Record<string, string> = {}
  const described: Parameter[] = []
  const notStored: { name: string; key: string }[] = []
  for (const [name, definition] of Object.entries(template.parameters)) {
    const text = given[name] ?? (defaultOf(template, name) as string)
    const type = String(definition['Type'])
    const problem = violation(name, text, definition, type)
    if (problem !== undefined) findings.push(problem)
    texts[name] = text
    const stored = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type)
    let resolved: string | undefined
    if (stored !== null) {
      resolved = storedParameter(call, text) ?? makeUp?.('stored parameter', text, ['Parameters', name])
      if (resolved === undefined) notStored.push({ name, key: text })
    }
    values[name] = asValue(resolved ?? text, stored?.[1] ?? type)
    const noEcho = String(definition['NoEcho']) === 'true'
    described.push({
      ParameterKey: name,
      ParameterValue: noEcho ? '****' : text,
      ...(resolved === undefined || noEcho ? {} : { ResolvedValue: resolved }),
    })
  }
  for (const { name, key } of notStored) {
    const all = notStored.map((one) => one.key).join(', ')
    findings.push({
      code: 'unknown-ssm-parameter',
      aws: `Unable to fetch parameters [${all}] from parameter store for this account.`,
      path: ['Parameters', name],
      message: `The parameter ${name} takes its value from '${key}' of the Parameter Store, which is not set.`,
      fix: `Put the parameter '${key}' first, by an AWS::SSM::Parameter of an earlier stack or by PutParameter.`,
    })
  }
  if (findings.length > 0) throw new TemplateError(template, ...findings)
  return { values, given: texts, described }
}

function defaultOf(template: Template, name: string): string | undefined {
  const value = template.parameters[name]?.['Default']
  if (value === undefined || value === null) return undefined
  return Array.isArray(value) ? value.join(',') : String(value)
}

function asValue(text: string, type: string): string | readonly string[] {
  if (!/^(?:CommaDelimitedList|List<.*>)$/.test(type)) return text
  return text === '' ? [] : text.split(',').map((item) => item.trim())
}

function violation(name: string, text: string, definition: Entry, type: string): Finding | undefined {
  const path: TemplatePath = ['Parameters', name]
  const found = String(definition['NoEcho']) === 'true' ? 'the value given' : `'${text}'`
  const reject = (what: string, expected: string): Finding => {
    const described = definition['ConstraintDescription']
    // The text for a value that is described is AWS's; the others are uncertain in detail.
    const aws =
      typeof described === 'string' ? `Parameter ${name} failed to satisfy constraint: ${described}` : `Parameter '${name}' ${what}`
    return { code: 'bad-parameter-value', aws, path, message: `The parameter ${name} is ${found}; ${expected}.` }
  }
  const items = /^(?:CommaDelimitedList|List<.*>)$/.test(type) ? (asValue(text, type) as readonly string[]) : [text]
  const number = type === 'Number' || type === 'List<Number>'
  for (const item of items) {
    if (number && (item.trim() === '' || Number.isNaN(Number(item)))) return reject('must be a number', 'it must be a number')
    const allowed = definition['AllowedValues']
    if (Array.isArray(allowed) && !allowed.some((value) => String(value) === item)) {
      return reject('must be one of AllowedValues', `it must be one of ${allowed.join(', ')}`)
    }
    const pattern = definition['AllowedPattern']
    if (typeof pattern === 'string' && !matches(pattern, item))
      return reject(`must match pattern ${pattern}`, `it must match the pattern ${pattern}`)
    const [minimum, maximum] = [bound(definition['MinLength']), bound(definition['MaxLength'])]
    if (minimum !== undefined && item.length < minimum) {
      return reject(`must contain at least ${minimum} characters`, `it must have at least ${minimum} characters`)
    }
    if (maximum !== undefined && item.length > maximum) {
      return reject(`must contain at most ${maximum} characters`, `it must have at most ${maximum} characters`)
    }
    const [least, most] = [bound(definition['MinValue']), bound(definition['MaxValue'])]
    if (least !== undefined && Number(item) < least)
      return reject(`must be a number not less than ${least}`, `it must be at least ${least}`)
    if (most !== undefined && Number(item) > most) return reject(`must be a number not greater than ${most}`, `it must be at most ${most}`)
  }
  return undefined
}

function bound(value: unknown): number | undefined {
  return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value)
}

/** Whether a pattern matches the whole of a text. One that cannot be read rejects nothing. */
function matches(pattern: string, text: string): boolean {
  return compileFullMatch(pattern)?.(text) ?? true
}

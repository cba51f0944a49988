import { TemplateError, type TemplatePath } from './findings'
import { evaluate } from './intrinsics'
import { intrinsicOf } from './references'
import type { Scope } from './scope'
import { isEntry, type Template } from './template'

/** The conditions of a template, each evaluated when it is first asked for. Throws `TemplateError` for a cycle or a malformed condition. */
export function conditionsOf(template: Template, scope: () => Scope): (name: string) => boolean {
  const known = new Map<string, boolean | 'under way'>()
  const holds = (name: string): boolean => {
    const value = known.get(name)
    if (value === 'under way') {
      throw new TemplateError(template, {
        code: 'circular-conditions',
        aws: `Template format error: Circular condition dependency: [${[...known]
          .filter(([, one]) => one === 'under way')
          .map(([one]) => one)
          .join(', ')}]`,
        message: `The condition ${name} refers to itself.`,
        path: ['Conditions', name],
      })
    }
    if (value !== undefined) return value
    if (!Object.hasOwn(template.conditions, name)) return false
    known.set(name, 'under way')
    const result = truth(template.conditions[name], scope(), ['Conditions', name])
    known.set(name, result)
    return result
  }
  return holds
}

function truth(value: unknown, scope: Scope, path: TemplatePath): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  if (isEntry(value) && typeof value['Condition'] === 'string' && Object.keys(value).length === 1) return scope.holds(value['Condition'])
  const { name, argument } = intrinsicOf(value) ?? { name: '', argument: undefined }
  const all = (list: readonly unknown[]) => list.map((one, i) => truth(one, scope, [...path, name, i]))
  const list = Array.isArray(argument) ? (argument as unknown[]) : []
  switch (name) {
    case 'Fn::And':
      if (list.length >= 2 && list.length <= 10) return all(list).every(Boolean)
      return malformed(scope, path, name, 'a list of at least 2 and at most 10 boolean parameters')
    case 'Fn::Or':
      if (list.length >= 2 && list.length <= 10) return all(list).some(Boolean)
      return malformed(scope, path, name, 'a list of at least 2 and at most 10 boolean parameters')
    case 'Fn::Not':
      if (list.length === 1) return !truth(list[0], scope, [...path, name, 0])
      return malformed(scope, path, name, 'a list with a single boolean parameter')
    case 'Fn::Equals': {
      if (list.length !== 2) return malformed(scope, path, name, 'a list of 2 string parameters')
      const [left, right] = list.map((one, i) => evaluate(one, scope, [...path, name, i]))
      return comparable(left) === comparable(right)
    }
    case 'Fn::If':
    case 'Fn::FindInMap':
    case 'Fn::Select':
    case 'Ref':
      return truth(evaluate(value, scope, path), scope, path)
    default:
      return malformed(scope, path, 'Conditions', 'Fn::And, Fn::Equals, Fn::Not, Fn::Or or Condition in every condition')
  }
}

/** Numbers, booleans and texts of a template compare as texts. */
function comparable(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function malformed(scope: Scope, path: TemplatePath, name: string, wanted: string): never {
  throw new TemplateError(scope.template, {
    code: 'bad-condition',
    aws: `Template error: every ${name} object requires ${wanted}.`,
    message: `${name} needs ${wanted}.`,
    path,
  })
}

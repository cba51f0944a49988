import type { TemplatePath } from './findings'
import { LIST_FUNCTIONS } from './list-functions'
import { getAttParts, intrinsicOf, subParts } from './references'
import { asText, fail, type IntrinsicFunction, NO_VALUE, type Scope } from './scope'
import { isEntry } from './template'

/** The value that a part of a template stands for, all intrinsic functions evaluated. */
export function evaluate(value: unknown, scope: Scope, path: TemplatePath): unknown {
  if (typeof value === 'string') return value.includes('{{resolve:') ? scope.resolve(value, path) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (let i = 0; i < value.length; i++) {
      const item = evaluate(value[i], scope, [...path, i])
      if (item !== NO_VALUE) items.push(item)
    }
    return items
  }
  const intrinsic = intrinsicOf(value)
  if (intrinsic !== undefined) {
    const inside = [...path, intrinsic.name]
    const run = FUNCTIONS[intrinsic.name]
    if (run === undefined) return unknownFunction(intrinsic.name, value, scope, inside)
    const result = run(intrinsic.argument, scope, inside, evaluate)
    return typeof result === 'string' && result.includes('{{resolve:') ? scope.resolve(result, path) : result
  }
  const object: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    const evaluated = key.startsWith('Fn::ForEach') ? unknownFunction(key, member, scope, path) : evaluate(member, scope, [...path, key])
    if (evaluated !== NO_VALUE) object[key] = evaluated
  }
  return object
}

function unknownFunction(name: string, value: unknown, scope: Scope, path: TemplatePath): unknown {
  if (name.startsWith('Fn::ForEach')) {
    scope.report(
      'macro-not-expanded',
      `${name} is not expanded: what it would generate is missing.`,
      path,
      'Write out what the loop generates.',
    )
    return NO_VALUE
  }
  // An object of the user's own data may have one key that looks like a function; AWS refuses it as well.
  return fail(scope, path, `Template error: Unrecognized intrinsic function ${name}`, `'${name}' is no intrinsic function.`, value)
}

const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  ...LIST_FUNCTIONS,

  Ref: refTo,

  'Fn::GetAtt': (argument, scope, path) => {
    const parts = getAttParts(argument)
    const attribute = parts === undefined ? undefined : evaluate(parts.attribute, scope, path)
    if (parts === undefined || typeof attribute !== 'string' || attribute === '') {
      const text = 'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute'
      return fail(scope, path, text, 'Fn::GetAtt takes a resource and an attribute.', argument)
    }
    return attributeOf(parts.name, attribute, scope, path)
  },

  'Fn::Sub': (argument, scope, path) => {
    const [text, values] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}]
    if (typeof text !== 'string' || !isEntry(values) || (Array.isArray(argument) && argument.length !== 2)) {
      const aws =
        "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string"
      return fail(scope, path, aws, 'Fn::Sub takes a text, or a text and an object of values.', argument)
    }
    let result = ''
    for (const part of subParts(text)) {
      if (typeof part === 'string') result += part
      else if (Object.hasOwn(values, part.name)) result += asText(evaluate(values[part.name], scope, [...path, 1, part.name]), scope, path)
      else {
        const dot = part.name.indexOf('.')
        const value = dot < 0 ? refTo(part.name, scope, path) : attributeOf(part.name.slice(0, dot), part.name.slice(dot + 1), scope, path)
        result += asText(value, scope, path)
      }
    }
    return result
  },

  'Fn::If': (argument, scope, path) => {
    if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string') {
      return fail(
        scope,
        path,
        'Template error: Fn::If requires a list argument with three elements',
        'Fn::If takes a condition and two values.',
        argument,
      )
    }
    const branch = scope.holds(argument[0]) ? 1 : 2
    return evaluate(argument[branch], scope, [...path, branch])
  },

  'Fn::FindInMap': (argument, scope, path) => {
    const [map, first, second, options] = Array.isArray(argument)
      ? argument.slice(0, 3).map((part, i) => evaluate(part, scope, [...path, i]))
      : []
    const last = Array.isArray(argument) ? argument[3] : options
    const keys = [map, first, second]
    if (!keys.every((key) => typeof key === 'string' || typeof key === 'number')) {
      const aws =
        'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value'
      return fail(scope, path, aws, 'Fn::FindInMap takes a mapping and two keys.', argument)
    }
    const level = own(own(scope.template.mappings, String(map)), String(first))
    const value = own(level, String(second))
    if (value !== undefined) return evaluate(value, scope, path)
    if (isEntry(last) && 'DefaultValue' in last) return evaluate(last['DefaultValue'], scope, [...path, 3, 'DefaultValue'])
    return fail(
      scope,
      path,
      `Template error: Unable to get mapping for ${keys.join('::')}`,
      `The mapping ${String(map)} has no value at ${String(first)}, ${String(second)}.`,
    )
  },

  'Fn::ImportValue': (argument, scope, path) => {
    const name = evaluate(argument, scope, path)
    if (typeof name !== 'string')
      return fail(
        scope,
        path,
        'Template error: the attribute in Fn::ImportValue must be a string or a function that returns a string',
        'Fn::ImportValue takes a name.',
        argument,
      )
    const message = `No stack exports '${name}'.`
    return (
      scope.importValue(name, path) ??
      fail(scope, path, `No export named ${name} found`, message, undefined, 'Deploy the exporting stack first.')
    )
  },

  // How AWS words its refusals of this function is uncertain.
  'Fn::GetStackOutput': (argument, scope, path) => {
    const given = evaluate(argument, scope, path)
    const { StackName: stack, OutputName: output, Region: region = scope.region } = isEntry(given) ? given : {}
    if (typeof stack !== 'string' || typeof output !== 'string')
      return fail(
        scope,
        path,
        'Template error: Fn::GetStackOutput requires StackName and OutputName',
        'Fn::GetStackOutput takes a stack and an output.',
        argument,
      )
    const message =
      region === scope.region
        ? `There is no output '${output}' of a stack '${stack}'.`
        : `Stacks of another region, ${String(region)}, are not looked into.`
    return (
      (region === scope.region ? scope.stackOutput(stack, output, path) : undefined) ??
      fail(scope, path, `Output ${output} of stack ${stack} not found`, message, undefined, 'Deploy that stack first.')
    )
  },

  'Fn::GetAZs': (argument, scope, path) => {
    const region = evaluate(argument, scope, path)
    const name = typeof region === 'string' && region !== '' ? region : scope.region
    return ['a', 'b', 'c'].map((zone) => name + zone)
  },

  'Fn::Base64': (argument, scope, path) => Buffer.from(asText(evaluate(argument, scope, path), scope, path), 'utf8').toString('base64'),

  'Fn::ToJsonString': (argument, scope, path) => JSON.stringify(evaluate(argument, scope, path)),

  'Fn::Transform': (argument, scope, path) => {
    const name = isEntry(argument) ? String(argument['Name']) : 'a macro'
    const message = `The macro ${name} is not run: what it would put here is missing.`
    scope.report('macro-not-run', message, path, 'Put its result into the template.')
    return NO_VALUE
  },
}

function refTo(argument: unknown, scope: Scope, path: TemplatePath): unknown {
  if (typeof argument !== 'string')
    return fail(scope, path, 'Template error: every Ref object must have a single String value.', 'Ref takes one name.', argument)
  if (argument === 'AWS::NoValue') return NO_VALUE
  return (
    scope.ref(argument) ??
    fail(
      scope,
      path,
      `Template format error: Unresolved resource dependencies [${argument}] in the ${String(path[0])} block of the template`,
      `'${argument}' is referred to, and it is not there: its condition does not hold, or it was not made.`,
    )
  )
}

function attributeOf(resource: string, attribute: string, scope: Scope, path: TemplatePath): unknown {
  return (
    scope.attribute(resource, attribute) ??
    fail(
      scope,
      path,
      `Template error: resource ${resource} does not support attribute type ${attribute} in Fn::GetAtt`,
      `'${resource}.${attribute}' is referred to, and it is not there.`,
    )
  )
}

function own(object: unknown, key: string): unknown {
  return isEntry(object) && Object.hasOwn(object, key) ? object[key] : undefined
}

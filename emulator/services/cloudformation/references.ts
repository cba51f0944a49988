import type { TemplatePath } from './findings'
import { isEntry } from './template'

/** A mention of a parameter, a resource or a condition somewhere in a template. */
export type Reference =
  | { readonly kind: 'ref'; readonly name: string; readonly path: TemplatePath }
  | { readonly kind: 'attribute'; readonly name: string; readonly attribute: string; readonly path: TemplatePath }
  | { readonly kind: 'condition'; readonly name: string; readonly path: TemplatePath }

/** The one intrinsic function that an object stands for, if it does: an object with a single key `Ref` or `Fn::...`. */
export function intrinsicOf(value: unknown): { readonly name: string; readonly argument: unknown } | undefined {
  if (!isEntry(value)) return undefined
  let name: string | undefined
  for (const key in value) {
    if (name !== undefined) return undefined
    name = key
  }
  if (name === undefined || (name !== 'Ref' && !name.startsWith('Fn::'))) return undefined
  return { name, argument: value[name] }
}

/** A text of Fn::Sub in parts: literals, and names in `${}`. `${!Literal}` is the literal `${Literal}`. */
export function subParts(text: string): readonly (string | { readonly name: string })[] {
  const parts: (string | { name: string })[] = []
  const pattern = /\$\{([^}]*)\}/g
  let from = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match.index > from) parts.push(text.slice(from, match.index))
    const inner = match[1] as string
    parts.push(inner.startsWith('!') ? `\${${inner.slice(1)}}` : { name: inner.trim() })
    from = pattern.lastIndex
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

/** The resource and attribute that a Fn::GetAtt names, in either of its forms; undefined when it is malformed. */
export function getAttParts(argument: unknown): { readonly name: string; readonly attribute: unknown } | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.')
    return dot <= 0 || dot === argument.length - 1 ? undefined : { name: argument.slice(0, dot), attribute: argument.slice(dot + 1) }
  }
  if (!Array.isArray(argument) || argument.length < 2) return undefined
  const [name, ...attribute] = argument as unknown[]
  if (typeof name !== 'string' || name === '') return undefined
  return { name, attribute: attribute.length === 1 ? attribute[0] : attribute.join('.') }
}

/**
 * Everything that a part of a template mentions. With `holds`, only the branch of each Fn::If that is taken is looked at, which is how
 * CloudFormation finds the order of resources.
 */
export function* references(value: unknown, path: TemplatePath, holds?: (condition: string) => boolean): Generator<Reference> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield* references(value[i], [...path, i], holds)
    return
  }
  if (!isEntry(value)) return
  const intrinsic = intrinsicOf(value)
  if (intrinsic === undefined) {
    for (const key in value) yield* references(value[key], [...path, key], holds)
    return
  }
  const { name, argument } = intrinsic
  const inside = [...path, name]
  if (name === 'Ref') {
    if (typeof argument === 'string') yield { kind: 'ref', name: argument, path: inside }
  } else if (name === 'Fn::GetAtt') {
    const parts = getAttParts(argument)
    if (parts === undefined) return
    if (typeof parts.attribute === 'string') yield { kind: 'attribute', name: parts.name, attribute: parts.attribute, path: inside }
    else {
      yield { kind: 'ref', name: parts.name, path: inside }
      yield* references(parts.attribute, [...inside, 1], holds)
    }
  } else if (name === 'Fn::Sub') yield* subReferences(argument, inside, holds)
  else if (name === 'Fn::If' && Array.isArray(argument) && typeof argument[0] === 'string') {
    yield { kind: 'condition', name: argument[0], path: [...inside, 0] }
    const taken = holds === undefined ? [1, 2] : [holds(argument[0]) ? 1 : 2]
    for (const branch of taken) yield* references(argument[branch], [...inside, branch], holds)
  } else yield* references(argument, inside, holds)
}

function* subReferences(argument: unknown, path: TemplatePath, holds?: (condition: string) => boolean): Generator<Reference> {
  const [text, values] = Array.isArray(argument) ? (argument as unknown[]) : [argument]
  if (typeof text === 'string') {
    for (const part of subParts(text)) {
      if (typeof part === 'string' || (isEntry(values) && part.name in values)) continue
      const dot = part.name.indexOf('.')
      if (dot < 0) yield { kind: 'ref', name: part.name, path }
      else yield { kind: 'attribute', name: part.name.slice(0, dot), attribute: part.name.slice(dot + 1), path }
    }
  }
  if (isEntry(values)) for (const key in values) yield* references(values[key], [...path, 1, key], holds)
}

/** The names of conditions inside a condition: `{ "Condition": "IsProd" }`. */
export function* conditionReferences(value: unknown, path: TemplatePath): Generator<{ name: string; path: TemplatePath }> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield* conditionReferences(value[i], [...path, i])
  } else if (isEntry(value)) {
    if (typeof value['Condition'] === 'string' && Object.keys(value).length === 1) {
      yield { name: value['Condition'], path: [...path, 'Condition'] }
    } else for (const key in value) yield* conditionReferences(value[key], [...path, key])
  }
}

/** The logical ids that a DependsOn names. */
export function dependsOn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

import { type PolicyRequest, type Reading, valuesOf } from './request'
import { literally } from './wildcard'

/** `${key}`, `${key, 'value where there is none'}`; `${*}`, `${?}` and `${$}` stand for the characters. */
const VARIABLE = /\$\{([*?$]|[^},]+?)(?:,\s*'([^']*)')?\s*\}/g

/** Tests a value of a request against a text of the policy, in which variables stand for the request's own values. */
export type ValueTest = (request: PolicyRequest, value: string) => boolean

/**
 * Compiles a text of a policy; `wild`: it is a pattern. A key that the request does not have once makes the text match nothing (IAM user guide, "Policy
 * elements: Variables and tags").
 */
export function withVariables(
  text: string,
  reading: Reading,
  wild: boolean,
  compile: (filled: string) => (value: string) => boolean,
): ValueTest {
  if (!reading.variables || !text.includes('${')) {
    const test = compile(text)
    return (_request, value) => test(value)
  }
  return (request, value) => {
    const filled = fill(text, request, wild)
    return filled !== undefined && compile(filled)(value)
  }
}

function fill(text: string, request: PolicyRequest, wild: boolean): string | undefined {
  let known = true
  const filled = text.replace(VARIABLE, (_all, name: string, otherwise: string | undefined) => {
    const found = '*?$'.includes(name) ? [name] : valuesOf(request, name.trim().toLowerCase())
    const value = found.length === 1 ? found[0] : otherwise
    if (value === undefined) known = false
    return wild ? literally(value ?? '') : (value ?? '')
  })
  return known ? filled : undefined
}

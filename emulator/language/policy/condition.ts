import { OPERATORS } from './operators'
import { list, type PolicyRequest, type Reading, type Test, valuesOf } from './request'
import { withVariables } from './variables'

/** Operators whose values are patterns. */
const WITH_WILDCARDS = /Like$|^Arn/
const WRITTEN = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/

/** Compiles one key of a condition: any of the wanted values will do, or none of them where the operator is negative. */
export function compileCondition(written: string, key: string, values: unknown, place: string, reading: Reading): Test | undefined {
  const [, quantifier, base = '', ifExists] = WRITTEN.exec(written) ?? []
  const name = key.toLowerCase()
  const wanted = list(values).map(String)
  const wrong = list(values).find((value) => !['string', 'number', 'boolean'].includes(typeof value))
  if (wrong !== undefined) return reading.misfit(place, `: ${JSON.stringify(wrong)} is no value`)
  if (base === 'Null') {
    if (ifExists !== undefined || wanted.some((value) => !/^(?:true|false)$/i.test(value)))
      return reading.misfit(place, ': Null takes true or false')
    const absent = wanted.map((value) => value.toLowerCase() === 'true')
    return (request) => absent.includes(valuesOf(request, name).length === 0)
  }
  const operator = OPERATORS.get(base)
  if (operator === undefined) return reading.misfit(place, `: ${written} is no condition operator`)
  const { compile, negative = false } = operator
  for (const text of wanted) {
    const filledIn = reading.variables && text.includes('${')
    if (!filledIn && compile(text) === undefined) return reading.misfit(place, `: ${JSON.stringify(text)} is no value for ${base}`)
  }
  const tests = wanted.map((text) => withVariables(text, reading, WITH_WILDCARDS.test(base), (filled) => compile(filled) ?? (() => false)))
  const one = (request: PolicyRequest, value: string): boolean => tests.some((test) => test(request, value)) !== negative
  return (request) => {
    const given = valuesOf(request, name)
    if (given.length === 0) return quantifier === 'ForAllValues' || ifExists !== undefined || (negative && quantifier === undefined)
    return quantifier === 'ForAnyValue' || (quantifier === undefined && !negative)
      ? given.some((value) => one(request, value))
      : given.every((value) => one(request, value))
  }
}

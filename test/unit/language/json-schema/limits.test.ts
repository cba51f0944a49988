import { compileEcmaPattern } from '../../../../emulator/language/json-schema/ecma-pattern'
import { compileSchemas } from '../../../../emulator/language/json-schema/schema'
import { cpuClock } from '../../../support/cpu-time'

function problemOf(schema: object, body: string): string | undefined {
  const compiled = compileSchemas(new Map([['Model', JSON.stringify(schema)]]), 'Model')
  if ('problem' in compiled) throw new Error(compiled.problem)
  return compiled.validate(body)
}

const A = 'a'.repeat(50_000)
const TREE = { definitions: { tree: { properties: { x: { allOf: [{ $ref: '#/definitions/tree' }, { $ref: '#/definitions/tree' }] } } } } }

test.each<[string, object, () => string, RegExp | undefined]>([
  ['a pattern that backtracks for ever', { items: { pattern: '^(a+)+$' } }, () => JSON.stringify([`${A}!`]), /ECMA 262 regex/],
  ['many of them', { items: { pattern: '^(a|aa)+$' } }, () => JSON.stringify(Array(1000).fill(`${'a'.repeat(9_000)}!`)), /regex|too long/],
  ['a pattern with references', { pattern: '^(a+)\\1+b$' }, () => JSON.stringify(A), /too long/],
  ['duplicates among many objects', { uniqueItems: true }, () => `[${'{"a":1},'.repeat(300_000)}{}]`, /duplicate/],
  ['no duplicates among many', { uniqueItems: true }, () => `[${Array.from({ length: 300_000 }, (_, i) => `{"a":${i}}`)}]`, undefined],
  [
    'a model that doubles its work with each level',
    { ...TREE, $ref: '#/definitions/tree' },
    () => `${'{"x":'.repeat(60)}1${'}'.repeat(60)}`,
    /too long/,
  ],
  [
    'a model that refers to itself, over a deep body',
    { definitions: { list: { items: { $ref: '#/definitions/list' } } }, $ref: '#/definitions/list' },
    () => '['.repeat(100_000) + ']'.repeat(100_000),
    /too deeply/,
  ],
  ['a deep body to be compared', { uniqueItems: true }, () => '['.repeat(100_000) + ']'.repeat(100_000), /too deeply/],
  ['many faults', { items: { type: 'string' } }, () => `[${'1,'.repeat(3_000_000)}1]`, /instance type \(integer\)/],
  [
    'many names that are not allowed',
    { additionalProperties: false },
    () => `{${Array.from({ length: 9_000 }, (_, i) => `"k${i}":1`)}}`,
    /"k8999"/,
  ],
  [
    'many names and patterns',
    { patternProperties: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`^k${i}$`, {}])) },
    () => `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`)}}`,
    /too long/,
  ],
  ['ten megabytes that never close', {}, () => '['.repeat(10_000_000), /failed to match any JSON text/],
])('%s: an answer within seconds', (_what, schema, body, expected) => {
  const text = body()
  const took = cpuClock()
  const problem = problemOf(schema, text)
  const spent = took()
  if (expected === undefined) expect(problem).toBeUndefined()
  else expect(problem).toMatch(expected)
  expect(spent).toBeLessThan(5_000)
})

test('a model that is nested too deeply is no model', () => {
  const deep = `${'{"not":'.repeat(50_000)}{}${'}'.repeat(50_000)}`
  expect(compileSchemas(new Map([['Model', deep]]), 'Model')).toEqual({ problem: 'the model Model is nested too deeply' })
})

test('after a body that took too long the next one is validated as ever', () => {
  const schema = { items: { pattern: '^(a+)\\1+b$' } }
  expect(problemOf(schema, JSON.stringify([A]))).toMatch(/too long/)
  expect(problemOf(schema, JSON.stringify(['aab']))).toBeUndefined()
  expect(problemOf(schema, JSON.stringify(['ab']))).toMatch(/does not match input string "ab"/)
})

test('equal values are duplicates whatever the order of their members; others are none', () => {
  expect(problemOf({ uniqueItems: true }, '[{"a":1,"b":[1.0]},{"b":[1],"a":1}]')).toMatch(/duplicate/)
  expect(problemOf({ uniqueItems: true }, '[1,"1",[1],["1"],{"a":1},{"a":"1"},null,"null",true]')).toBeUndefined()
  expect(problemOf({ uniqueItems: false }, '[1,1]')).toBeUndefined()
})

/** Patterns of schemas are JavaScript's, also where Java reads the same signs otherwise. */
test.each([
  ['^[\\w\\-]+$', 'a-b', 'a b'],
  ['a$', 'ba', 'a\n'],
  ['[[]', '[', 'a'],
  ['[a&&b]', '&', 'c'],
  ['^a{$', 'a{', 'a'],
  ['^\\Q$', 'Q', 'a'],
  ['^.$', '\u0085', '\u2028'],
  ['^\\s$', '\u00a0', 'a'],
  ['^[^\\S]$', ' ', 'a'],
  ['[^]', '\n', ''],
  ['^\\_\\@\\/$', '_@/', '_'],
  ['é\\b', 'ééa', 'é'],
  ['^(?<year>\\d{4})-\\k<year>$', '2020-2020', '2020-2021'],
])('the pattern %j finds %j, and nothing in %j', (pattern, yes, no) => {
  expect(new RegExp(pattern).test(yes)).toBe(true)
  expect([yes, no].map(compileEcmaPattern(pattern, { step: () => {} }))).toEqual([true, false])
})

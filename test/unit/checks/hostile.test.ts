import fc from 'fast-check'
import { checkTemplate } from '../../../checks/index'
import { apis } from './cases/apis'
import { backends } from './cases/backends'
import { doors } from './cases/doors'
import { stages } from './cases/stages'

const TEMPLATES = [...doors, ...backends, ...stages, ...apis]
  .map(({ template }) => template)
  .filter((one) => JSON.stringify(one).length < 20_000)

/** What may stand where something else belongs. */
const ODD: readonly unknown[] = [
  null,
  '',
  'x',
  0,
  -1,
  true,
  [],
  [null],
  [[]],
  {},
  { Ref: 'Api' },
  { Ref: 'AWS::NoValue' },
  { Ref: 'Nothing' },
  { Ref: 7 },
  { Ref: 'constructor' },
  { 'Fn::GetAtt': [] },
  { 'Fn::GetAtt': 'Api' },
  { 'Fn::Sub': ['${A}', { A: { Ref: 'Api' } }] },
  { 'Fn::Sub': 5 },
  { 'Fn::Join': ['', [null, { Ref: 'Api' }]] },
  { 'Fn::Join': 'x' },
  { 'Fn::If': ['Nothing', 1, 2] },
  { 'Fn::If': [] },
  { 'Fn::Select': [9, []] },
  { 'Fn::Split': [null, null] },
  { 'Fn::FindInMap': ['a'] },
  { 'Fn::Transform': { Name: 'AWS::Include' } },
]

/** The paths of every value below one. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))]
}

/** A copy with something else at a path. */
function replaced(value: unknown, path: readonly string[], odd: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return odd
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, odd) : item))
  if (typeof value !== 'object' || value === null) return value
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, odd) }
}

test('whatever stands in a template, the checks do not throw', () => {
  const change = fc.record({ at: fc.nat(), odd: fc.constantFrom(...ODD) })
  fc.assert(
    fc.property(fc.constantFrom(...TEMPLATES), fc.array(change, { minLength: 1, maxLength: 3 }), (template, changes) => {
      const odd = changes.reduce<unknown>((value, { at, odd }) => {
        const paths = pathsOf(value)
        return replaced(value, paths[at % paths.length] as readonly string[], odd)
      }, template)
      for (const { message, resource, fix } of checkTemplate(odd)) {
        if (message === '' || fix === '' || typeof resource !== 'string') throw new Error(`${message} ${resource}`)
      }
    }),
    { numRuns: Number(process.env['PORTICO_FUZZ'] ?? 3000), seed: 1 },
  )
})

test('a resource whose parents go in a circle, and conditions that do, end', () => {
  const circle = (ParentId: unknown) => ({ Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: 'abc', ParentId, PathPart: 'a' } })
  const template = {
    Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
    Resources: {
      One: circle({ Ref: 'Two' }),
      Two: circle({ Ref: 'One' }),
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Condition: 'A',
        Properties: { RestApiId: 'abc', ResourceId: { Ref: 'One' }, HttpMethod: 'GET' },
      },
    },
  }
  expect(checkTemplate(template).map(({ rule }) => rule)).toContain('open-method')
})

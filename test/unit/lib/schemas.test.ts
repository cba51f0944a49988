import { Type } from '@sinclair/typebox'
import Ajv2020 from 'ajv/dist/2020'
import AjvDraft4 from 'ajv-draft-04'
import { z } from 'zod'
import { OPEN, synthesize } from './synthesize'

/** What the gateway makes of a schema of a body. */
function made(body: object) {
  const { only, warnings } = synthesize({ routes: { 'POST /orders': { ...OPEN, body } } })
  return { schema: only('AWS::ApiGateway::Model').Properties['Schema'] as object, warnings: warnings() }
}
const accepts = (schema: object) => {
  const ajv = new AjvDraft4({ strict: false })
  return (value: unknown) => ajv.validate(schema, value)
}

const VALUES = [
  ...[null, true, 0, 1, 2, 3.5, 10, '', 'a', 'abc', 'x1', [], ['a'], ['a', 1], ['a', 1, true], [1], [1, 2], [3, 1], ['b', 'b']],
  ...[
    {},
    { a: 1 },
    { a: 'x' },
    { a: 'x', b: 1 },
    { b: 1 },
    { b: 'y' },
    { x1: 1 },
    { x1: 'a' },
    { kind: 'card', number: '1' },
    { kind: 'card' },
  ],
  ...[{ kind: 'cash' }, { kind: 'cash', number: 1 }, { next: {} }, { next: { next: 1 } }, { a: 'x', c: 1 }, { a: 'x', c: 2, b: 3 }],
]

test.each<[string, object]>([
  ['const', { const: 'a' }],
  ['const of null', { const: null }],
  ['exclusive bounds', { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 10 }],
  ['exclusive bounds beside others', { minimum: 2, exclusiveMinimum: 1, maximum: 3.5, exclusiveMaximum: 10 }],
  ['exclusive bounds that are stricter', { minimum: 0, exclusiveMinimum: 1 }],
  ['prefixItems', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }] }],
  ['a closed tuple', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false }],
  ['a tuple with a tail', { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } }],
  ['contains', { type: 'array', contains: { const: 1 } }],
  ['contains of anything', { contains: { type: 'string' } }],
  ['propertyNames by pattern', { type: 'object', propertyNames: { pattern: '^x' }, additionalProperties: { type: 'integer' } }],
  ['propertyNames by name', { type: 'object', propertyNames: { enum: ['a', 'b'] }, additionalProperties: { type: 'integer' } }],
  ['dependentRequired', { dependentRequired: { a: ['b'], b: [] } }],
  ['dependentSchemas', { dependentSchemas: { a: { properties: { b: { type: 'integer' } }, required: ['b'] } } }],
  [
    'both dependencies of one property',
    { dependentRequired: { a: ['b'] }, dependentSchemas: { a: { properties: { b: { type: 'string' } } } } },
  ],
  [
    'if, then, else',
    { if: { properties: { kind: { const: 'card' } }, required: ['kind'] }, then: { required: ['number'] }, else: { maxProperties: 1 } },
  ],
  ['if alone', { if: { type: 'object' } }],
  ['unevaluatedProperties', { type: 'object', properties: { a: {} }, unevaluatedProperties: false }],
  ['unevaluatedItems', { type: 'array', prefixItems: [{ type: 'string' }], unevaluatedItems: false }],
  ['truth values as schemas', { properties: { a: true, b: false } }],
  ['$defs', { properties: { a: { $ref: '#/$defs/text' } }, $defs: { text: { type: 'string' } } }],
  ['a keyword beside $ref', { properties: { a: { $ref: '#/$defs/text', maxLength: 0 } }, $defs: { text: { type: 'string' } } }],
  ['recursion', { type: 'object', properties: { next: { $ref: '#' } } }],
  ['empty lists', { type: 'object', required: [], properties: { a: { const: 1 } } }],
  ['annotations', { $id: 'https://a.example/s', $comment: 'a', title: 'T', examples: [1], type: 'string', deprecated: true }],
])('%s means the same in draft 4', (_name, schema) => {
  const later = new Ajv2020({ strict: false })
  const [before, after] = [(value: unknown) => later.validate(schema, value), accepts(made(schema).schema)]
  expect(VALUES.filter((value) => after(value))).toEqual(VALUES.filter((value) => before(value)))
})

test('nullable of OpenAPI takes null', () => {
  const check = accepts(
    made({ type: 'object', properties: { a: { type: 'string', enum: ['x'], nullable: true } }, example: { a: 'x' } }).schema,
  )
  expect([{ a: null }, { a: 'x' }, { a: 'y' }].map(check)).toEqual([true, true, false])
})

const ORDERS = [
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 1 }] },
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 1 }], note: null },
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 1 }], pay: 'card', point: [1, 'a'] },
  { customer: '', items: [{ sku: 'tea', quantity: 1 }] },
  { customer: 'Ada', items: [] },
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 0 }] },
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 1.5 }] },
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 1 }], pay: 'gold' },
  { customer: 'Ada', items: [{ sku: 'tea', quantity: 1 }], point: [1] },
  { items: [{ sku: 'tea', quantity: 1 }] },
  'tea',
]
const VALID = [true, true, true, ...Array.from({ length: 8 }, () => false)]

test('a schema of Zod is taken', () => {
  const order = z.object({
    customer: z.string().min(1),
    items: z.array(z.object({ sku: z.string(), quantity: z.number().int().positive() })).min(1),
    pay: z.enum(['card', 'cash']).optional(),
    note: z.string().nullish(),
    point: z.tuple([z.number(), z.string()]).optional(),
  })
  const { schema, warnings } = made(order)
  expect(ORDERS.map(accepts(schema))).toEqual(VALID)
  expect(ORDERS.map((value) => order.safeParse(value).success)).toEqual(VALID)
  expect(warnings).toEqual([])
})

test('a schema of TypeBox is taken', () => {
  const { schema } = made(
    Type.Object({
      customer: Type.String({ minLength: 1 }),
      items: Type.Array(Type.Object({ sku: Type.String(), quantity: Type.Integer({ exclusiveMinimum: 0 }) }), { minItems: 1 }),
      pay: Type.Optional(Type.Union([Type.Literal('card'), Type.Literal('cash')])),
      note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      point: Type.Optional(Type.Tuple([Type.Number(), Type.String()])),
    }),
  )
  expect(ORDERS.map(accepts(schema))).toEqual(VALID)
})

test('a schema of a library that speaks Standard JSON Schema is taken', () => {
  const standard = { '~standard': { version: 1, vendor: 'other', jsonSchema: { input: () => ({ type: 'string', const: 'a' }) } } }
  expect(['a', 'b'].map(accepts(made(standard).schema))).toEqual([true, false])
})

test('a check of Zod that is a function is left to the handler, and said', () => {
  const even = z.object({ amount: z.number().refine((value) => value % 2 === 0) })
  expect(made(even).warnings).toEqual([expect.stringContaining('does not make the checks of "POST /orders" at #/properties/amount')])
})

test.each<[string, object, string]>([
  ['a date of Zod', z.object({ at: z.date() }), 'has date of Zod at #/properties/at, for which draft 4 has no words'],
  [
    'a bigint deep in Zod',
    z.object({ lines: z.array(z.object({ n: z.bigint() })) }),
    'has bigint of Zod at #/properties/lines/items/properties/n',
  ],
  ['Zod of old', { _zod: {} }, 'has a schema of Zod before 4.2 at #'],
  ['a library without JSON Schema', { '~standard': { vendor: 'other' } }, 'has a schema of other at #'],
  [
    'a library that gives up',
    {
      '~standard': {
        vendor: 'other',
        jsonSchema: {
          input: () => {
            throw new Error('no maps')
          },
        },
      },
    },
    'has a schema of other (no maps) at #',
  ],
  ['dynamic references', { properties: { a: { $dynamicRef: '#node' } } }, 'has $dynamicRef at #/properties/a, for which'],
  ['references to elsewhere', { properties: { a: { $ref: 'https://a.example/b.json' } } }, 'has a $ref to elsewhere at #/properties/a'],
  ['counted contents', { properties: { 'a/b': { contains: {}, minContains: 2 } } }, 'has minContains at #/properties/a~1b'],
  ['names by length', { propertyNames: { maxLength: 2 } }, 'has propertyNames at #, for which'],
  ['what is not evaluated by several', { allOf: [{}], unevaluatedProperties: false }, 'has unevaluatedProperties at #'],
  ['what is no schema', { properties: { a: 'string' } }, 'has a schema that is none at #/properties/a'],
  ['what draft 4 refuses', { type: 'objekt' }, 'is not a JSON Schema: #/type'],
])('%s is refused with its place', (_name, schema, message) => {
  expect(() => made(schema)).toThrow(message)
})

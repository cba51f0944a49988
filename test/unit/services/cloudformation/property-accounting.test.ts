import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import { EMULATED_TYPES, resourceType } from '../../../../emulator/services/cloudformation/resources'
import { conform } from '../../../../emulator/services/cloudformation/resources/conform'
import { reported, required, string } from '../../../../emulator/services/cloudformation/resources/property-table'

const spec = loadAwsServiceSpecSync()
type Resource = ReturnType<typeof spec.all<'resource'>>[number]
type PropertyType = Resource['properties'][string]['type']

/** Every path of a type's properties in the public schema, in the way the tables write them. */
function pathsOf(resource: Resource): string[] {
  const types = new Map(spec.follow('usesType', resource).map(({ entity }) => [entity.$id, entity]))
  const paths: string[] = []
  const visit = (type: PropertyType, path: string, above: readonly string[]): void => {
    const definition = type.type === 'ref' ? types.get(type.reference.$ref) : undefined
    if (type.type === 'array') visit(type.element, `${path}[]`, above)
    else if (type.type === 'map') visit(type.element, `${path}.*`, above)
    else if (type.type === 'union') visit(type.types[0] as PropertyType, path, above)
    // Tags are a list of their own kind.
    else if (definition === undefined || above.includes(definition.$id)) paths.push(path.replace(/^(.*\.)?Tags(\[\]|\.\*)$/, '$1Tags'))
    else for (const [name, one] of Object.entries(definition.properties)) visit(one.type, `${path}.${name}`, [...above, definition.$id])
  }
  for (const [name, property] of Object.entries(resource.properties)) visit(property.type, name, [])
  return paths.sort()
}

const resources = new Map(spec.all('resource').map((resource) => [resource.cloudFormationType, resource]))

test('every AWS::ApiGateway type of the public schema is emulated', () => {
  const public_ = [...resources.keys()].filter((type) => type.startsWith('AWS::ApiGateway::'))
  expect(public_.length).toBeGreaterThanOrEqual(22)
  expect(public_.filter((type) => !EMULATED_TYPES.includes(type))).toEqual([])
})

test('each line of the table loads the type that it names', () => {
  expect(EMULATED_TYPES.map((name) => resourceType(name).type)).toEqual(EMULATED_TYPES)
})

/** Rules of AWS WAF are statements in statements: what of them is not emulated, their compiler tells, and not a table. */
const TOLD_ELSEWHERE = /^(Rules\[\])\..*$/

test.each(EMULATED_TYPES.filter((name) => resources.has(name)).map((name) => [name, resourceType(name)] as const))(
  '%s: each property is enforced or reported, and none is made up',
  (name, { properties, attributes }) => {
    const resource = resources.get(name) as Resource
    const paths = pathsOf(resource).map((path) => (name.startsWith('AWS::WAFv2::') ? path.replace(TOLD_ELSEWHERE, '$1') : path))
    expect(Object.keys(properties ?? {}).sort()).toEqual([...new Set(paths)].sort())
    if (attributes !== undefined) expect([...attributes].sort()).toEqual(Object.keys(resource.attributes).sort())
  },
)

test.each(
  EMULATED_TYPES.filter((name) => resources.has(name) && /^AWS::(?:ApiGateway|Cognito)::/.test(name)).map(
    (name) => [name, resourceType(name)] as const,
  ),
)('%s: what is required and what needs a replacement is as in the public schema', (name, { properties = {}, replaceOn, update }) => {
  const resource = resources.get(name) as Resource
  const needed = Object.entries(resource.properties).filter(([, { required: wanted }]) => wanted)
  const held = needed.filter(([property]) => properties[property]?.required || properties[`${property}[]`]?.required)
  // Location is an object: what it needs, its own members say.
  expect(needed.map(([property]) => property).filter((property) => property !== 'Location')).toEqual(held.map(([property]) => property))
  const replacing = Object.entries(resource.properties).filter(([, { causesReplacement }]) => causesReplacement === 'yes')
  const missing = replacing.map(([property]) => property).filter((property) => update !== undefined && !replaceOn.includes(property))
  expect(missing).toEqual([])
})

const TABLE = {
  Name: required(string),
  Size: { kind: 'number' },
  'Settings[].On': reported({ kind: 'boolean' }, 'it is not there yet', false),
  'Settings[].Limit': reported({ kind: 'number' }, 'it is not there yet'),
  'Variables.*': string,
  'Methods[]': string,
  Body: { kind: 'json' },
} as const

test('numbers, booleans and texts are turned into what the type holds', () => {
  const { properties, violations, remarks } = conform(TABLE, {
    Name: 12,
    Size: '3',
    Settings: [{ On: 'false' }],
    Variables: { a: true, b: 1 },
    Methods: 'GET',
    Body: { any: ['thing', 1] },
  })
  expect(properties).toEqual({
    Name: '12',
    Size: 3,
    Settings: [{ On: false }],
    Variables: { a: 'true', b: '1' },
    Methods: ['GET'],
    Body: { any: ['thing', 1] },
  })
  expect([violations, remarks]).toEqual([[], []])
})

test('violations are told in the words of CloudFormation', () => {
  expect(conform(TABLE, { Size: 'x', Settings: { On: true }, Variables: ['a'], Methods: [{}] }).violations).toEqual([
    '#/Size: expected type: Number, found: String',
    '#/Settings: expected type: JSONArray, found: JSONObject',
    '#/Variables: expected type: JSONObject, found: JSONArray',
    '#/Methods/0: expected type: String, found: JSONObject',
    '#: required key [Name] not found',
  ])
})

test('what is not enforced or not known is remarked, unless it changes nothing', () => {
  const { remarks, properties } = conform(TABLE, {
    Name: 'n',
    Settings: [
      { On: true, Limit: 5 },
      { On: false, Onn: 1 },
    ],
  })
  expect(remarks).toEqual([
    { kind: 'not-enforced', reason: 'it is not there yet', path: ['Settings', 0, 'On'] },
    { kind: 'not-enforced', reason: 'it is not there yet', path: ['Settings', 0, 'Limit'] },
    { kind: 'unknown', path: ['Settings', 1, 'Onn'], known: ['On', 'Limit'] },
  ])
  expect(properties['Settings']).toEqual([
    { On: true, Limit: 5 },
    { On: false, Onn: 1 },
  ])
})

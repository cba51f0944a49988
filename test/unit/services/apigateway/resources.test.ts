import { NO_API, oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const NO_RESOURCE = '404 NotFoundException Invalid Resource identifier specified'
const SIBLING = (name: string) => `409 ConflictException Another resource with the same parent already has this name: ${name}`

test('resources nest, list their methods as empty objects, and go with their parents', () => {
  const { gw, restApiId, rootResourceId, resource, mock } = oneApi()
  const pets = gw.CreateResource({ restApiId, parentId: rootResourceId, pathPart: 'pets' })
  expect(pets).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), parentId: rootResourceId, pathPart: 'pets', path: '/pets' })
  mock('/pets/{id}', 'GET')
  mock('/pets/{id}', 'ANY')
  const id = resource('/pets/{id}')
  expect(gw.GetResources({ restApiId }).items[2]).toEqual({
    id,
    parentId: pets.id,
    pathPart: '{id}',
    path: '/pets/{id}',
    resourceMethods: { GET: {}, ANY: {} },
  })
  expect(gw.GetResources({ restApiId, embed: ['methods'] }).items[2]?.resourceMethods?.['ANY']).toMatchObject({ httpMethod: 'ANY' })
  gw.DeleteResource({ restApiId, resourceId: pets.id })
  expect(gw.GetResources({ restApiId }).items).toEqual([{ id: rootResourceId, path: '/' }])
  expect(refusal(() => gw.DeleteResource({ restApiId, resourceId: id }))).toBe(NO_RESOURCE)
  expect(refusal(() => gw.GetResource({ restApiId, resourceId: id }))).toBe(NO_RESOURCE)
  expect(refusal(() => gw.GetResources({ restApiId: 'nope' }))).toBe(NO_API)
})

test.each([
  ['/pets', 'pets', SIBLING('pets')],
  ['/{proxy+}', '{other}', `${BAD}A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed`],
  ['/{proxy+}', '{proxy+}', SIBLING('{proxy+}')],
  ['/{a}', '{b+}', `${BAD}A sibling ({a}) of this resource already has a variable path part -- only one is allowed`],
])('beside %s, %s is refused', (existing, pathPart, error) => {
  const { gw, restApiId, rootResourceId: parentId, resource } = oneApi()
  resource(existing)
  expect(refusal(() => gw.CreateResource({ restApiId, parentId, pathPart }))).toBe(error)
})

test('what may stand where', () => {
  const { gw, restApiId, rootResourceId, resource } = oneApi()
  const create = (parentId: string, pathPart: string) => refusal(() => gw.CreateResource({ restApiId, parentId, pathPart }))
  for (const [parent, part] of [
    ['/{proxy+}', 'x'],
    ['/{proxy+}', '{y}'],
  ] as const) {
    expect(create(resource(parent), part)).toBe(`${BAD}Cannot create a child of a resource with a greedy path variable: {proxy+}`)
  }
  for (const path of ['/parent', '/parent/{proxy+}', '/other/{child}/{child+}', '/a:b,c._-', '/$appliances:all'])
    expect(() => resource(path)).not.toThrow()
  for (const part of ['a/b', 'a b', '{a', 'a}', '{a}b', '{a++}', '{}'])
    expect(create(rootResourceId, part)).toContain("Resource's path part only allow")
  expect(create(rootResourceId, '')).toBe(`${BAD}Resource's path part must be specified`)
  expect(create('nope', 'a')).toBe(NO_RESOURCE)
  expect(refusal(() => gw.CreateResource({ restApiId: 'nope', parentId: rootResourceId, pathPart: 'a' }))).toBe(NO_RESOURCE)
  expect(refusal(() => gw.DeleteResource({ restApiId, resourceId: rootResourceId }))).toContain('BadRequestException')
})

test('a renamed or moved resource takes the paths of all below it along', () => {
  const { gw, restApiId, rootResourceId, resource } = oneApi()
  const [leaf, middle] = [resource('/pets/sub/leaf'), resource('/pets/sub')]
  const update = (resourceId: string, path: string, value: string) =>
    gw.UpdateResource({ restApiId, resourceId, patchOperations: [{ op: 'replace', path, value }] })
  expect(update(middle, '/pathPart', 'renamed').path).toBe('/pets/renamed')
  expect(gw.GetResource({ restApiId, resourceId: leaf }).path).toBe('/pets/renamed/leaf')
  expect(update(middle, '/parentId', rootResourceId)).toEqual({
    id: middle,
    parentId: rootResourceId,
    pathPart: 'renamed',
    path: '/renamed',
  })
  gw.DeleteResource({ restApiId, resourceId: resource('/pets') })
  expect(gw.GetResource({ restApiId, resourceId: leaf }).path).toBe('/renamed/leaf')
})

test('UpdateResource refuses what is recorded', () => {
  const { gw, restApiId, rootResourceId, resource } = oneApi()
  const [pets, sub, deep, other] = [resource('/pets'), resource('/pets/sub'), resource('/pets/sub/pets'), resource('/other')]
  resource('/greedy/{proxy+}')
  const update = (resourceId: string, op: string, path: string, value?: string) =>
    refusal(() => gw.UpdateResource({ restApiId, resourceId, patchOperations: [{ op: op as never, path, value }] }))
  expect(update('nope', 'replace', '/pathPart', 'x')).toBe(NO_RESOURCE)
  expect(update(pets, 'replace', '/invalid', 'x')).toBe(
    `${BAD}Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]`,
  )
  expect(update(pets, 'replace', '/parentId', 'nope')).toBe(NO_RESOURCE)
  expect(update(deep, 'replace', '/parentId', rootResourceId)).toBe(SIBLING('pets'))
  expect(update(pets, 'replace', '/parentId', sub)).toBe(`${BAD}Resources cannot be cyclical.`)
  expect(update(other, 'replace', '/pathPart', 'pets')).toBe(SIBLING('pets'))
  expect(update(other, 'replace', '/parentId', resource('/greedy/{proxy+}'))).toContain(
    'Cannot create a child of a resource with a greedy path variable',
  )
  expect(update(pets, 'replace', '/pathPart', '{all+}')).toContain('greedy path variable')
  for (const op of ['add', 'remove']) {
    expect(update(pets, op, '/pathPart', 'x')).toBe(
      `${BAD}Invalid patch path  '/pathPart' specified for op '${op}'. Please choose supported operations`,
    )
  }
  expect(update(rootResourceId, 'replace', '/pathPart', 'x')).toBe(`${BAD}Root resource cannot update its pathPart.`)
  expect(update(rootResourceId, 'replace', '/parentId', pets)).toBe(`${BAD}Root resource cannot update its parentId.`)
})

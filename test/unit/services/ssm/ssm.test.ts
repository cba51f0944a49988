import { bind } from '../../../../emulator/services/operations'
import { ssm } from '../../../../emulator/services/ssm'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

function account() {
  const call = testCall()
  return { ...bind(ssm.operations, call), call }
}

test('a parameter: put, read by name, ARN and version, overwritten, deleted', async () => {
  const { PutParameter, GetParameter, GetParameters, DeleteParameter } = account()
  expect(await PutParameter({ Name: '/shop/x/version', Type: 'String', Value: '21' })).toEqual({ Version: 1, Tier: 'Standard' })
  const parameter = {
    Name: '/shop/x/version',
    Type: 'String',
    Value: '21',
    Version: 1,
    LastModifiedDate: new Date('2026-01-02T03:04:05.000Z'),
    ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/shop/x/version',
    DataType: 'text',
  }
  for (const Name of [parameter.Name, parameter.ARN]) expect(await GetParameter({ Name })).toEqual({ Parameter: parameter })
  expect(await GetParameter({ Name: `${parameter.ARN}:1` })).toEqual({ Parameter: { ...parameter, Selector: ':1' } })
  expect(await PutParameter({ Name: parameter.Name, Value: '22', Overwrite: true })).toEqual({ Version: 2, Tier: 'Standard' })
  expect(await GetParameters({ Names: [parameter.Name, 'none'] })).toEqual({
    Parameters: [{ ...parameter, Value: '22', Version: 2 }],
    InvalidParameters: ['none'],
  })
  expect(await GetParameter({ Name: `${parameter.Name}:1` })).toMatchObject({ Parameter: { Value: '21', Version: 1 } })
  for (const selector of ['3', 'label'])
    expect(await failure(() => GetParameter({ Name: `${parameter.Name}:${selector}` }))).toMatch(/^400 ParameterVersionNotFound: /)
  await PutParameter({ Name: 'plain', Type: 'String', Value: 'p' })
  expect(await GetParameter({ Name: 'arn:aws:ssm:us-east-1:123456789012:parameter/plain' })).toMatchObject({ Parameter: { Value: 'p' } })
  await DeleteParameter({ Name: parameter.Name })
  expect(await failure(() => GetParameter({ Name: parameter.Name }))).toBe(`400 ParameterNotFound: Parameter ${parameter.Name} not found.`)
})

test('by path: one level or all, in pages; a secret is shown only when asked for', async () => {
  const { PutParameter, GetParametersByPath } = account()
  for (const Name of ['/app/a', '/app/b/c', '/application']) await PutParameter({ Name, Type: 'String', Value: Name })
  await PutParameter({ Name: '/app/secret', Type: 'SecureString', Value: 'hidden' })
  const names = async (input: Parameters<typeof GetParametersByPath>[0]) =>
    (await GetParametersByPath(input)).Parameters?.map(({ Name }) => Name)
  expect(await names({ Path: '/app' })).toEqual(['/app/a', '/app/secret'])
  expect(await names({ Path: '/app/', Recursive: true })).toEqual(['/app/a', '/app/b/c', '/app/secret'])
  expect(await GetParametersByPath({ Path: '/app', MaxResults: 1 })).toMatchObject({ NextToken: expect.any(String) })
  const values = async (more: object) => (await GetParametersByPath({ Path: '/app', ...more })).Parameters?.map(({ Value }) => Value)
  expect((await values({}))?.[1]).not.toContain('hidden')
  expect(await values({ WithDecryption: true })).toEqual(['/app/a', 'hidden'])
})

test('mistakes are answered as by Systems Manager', async () => {
  const { PutParameter, DeleteParameter, GetParametersByPath } = account()
  await PutParameter({ Name: 'taken', Type: 'String', Value: 'v' })
  const put = (more: object) => () => PutParameter({ Name: 'n', Type: 'String', Value: 'v', ...more })
  const failures: [() => unknown, RegExp][] = [
    [put({ Name: 'taken' }), /^400 ParameterAlreadyExists: The parameter already exists\. To overwrite this value/],
    [put({ Type: undefined }), /^400 ValidationException: A parameter type is required/],
    [put({ Value: '' }), /^400 ValidationException: .*'value'/],
    [put({ Value: 'x'.repeat(4097) }), /^400 ValidationException: Standard tier parameters support a maximum/],
    [put({ Value: 'x'.repeat(8193), Tier: 'Advanced' }), /^400 ValidationException: .*8192/],
    [put({ AllowedPattern: '^\\d+$' }), /^400 ParameterPatternMismatchException/],
    [put({ AllowedPattern: '(' }), /^400 InvalidAllowedPatternException/],
    [put({ Name: 'a b' }), /^400 ValidationException: Parameter name/],
    [put({ Name: '/ssm/x' }), /^400 ValidationException: Parameter name: can't be prefixed/],
    [put({ Name: 'a/b' }), /^400 ValidationException: .*fully qualified/],
    [() => DeleteParameter({ Name: 'none' }), /^400 ParameterNotFound/],
    [() => GetParametersByPath({ Path: 'app' }), /^400 ValidationException: .*forward slash/],
  ]
  for (const [run, text] of failures) expect(await failure(run)).toMatch(text)
  expect(await put({ Value: 'x'.repeat(8192), Tier: 'Advanced' })()).toEqual({ Version: 1, Tier: 'Advanced' })
})

test('versions, descriptions, filters, several deletions, and the version of a bootstrap that nobody made', async () => {
  const operations = account()
  const put = operations.PutParameter
  await put({ Name: '/app/a', Type: 'String', Value: '1', Description: 'first', Tags: [{ Key: 'team', Value: 'x' }] })
  await put({ Name: '/app/a', Value: '2', Overwrite: true, AllowedPattern: '^\\d$' })
  await put({ Name: '/app/sub/secret', Type: 'SecureString', Value: 's', KeyId: 'alias/own', Tier: 'Advanced' })
  await put({ Name: 'plain', Type: 'StringList', Value: 'a,b' })
  const { Parameters: history } = await operations.GetParameterHistory({ Name: '/app/a' })
  expect(history?.map(({ Version, Value, Description, AllowedPattern }) => [Version, Value, Description, AllowedPattern])).toEqual([
    [1, '1', 'first', undefined],
    [2, '2', 'first', '^\\d$'],
  ])
  expect((await operations.GetParameterHistory({ Name: '/app/sub/secret' })).Parameters?.[0]?.Value).not.toBe('s')
  type Filters = NonNullable<Parameters<typeof operations.DescribeParameters>[0]['ParameterFilters']>
  const names = async (...ParameterFilters: Filters) =>
    (await operations.DescribeParameters({ ParameterFilters })).Parameters?.map(({ Name }) => Name)
  const cases: [Filters, string[]][] = [
    [[], ['/app/a', '/app/sub/secret', 'plain']],
    [[{ Key: 'Name', Option: 'Contains', Values: ['a'] }], ['/app/a', '/app/sub/secret', 'plain']],
    [[{ Key: 'Name', Values: ['plain'] }], ['plain']],
    [
      [
        { Key: 'Name', Option: 'BeginsWith', Values: ['/app', 'pl'] },
        { Key: 'Type', Values: ['StringList'] },
      ],
      ['plain'],
    ],
    [[{ Key: 'Path', Values: ['/app'] }], ['/app/a']],
    [[{ Key: 'Path', Option: 'Recursive', Values: ['/app'] }], ['/app/a', '/app/sub/secret']],
    [[{ Key: 'Tier', Values: ['Advanced'] }], ['/app/sub/secret']],
    [[{ Key: 'KeyId', Values: ['alias/own'] }], ['/app/sub/secret']],
    [[{ Key: 'tag:team', Values: ['x'] }], ['/app/a']],
  ]
  for (const [filters, expected] of cases) expect(await names(...filters)).toEqual(expected)
  expect(await operations.DescribeParameters({ MaxResults: 1 })).toMatchObject({
    Parameters: [
      { Name: '/app/a', Description: 'first', Tier: 'Standard', Version: 2, LastModifiedUser: 'arn:aws:iam::123456789012:root' },
    ],
    NextToken: expect.any(String),
  })
  const tagged = { ResourceType: 'Parameter', ResourceId: '/app/a' } as const
  await operations.AddTagsToResource({ ...tagged, Tags: [{ Key: 'b', Value: 'c' }] })
  await operations.RemoveTagsFromResource({ ...tagged, TagKeys: ['team'] })
  expect(await operations.ListTagsForResource(tagged)).toEqual({ TagList: [{ Key: 'b', Value: 'c' }] })
  expect(await operations.GetParameter({ Name: '/app/a' })).not.toHaveProperty('Parameter.tags')
  const version = await operations.GetParameter({ Name: '/cdk-bootstrap/hnb659fds/version' })
  expect(Number(version.Parameter?.Value)).toBeGreaterThan(20)
  const failures: [() => unknown, RegExp][] = [
    [() => names({ Key: 'Label', Values: ['l'] }), /^400 InvalidFilterKey: Not emulated by Portico yet: labels/],
    [() => names({ Key: 'Colour' }), /^400 InvalidFilterKey/],
    [() => names({ Key: 'Path', Option: 'Equals' }), /^400 InvalidFilterOption/],
    [() => put({ Name: '/app/a', Value: 'v', Overwrite: true, Tags: [{ Key: 'k', Value: 'v' }] }), /tags and overwrite can't be used/],
    [() => operations.GetParameterHistory({ Name: 'none' }), /^400 ParameterNotFound/],
    [() => operations.ListTagsForResource({ ...tagged, ResourceId: 'none' }), /^400 InvalidResourceId/],
    [() => operations.ListTagsForResource({ ...tagged, ResourceType: 'Document' }), /^400 InvalidResourceType/],
  ]
  for (const [run, text] of failures) expect(await failure(run)).toMatch(text)
  expect(await operations.DeleteParameters({ Names: ['/app/a', 'none'] })).toEqual({
    DeletedParameters: ['/app/a'],
    InvalidParameters: ['none'],
  })
  expect(operations.call.records.parameterVersions.list('/app/a')).toEqual([])
})

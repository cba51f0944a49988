import { compilePolicy, type Decision } from '../../../../emulator/language/policy/policy'
import { cpuClock } from '../../../support/cpu-time'

// Expectations: IAM user guide, "IAM JSON policy elements reference", "Policy evaluation logic", "Condition operators".

const ARN = 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/GET/pets/7'
const USER = 'arn:aws:iam::123456789012:user/ann'

type Context = Readonly<Record<string, string | readonly string[] | undefined>>
interface Asked {
  readonly action?: string
  readonly resource?: string
  readonly principals?: readonly string[]
  readonly context?: Context
}

function decide(statements: object | readonly object[], asked: Asked = {}, version: string | undefined = '2012-10-17'): Decision {
  const policy = compilePolicy({ Version: version, Statement: statements })
  expect(policy.problems).toEqual([])
  return policy.evaluate({ action: 'execute-api:Invoke', resource: ARN, context: {}, ...asked })
}

const allow = (more: object = {}) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more })
const deny = (more: object = {}) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more })

test.each<[string, readonly object[], Decision]>([
  ['nothing', [], 'none'],
  ['a permission', [allow()], 'allow'],
  ['a denial', [deny()], 'deny'],
  ['a denial behind a permission', [allow(), deny()], 'deny'],
  ['a permission behind a denial', [deny(), allow()], 'deny'],
  ['a denial of something else', [allow(), deny({ Action: 's3:*' })], 'allow'],
  ['only something else', [allow({ Action: 's3:*' }), deny({ Resource: 'arn:aws:s3:::x' })], 'none'],
])('%s', (_what, statements, expected) => {
  expect(decide(statements)).toBe(expected)
})

test('one statement needs no list, and an absent version is the old one', () => {
  expect(decide(allow())).toBe('allow')
  expect(compilePolicy({ Statement: allow() })).toMatchObject({ problems: [] })
})

describe('elements', () => {
  test.each<[object, Asked, boolean]>([
    [{ Action: 'execute-api:Invoke' }, {}, true],
    [{ Action: 'EXECUTE-API:invoke' }, {}, true],
    [{ Action: 'execute-api:Inv?ke' }, {}, true],
    [{ Action: 'execute-api:*Cache' }, {}, false],
    [{ Action: ['s3:GetObject', 'execute-api:*'] }, {}, true],
    [{ Action: 'execute-api:Invoke' }, { action: 'execute-api:InvalidateCache' }, false],
    [{ Action: undefined, NotAction: 's3:*' }, {}, true],
    [{ Action: undefined, NotAction: ['s3:*', 'execute-api:Invoke'] }, {}, false],
    [{ Resource: ARN }, {}, true],
    [{ Resource: ARN.toUpperCase() }, {}, false],
    [{ Resource: 'arn:aws:execute-api:*:*:api1/*/GET/*' }, {}, true],
    [{ Resource: 'arn:aws:execute-api:us-east-1:123456789012:api?/prod/GET/pets/?' }, {}, true],
    [{ Resource: 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/GET/pets' }, {}, false],
    [{ Resource: 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/*/pets/*' }, { resource: ARN.replace('GET', 'a/b') }, true],
    [{ Resource: 'arn:aws:execute-api:us-east-1:123456789012:api1.prod' }, { resource: ARN.replace(/api1.*/, 'api1/prod') }, false],
    [{ Resource: undefined, NotResource: ARN }, {}, false],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::*' }, {}, true],
    [{ Principal: '*' }, {}, true],
    [{ Principal: { AWS: '*' } }, {}, true],
    [{ Principal: { AWS: USER } }, { principals: [USER] }, true],
    [{ Principal: { AWS: USER } }, { principals: ['arn:aws:iam::123456789012:user/bob'] }, false],
    [{ Principal: { AWS: USER } }, {}, false],
    [{ Principal: { AWS: '123456789012' } }, { principals: [USER] }, true],
    [{ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }, { principals: [USER] }, true],
    [{ Principal: { AWS: ['arn:aws:iam::210987654321:root', USER] } }, { principals: [USER] }, true],
    [{ Principal: { AWS: 'arn:aws:iam::210987654321:root' } }, { principals: [USER] }, false],
    [{ Principal: { AWS: 'arn:aws:iam::123456789012:user/*' } }, { principals: [USER] }, false],
    [{ Principal: { Service: 'apigateway.amazonaws.com' } }, { principals: ['apigateway.amazonaws.com'] }, true],
    [{ Principal: { Service: 'apigateway.amazonaws.com' } }, { principals: [USER] }, false],
    [{ NotPrincipal: { AWS: USER } }, { principals: [USER] }, false],
    [{ NotPrincipal: { AWS: USER } }, { principals: ['arn:aws:iam::123456789012:user/bob'] }, true],
  ])('%j fits %j: %s', (part, asked, fits) => {
    expect(decide(allow(part), asked)).toBe(fits ? 'allow' : 'none')
  })
})

describe('condition operators', () => {
  /** Operator, what the policy wants, what the request has, and whether that holds. */
  test.each<[string, unknown, string | readonly string[] | undefined, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', undefined, false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'a*c?', 'abbc', false],
    ['StringLike', 'a.c', 'abc', false],
    ['StringNotLike', 'a*', 'ba', true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 10, '10', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '11', true],
    ['NumericGreaterThanEquals', '-1', '-1', true],
    ['NumericGreaterThan', '10', 'many', false],
    ['DateLessThan', '2026-01-02T00:00:00Z', '2026-01-01T23:59:59Z', true],
    ['DateGreaterThan', '2026-01-02', '2026-01-01T23:59:59Z', false],
    ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
    ['DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', false],
    ['DateLessThanEquals', '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThanEquals', '2026-01-01T00:00:00', '2026-01-01T00:00:00Z', true],
    ['Bool', 'true', 'true', true],
    ['Bool', true, 'True', true],
    ['Bool', 'false', 'true', false],
    ['Bool', 'true', undefined, false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
    ['IpAddress', '192.0.2.0/24', '192.0.2.77', true],
    ['IpAddress', '192.0.2.0/24', '192.0.3.1', false],
    ['IpAddress', '192.0.2.1', '192.0.2.1', true],
    ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8:1::5', true],
    ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
    ['IpAddress', '0.0.0.0/0', '198.51.100.1', true],
    ['IpAddress', '0.0.0.0/0', 'not an address', false],
    ['NotIpAddress', '192.0.2.0/24', '192.0.3.1', true],
    ['NotIpAddress', ['192.0.2.0/24', '192.0.3.0/24'], '192.0.3.1', false],
    ['NotIpAddress', '192.0.2.0/24', undefined, true],
    ['ArnLike', 'arn:aws:execute-api:*:*:api1/*', ARN, true],
    ['ArnLike', 'arn:aws:*:api1/*', ARN, false],
    ['ArnLike', '*', ARN, true],
    ['ArnEquals', 'arn:aws:execute-api:us-east-?:123456789012:api1/prod/*', ARN, true],
    ['ArnNotEquals', 'arn:aws:s3:::*', ARN, true],
    ['ArnNotLike', 'arn:aws:execute-api:*:*:*', ARN, false],
    ['Null', 'true', undefined, true],
    ['Null', 'true', 'x', false],
    ['Null', 'false', 'x', true],
    ['Null', false, undefined, false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['NumericLessThanIfExists', '10', undefined, true],
    ['IpAddressIfExists', '192.0.2.0/24', '198.51.100.1', false],
    ['StringNotEqualsIfExists', 'a', 'a', false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', 'a', undefined, true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
    ['ForAnyValue:StringEquals', 'a', ['c', 'd'], false],
    ['ForAnyValue:StringEquals', 'a', undefined, false],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', 'a', undefined, false],
    ['ForAnyValue:StringLikeIfExists', 'a*', undefined, true],
  ])('%s %j of %j: %s', (operator, wanted, given, holds) => {
    const statement = (effect: typeof allow) => effect({ Condition: { [operator]: { 'aws:Key': wanted } } })
    const context = { 'aws:key': given }
    expect(decide(statement(allow), { context })).toBe(holds ? 'allow' : 'none')
    expect(decide(statement(deny), { context })).toBe(holds ? 'deny' : 'none')
  })

  test('all operators and all keys have to hold', () => {
    const condition = { StringEquals: { 'aws:a': '1', 'aws:b': '2' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    const asked = (context: Context) => decide(allow({ Condition: condition }), { context })
    expect(asked({ 'aws:a': '1', 'aws:b': '2', 'aws:sourceip': '10.1.2.3' })).toBe('allow')
    expect(asked({ 'aws:a': '1', 'aws:b': '3', 'aws:sourceip': '10.1.2.3' })).toBe('none')
    expect(asked({ 'aws:a': '1', 'aws:b': '2', 'aws:sourceip': '11.1.2.3' })).toBe('none')
  })
})

describe('variables', () => {
  const context = { 'aws:username': 'ann', 'aws:principaltag/team': 'a*', 'aws:tagkeys': ['x', 'y'] }
  const resource = (path: string) => `arn:aws:execute-api:us-east-1:123456789012:api1/prod/GET/${path}`

  test.each<[string, string, boolean]>([
    ['users/${aws:username}', 'users/ann', true],
    ['users/${AWS:UserName}/*', 'users/ann/pets', true],
    ['users/${aws:username}', 'users/bob', false],
    ['${aws:none}', '', false],
    ["${aws:none, 'everyone'}", 'everyone', true],
    ["${aws:username, 'everyone'}", 'ann', true],
    ['${aws:PrincipalTag/team}', 'a*', true],
    ['${aws:PrincipalTag/team}', 'abc', false],
    ['${aws:TagKeys}', 'x', false],
    ['a${*}b', 'a*b', true],
    ['a${*}b', 'axb', false],
    ['a${?}${$}', 'a?$', true],
  ])('%s of a resource is %s: %s', (pattern, path, fits) => {
    expect(decide(allow({ Resource: resource(pattern) }), { context, resource: resource(path) })).toBe(fits ? 'allow' : 'none')
  })

  test.each<[string, string, string, boolean]>([
    ['StringEquals', '${aws:username}', 'ann', true],
    ['StringEquals', '${aws:PrincipalTag/team}', 'a*', true],
    ['StringLike', 'x-${aws:username}-*', 'x-ann-1', true],
    ['StringLike', '${aws:PrincipalTag/team}', 'abc', false],
  ])('%s of %s and %s: %s', (operator, wanted, given, holds) => {
    const statement = allow({ Condition: { [operator]: { 's3:prefix': wanted } } })
    expect(decide(statement, { context: { ...context, 's3:prefix': given } })).toBe(holds ? 'allow' : 'none')
  })

  test('in documents of the old version they are text', () => {
    const statement = allow({ Condition: { StringEquals: { 's3:prefix': '${aws:username}' } } })
    const asked = (given: string) => decide(statement, { context: { ...context, 's3:prefix': given } }, '2008-10-17')
    expect([asked('ann'), asked('${aws:username}')]).toEqual(['none', 'allow'])
  })
})

describe('documents that cannot be understood', () => {
  test.each<[unknown, string]>([
    ['text', 'the document is no object'],
    [{}, 'Statement is missing'],
    [{ Version: '2015', Statement: [] }, 'Version is "2015": expected 2012-10-17 or 2008-10-17'],
    [{ Statement: ['x'] }, 'Statement[0] is no object'],
    [{ Statement: { ...allow(), Effect: 'allow' } }, 'Statement[0].Effect is "allow": expected Allow or Deny'],
    [{ Statement: [allow(), { Effect: 'Allow', Resource: '*' }] }, 'Statement[1].Action is missing'],
    [{ Statement: allow({ Actions: '*' }) }, 'Statement[0].Actions is no element of a statement'],
    [{ Statement: allow({ Action: 'Invoke' }) }, 'Statement[0].Action: "Invoke" is no action'],
    [{ Statement: allow({ Action: [1] }) }, 'Statement[0].Action: 1 is no text'],
    [{ Statement: allow({ NotAction: 's3:*' }) }, 'Statement[0].NotAction stands beside Action'],
    [{ Statement: allow({ Resource: [''] }) }, 'Statement[0].Resource: "" is no text'],
    [{ Statement: allow({ Principal: 'ann' }) }, 'Statement[0].Principal is neither "*" nor an object'],
    [{ Statement: allow({ Principal: { aws: '*' } }) }, 'Statement[0].Principal.aws is no kind of principal'],
    [{ Statement: allow({ Condition: 'x' }) }, 'Statement[0].Condition is no object'],
    [{ Statement: allow({ Condition: { StringEquals: 'x' } }) }, 'Statement[0].Condition.StringEquals is no object'],
    [{ Statement: allow({ Condition: { Equals: { a: 'b' } } }) }, 'Statement[0].Condition.Equals.a: Equals is no condition operator'],
    [
      { Statement: allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } }) },
      'Statement[0].Condition.IpAddress.aws:SourceIp: "10.0.0.0/33" is no value for IpAddress',
    ],
    [
      { Statement: allow({ Condition: { DateLessThan: { a: ['2026-01-01', 'soon'] } } }) },
      'Statement[0].Condition.DateLessThan.a: "soon" is no value for DateLessThan',
    ],
    [{ Statement: allow({ Condition: { Null: { a: 'x' } } }) }, 'Statement[0].Condition.Null.a: Null takes true or false'],
    [{ Statement: allow({ Condition: { StringEquals: { a: { b: 1 } } } }) }, 'Statement[0].Condition.StringEquals.a: {"b":1} is no value'],
  ])('%j: %s', (document, problem) => {
    expect(compilePolicy(document).problems).toContain(problem)
  })

  test.each([
    { Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/' } } },
    { Condition: { StringNotEquals: { a: { b: 1 } } } },
    { Condition: { Unknown: { a: 'b' } } },
    { Condition: 'x' },
    { Action: undefined },
    { Principal: 'ann' },
  ])('a statement with %j permits nothing, and denies all the same', (part) => {
    const ask = (statement: object) =>
      compilePolicy({ Version: '2012-10-17', Statement: statement }).evaluate({ action: 'execute-api:Invoke', resource: ARN, context: {} })
    expect([ask(allow(part)), ask(deny(part))]).toEqual(['none', 'deny'])
    expect(ask(deny({ ...part, Resource: 'arn:aws:s3:::x' }))).toBe('none')
  })
})

test('a pattern of many stars is matched in time, and 100,000 requests are decided in a second', () => {
  const hostile = compilePolicy({ Version: '2012-10-17', Statement: allow({ Resource: `${'*a'.repeat(2_000)}b` }) })
  const usual = compilePolicy({
    Version: '2012-10-17',
    Statement: [
      allow({ Principal: '*', Action: 'execute-api:Invoke', Resource: 'arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/*' }),
      deny({ Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } } }),
    ],
  })
  const took = cpuClock()
  expect(hostile.evaluate({ action: 'a:b', resource: 'a'.repeat(1_600), context: {} })).toBe('none')
  for (let i = 0; i < 100_000; i++)
    usual.evaluate({ action: 'execute-api:Invoke', resource: ARN, principals: [], context: { 'aws:sourceip': '192.0.2.1' } })
  expect(took()).toBeLessThan(2_000)
})

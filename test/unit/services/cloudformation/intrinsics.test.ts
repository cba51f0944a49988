import { evaluate } from '../../../../emulator/services/cloudformation/intrinsics'
import { planStack } from '../../../../emulator/services/cloudformation/plan'
import { readTemplate } from '../../../../emulator/services/cloudformation/template'
import { testCall } from '../../../support/call'

const TEMPLATE = {
  Parameters: {
    Name: { Type: 'String', Default: 'orders' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a,b,c' },
    Count: { Type: 'Number', Default: 2 },
  },
  Mappings: { Sizes: { small: { memory: 128, zones: ['x', 'y'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Name' }, 'orders'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Counted: { 'Fn::Equals': [{ Ref: 'Count' }, 2] },
  },
  Resources: { Role: { Type: 'AWS::IAM::Role' }, Topic: { Type: 'AWS::SNS::Topic' } },
}
const call = testCall()
const reports: string[] = []
const template = readTemplate(JSON.stringify(TEMPLATE))
const plan = planStack(
  template,
  {},
  { stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1', stackName: 'Shop', notificationArns: ['arn:n'] },
  call,
)
const made = {
  logicalId: 'Role',
  type: 'AWS::IAM::Role',
  physicalId: 'shop-role',
  status: 'CREATE_COMPLETE' as const,
  updatedAt: new Date(0),
  properties: {},
  attributes: { Arn: 'arn:role', Meta: { Deep: 1 } },
  dependsOn: [],
}
const scope = plan.scope(
  (id) => (id === 'Role' ? made : undefined),
  (code) => void reports.push(code),
)
const run = (value: unknown) => evaluate(value, scope, ['Resources', 'X', 'Properties'])

test.each<[unknown, unknown]>([
  [{ Ref: 'Name' }, 'orders'],
  [{ Ref: 'Zones' }, ['a', 'b', 'c']],
  [{ Ref: 'Role' }, 'shop-role'],
  [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:role'],
  [{ 'Fn::GetAtt': 'Role.Arn' }, 'arn:role'],
  [{ Ref: 'AWS::AccountId' }, '123456789012'],
  [{ Ref: 'AWS::Region' }, 'us-east-1'],
  [{ Ref: 'AWS::Partition' }, 'aws'],
  [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  [{ Ref: 'AWS::StackName' }, 'Shop'],
  [{ Ref: 'AWS::StackId' }, 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1'],
  [{ Ref: 'AWS::NotificationARNs' }, ['arn:n']],
  [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, 2] }, { b: [1, 2] }],
  [{ 'Fn::Sub': 'x-${Name}-${Role.Arn}-${AWS::Region}-${!Kept}-$1' }, 'x-orders-arn:role-us-east-1-${Kept}-$1'],
  [{ 'Fn::Sub': ['${A}/${Name}', { A: { Ref: 'Count' } }] }, '2/orders'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-orders-1'],
  [{ 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b,c'],
  [{ 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
  [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
  [{ 'Fn::Split': ['/', 'a/b/'] }, ['a', 'b', '']],
  [{ 'Fn::If': ['Yes', 1, { Ref: 'Topic' }] }, 1],
  [{ 'Fn::If': ['Both', 1, 2] }, 2],
  [{ 'Fn::If': ['Either', 1, 2] }, 1],
  [{ 'Fn::If': ['Counted', 1, 2] }, 1],
  [{ 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, 128],
  [{ 'Fn::FindInMap': ['Sizes', { 'Fn::Sub': 'small' }, 'zones'] }, ['x', 'y']],
  [{ 'Fn::FindInMap': ['Sizes', 'large', 'memory', { DefaultValue: { Ref: 'Count' } }] }, '2'],
  [{ 'Fn::Base64': { Ref: 'Name' } }, 'b3JkZXJz'],
  [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  [{ 'Fn::Cidr': ['10.0.0.0/24', '2', '5'] }, ['10.0.0.0/27', '10.0.0.32/27']],
  [{ 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
  [{ 'Fn::Length': { Ref: 'Zones' } }, 3],
  [{ 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, '{"a":"orders"}'],
  [{ Condition: 'stays' }, { Condition: 'stays' }],
  [
    { Ref: 'x', other: 1 },
    { Ref: 'x', other: 1 },
  ],
  ['{{resolve:ssm:/cdk-bootstrap/hnb659fds/version}}!', '30!'],
])('%j is %j', (value, result) => {
  expect(run(value)).toEqual(result)
})

test.each<[unknown, string]>([
  [{ Ref: 1 }, 'Template error: every Ref object must have a single String value.'],
  [{ Ref: 'Topic' }, 'Template format error: Unresolved resource dependencies [Topic] in the Resources block of the template'],
  [
    { 'Fn::GetAtt': 'Role' },
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  ],
  [{ 'Fn::GetAtt': ['Role', 'Color'] }, 'Template error: resource Role does not support attribute type Color in Fn::GetAtt'],
  [{ 'Fn::Sub': ['a'] }, "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments."],
  [{ 'Fn::Join': ['-'] }, 'Template error: every Fn::Join object requires two parameters'],
  [{ 'Fn::Join': ['-', [{ a: 1 }]] }, 'Template error: Fn::Join expects a string'],
  [{ 'Fn::Split': ['', 'a'] }, 'Template error: every Fn::Split object requires two parameters'],
  [{ 'Fn::Select': [3, ['a']] }, 'Template error: Fn::Select  cannot select nonexistent value at index 3'],
  [{ 'Fn::If': ['Yes', 1] }, 'Template error: Fn::If requires a list argument with three elements'],
  [{ 'Fn::FindInMap': ['Sizes', 'large', 'memory'] }, 'Template error: Unable to get mapping for Sizes::large::memory'],
  [{ 'Fn::ImportValue': 'nobody' }, 'No export named nobody found'],
  [{ 'Fn::Cidr': ['10.0.0.0/24', 9, 8] }, 'Template error: Fn::Cidr'],
  [{ 'Fn::Length': 'a' }, 'Template error: Fn::Length expects a list'],
  [{ 'Fn::Nonsense': 1 }, 'Template error: Unrecognized intrinsic function Fn::Nonsense'],
  ['{{resolve:ssm:/not/there:1}}', 'Parameters: [ssm:/not/there:1] cannot be found.'],
])('%j is refused', (value, message) => {
  expect(() => run(value)).toThrow(message)
})

test('what is not emulated is reported, and left out or as it is', () => {
  reports.length = 0
  const value = {
    'Fn::ForEach::Loop': ['x', ['a'], { '${x}': 1 }],
    keep: '{{resolve:secretsmanager:db:SecretString:password}}',
    macro: { 'Fn::Transform': { Name: 'AWS::Include' } },
  }
  expect(run(value)).toEqual({ keep: '{{resolve:secretsmanager:db:SecretString:password}}' })
  expect(reports.sort()).toEqual(['macro-not-expanded', 'macro-not-run', 'secret-not-resolved'])
})

import { createResolver } from '../../../checks/intrinsics'

const resolver = createResolver(
  {
    Parameters: {
      Stage: { Type: 'String', Default: 'dev' },
      Origins: { Type: 'CommaDelimitedList', Default: 'a, b' },
      Given: { Type: 'String' },
      Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
      Nobody: { Type: 'String' },
    },
    Conditions: {
      IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
      IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
      Either: { 'Fn::Or': [{ Condition: 'Unknown' }, { Condition: 'IsDev' }] },
      Unknown: { 'Fn::Equals': [{ Ref: 'Nobody' }, 'x'] },
    },
    Mappings: { Sizes: { dev: { cache: '0.5' } } },
  },
  { Given: 'yes' },
)

test.each<[string, unknown, unknown]>([
  ['a parameter’s default', { Ref: 'Stage' }, 'dev'],
  ['a parameter’s value', { Ref: 'Given' }, 'yes'],
  ['a list', { Ref: 'Origins' }, ['a', 'b']],
  ['what Parameter Store has', { Ref: 'Version' }, '${?}'],
  ['a parameter that nobody gives', { Ref: 'Nobody' }, '${?}'],
  ['a resource', { Ref: 'Api' }, '${Api}'],
  ['an attribute', { 'Fn::GetAtt': ['Orders', 'Arn'] }, '${Orders.Arn}'],
  ['an attribute, as a text', { 'Fn::GetAtt': 'Orders.Outputs.Arn' }, '${Orders.Outputs.Arn}'],
  ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['no value, in a list and in an object', [{ Ref: 'AWS::NoValue' }, { a: { Ref: 'AWS::NoValue' }, b: 1 }], [{ b: 1 }]],
  ['Sub', { 'Fn::Sub': '${Stage}-${Orders.Arn}-${AWS::Region}-${!kept}' }, 'dev-${Orders.Arn}-${AWS::Region}-${kept}'],
  ['Sub with names of its own', { 'Fn::Sub': ['${Name}', { Name: { Ref: 'Stage' } }] }, 'dev'],
  ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Stage' }, { 'Fn::Join': ['', ['b', 'c']] }]] }, 'a/dev/bc'],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b'] }] }, 'b'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'cache'] }, '0.5'],
  ['another stack’s export', { 'Fn::ImportValue': { 'Fn::Sub': '${Stage}-api' } }, '${Import:dev-api}'],
  ['If', { 'Fn::If': ['IsDev', 'a', 'b'] }, 'a'],
  ['If not', { 'Fn::If': ['IsProd', 'a', 'b'] }, 'b'],
  ['And', { 'Fn::If': ['Both', 'a', 'b'] }, 'b'],
  ['Or, with one that is not known', { 'Fn::If': ['Either', 'a', 'b'] }, 'a'],
  ['If nobody knows', { 'Fn::If': ['Unknown', 'a', 'b'] }, '${?}'],
  ['what only the deployment knows', { 'Fn::GetAZs': '' }, '${?}'],
])('%s', (_title, written, expected) => {
  expect(resolver.value(written)).toEqual(expected)
})

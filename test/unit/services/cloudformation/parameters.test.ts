import { TemplateError } from '../../../../emulator/services/cloudformation/findings'
import { resolveParameters } from '../../../../emulator/services/cloudformation/parameters'
import { readTemplate } from '../../../../emulator/services/cloudformation/template'
import { ssm } from '../../../../emulator/services/ssm'
import { testCall } from '../../../support/call'

const call = testCall()
beforeAll(async () => {
  await ssm.operations.PutParameter({ Name: '/shop/zones', Type: 'StringList', Value: 'a,b' }, call)
})

function resolve(definition: object, given?: string) {
  const template = readTemplate(JSON.stringify({ Parameters: { P: definition }, Resources: { R: { Type: 'A::B::C' } } }))
  return resolveParameters(template, given === undefined ? {} : { P: given }, call)
}

test.each<[object, string | undefined, unknown]>([
  [{ Type: 'String', Default: 'd' }, undefined, 'd'],
  [{ Type: 'String', Default: 'd' }, '', ''],
  [{ Type: 'Number', Default: 3 }, undefined, '3'],
  [{ Type: 'CommaDelimitedList' }, 'a, b,c', ['a', 'b', 'c']],
  [{ Type: 'List<Number>' }, '1,2', ['1', '2']],
  [{ Type: 'List<AWS::EC2::Subnet::Id>', Default: '' }, undefined, []],
  [{ Type: 'AWS::EC2::KeyPair::KeyName' }, 'key', 'key'],
  [{ Type: 'AWS::SSM::Parameter::Name' }, '/shop/zones', '/shop/zones'],
  [{ Type: 'AWS::SSM::Parameter::Value<String>' }, '/shop/zones', 'a,b'],
  [{ Type: 'AWS::SSM::Parameter::Value<List<String>>' }, '/shop/zones', ['a', 'b']],
  [{ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' }, undefined, '30'],
])('%j given %j is %j', (definition, given, value) => {
  expect(resolve(definition, given).values['P']).toEqual(value)
})

test.each<[object, string | undefined, string]>([
  [{ Type: 'String' }, undefined, 'Parameters: [P] must have values'],
  [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
  [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'ab1', "Parameter 'P' must match pattern [a-z]+"],
  [
    { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters only.' },
    '1',
    'Parameter P failed to satisfy constraint: letters only.',
  ],
  [{ Type: 'CommaDelimitedList', AllowedPattern: '[a-z]+' }, 'a,1', "Parameter 'P' must match pattern [a-z]+"],
  [{ Type: 'String', MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
  [{ Type: 'String', MaxLength: '3' }, 'abcd', "Parameter 'P' must contain at most 3 characters"],
  [{ Type: 'Number' }, 'x', "Parameter 'P' must be a number"],
  [{ Type: 'Number', MinValue: 2 }, '1', "Parameter 'P' must be a number not less than 2"],
  [{ Type: 'List<Number>', MaxValue: 2 }, '1,3', "Parameter 'P' must be a number not greater than 2"],
  [
    { Type: 'AWS::SSM::Parameter::Value<String>' },
    '/not/there',
    'Unable to fetch parameters [/not/there] from parameter store for this account.',
  ],
])('%j given %j is refused: %s', (definition, given, message) => {
  expect(() => resolve(definition, given)).toThrow(TemplateError)
  expect(() => resolve(definition, given)).toThrow(message)
})

test('what is secret is not shown, and a stored value is shown as resolved', () => {
  expect(resolve({ Type: 'String', NoEcho: 'true' }, 'secret')).toMatchObject({
    values: { P: 'secret' },
    given: { P: 'secret' },
    described: [{ ParameterKey: 'P', ParameterValue: '****' }],
  })
  expect(resolve({ Type: 'AWS::SSM::Parameter::Value<String>' }, '/shop/zones').described).toEqual([
    { ParameterKey: 'P', ParameterValue: '/shop/zones', ResolvedValue: 'a,b' },
  ])
})

test('a value for a parameter that is not there is refused', () => {
  const template = readTemplate('{"Resources": {"R": {"Type": "A::B::C"}}}')
  expect(() => resolveParameters(template, { X: '1' }, call)).toThrow('Parameters: [X] do not exist in the template')
})

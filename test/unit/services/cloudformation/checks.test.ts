import { TemplateError, toUserError } from '../../../../emulator/services/cloudformation/findings'
import { planStack } from '../../../../emulator/services/cloudformation/plan'
import { readTemplate } from '../../../../emulator/services/cloudformation/template'
import { testCall } from '../../../support/call'

const param = (properties: object = {}) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v', ...properties } })
const identity = { stackId: 'arn:stack', stackName: 'Shop', notificationArns: [] }

function refused(template: object, parameters: Record<string, string> = {}) {
  try {
    planStack(readTemplate(JSON.stringify(template), '/app/t.json'), parameters, identity, testCall())
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { aws: error.message, diagnostics: toUserError(error).diagnostics }
  }
  throw new Error('The template was taken.')
}

test.each<[string, object, string, string, string | undefined]>([
  ['no resources', {}, 'Template format error: At least one Resources member must be defined.', '', undefined],
  [
    'an unknown section',
    { Resources: { A: param() }, Output: {} },
    'Invalid template property or properties [Output]',
    'Output',
    "Did you mean 'Outputs'?",
  ],
  [
    'no type',
    { Resources: { A: {} } },
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    'Resources.A',
    undefined,
  ],
  [
    'a bad logical id',
    { Resources: { 'A-B': param() } },
    'Template format error: Resource name A-B is non alphanumeric.',
    'Resources.A-B',
    undefined,
  ],
  [
    'an unknown member',
    { Resources: { A: { ...param(), DependOn: 'B' } } },
    "Invalid template resource property 'DependOn'",
    'Resources.A.DependOn',
    "Did you mean 'DependsOn'?",
  ],
  [
    'an unknown parameter type',
    { Parameters: { P: { Type: 'Sting' } }, Resources: { A: param() } },
    'Template format error: Unrecognized parameter type: Sting',
    'Parameters.P.Type',
    "Did you mean 'String'?",
  ],
  [
    'an unresolved Ref',
    { Resources: { A: param({ Value: { Ref: 'Bb' } }), Bc: param() } },
    'Template format error: Unresolved resource dependencies [Bb] in the Resources block of the template',
    'Resources.A.Properties.Value.Ref',
    "Did you mean 'Bc'?",
  ],
  [
    'an unresolved Sub',
    { Resources: { A: param({ Value: { 'Fn::Sub': '${Nothing}' } }) } },
    'Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template',
    'Resources.A.Properties.Value.Fn::Sub',
    undefined,
  ],
  [
    'an unresolved DependsOn',
    { Resources: { A: { ...param(), DependsOn: ['Gone'] } } },
    'Template format error: Unresolved resource dependencies [Gone] in the Resources block of the template',
    'Resources.A.DependsOn[0]',
    undefined,
  ],
  [
    'a DependsOn on a parameter',
    { Parameters: { P: { Type: 'String', Default: '' } }, Resources: { A: { ...param(), DependsOn: 'P' } } },
    'Template format error: Unresolved resource dependencies [P] in the Resources block of the template',
    'Resources.A.DependsOn',
    undefined,
  ],
  [
    'an unresolved output',
    { Resources: { A: param() }, Outputs: { O: { Value: { Ref: 'B' } } } },
    'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
    'Outputs.O.Value.Ref',
    "Did you mean 'A'?",
  ],
  [
    'GetAtt of nothing',
    { Resources: { A: param({ Value: { 'Fn::GetAtt': ['B', 'Arn'] } }) } },
    'Template error: instance of Fn::GetAtt references undefined resource B',
    'Resources.A.Properties.Value.Fn::GetAtt',
    "Did you mean 'A'?",
  ],
  [
    'an unknown attribute',
    { Resources: { A: param({ Value: { 'Fn::GetAtt': ['R', 'RoteId'] } }), R: { Type: 'AWS::IAM::Role' } } },
    'Template error: resource R does not support attribute type RoteId in Fn::GetAtt',
    'Resources.A.Properties.Value.Fn::GetAtt',
    "Did you mean 'RoleId'?",
  ],
  [
    'a condition on a resource',
    { Conditions: { C: { 'Fn::Equals': [{ Ref: 'A' }, 'x'] } }, Resources: { A: param() } },
    'Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template',
    'Conditions.C.Fn::Equals[0].Ref',
    undefined,
  ],
  [
    'an unknown condition',
    { Resources: { A: { ...param(), Condition: 'C' } } },
    'Template format error: Unresolved condition dependency C in the Resources block of the template',
    'Resources.A.Condition',
    undefined,
  ],
  [
    'circular conditions',
    { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } }, Resources: { R: param() } },
    'Template format error: Circular condition dependency: [A, B]',
    'Conditions.A',
    undefined,
  ],
  [
    'a circle',
    { Resources: { A: param({ Value: { Ref: 'B' } }), B: { ...param(), DependsOn: 'C' }, C: param({ Value: { 'Fn::Sub': '${A}' } }) } },
    'Circular dependency between resources: [A, B, C]',
    'Resources.A',
    undefined,
  ],
])('%s is refused', (_name, template, aws, element, fix) => {
  const { aws: message, diagnostics } = refused(template)
  expect(message).toBe(aws)
  const [first] = diagnostics
  expect(first?.place?.element ?? '').toBe(element)
  expect(first?.place?.file).toBe('/app/t.json')
  if (fix !== undefined) expect(first?.fix).toBe(fix)
})

test('every unresolved name is told, with the construct that holds it', () => {
  const template = {
    Resources: {
      A: { ...param({ Value: { 'Fn::Join': ['', [{ Ref: 'B' }, { Ref: 'C' }]] } }), Metadata: { 'aws:cdk:path': 'Shop/Orders/Resource' } },
    },
  }
  const { aws, diagnostics } = refused(template)
  expect(aws).toContain('[B, C]')
  expect(diagnostics.map(({ place }) => [place?.construct, place?.element])).toEqual([
    ['Shop/Orders', 'Resources.A.Properties.Value.Fn::Join[1][0].Ref'],
    ['Shop/Orders', 'Resources.A.Properties.Value.Fn::Join[1][1].Ref'],
  ])
})

test('a reference in the branch that is not taken needs nothing', () => {
  const template = {
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      A: param({ Value: { 'Fn::If': ['Never', { Ref: 'B' }, 'x'] } }),
      B: { ...param({ Value: { Ref: 'A' } }), Condition: 'Never' },
    },
  }
  const plan = planStack(readTemplate(JSON.stringify(template)), {}, identity, testCall())
  expect(plan.order).toEqual(['A'])
})

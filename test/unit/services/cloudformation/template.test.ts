import { TemplateError, toAwsError, toUserError } from '../../../../emulator/services/cloudformation/findings'
import { readTemplate } from '../../../../emulator/services/cloudformation/template'

const yaml = (lines: string) => readTemplate(`Resources:\n  X:\n    Type: AWS::SSM::Parameter\n    Properties:\n      V: ${lines}\n`)
const read = (lines: string) => yaml(lines).resources['X']?.Properties?.['V']

function errorOf(text: string, file?: string): TemplateError {
  try {
    readTemplate(text, file)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('The template was read.')
}

test.each([
  ['!Ref Api', { Ref: 'Api' }],
  ['!GetAtt Api.RootResourceId', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }],
  ['!GetAtt Nested.Outputs.Url', { 'Fn::GetAtt': ['Nested', 'Outputs.Url'] }],
  ['!GetAtt [Api, !Ref Name]', { 'Fn::GetAtt': ['Api', { Ref: 'Name' }] }],
  ['!Sub "${A}-${!B}"', { 'Fn::Sub': '${A}-${!B}' }],
  ['!Sub ["${A}", {A: !Ref B}]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
  ["!Join ['-', [a, !Ref B]]", { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }],
  ["!Select [1, !Split [',', 'a,b']]", { 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }],
  ['!If [Prod, 1, !Ref AWS::NoValue]', { 'Fn::If': ['Prod', 1, { Ref: 'AWS::NoValue' }] }],
  ['!And [!Condition A, !Not [!Condition B]]', { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ Condition: 'B' }] }] }],
  ['!Or [!Equals [a, b], !Condition C]', { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'C' }] }],
  ['!FindInMap [M, a, b]', { 'Fn::FindInMap': ['M', 'a', 'b'] }],
  ["!ImportValue 'stack:export'", { 'Fn::ImportValue': 'stack:export' }],
  ["!GetAZs ''", { 'Fn::GetAZs': '' }],
  ['!Base64 text', { 'Fn::Base64': 'text' }],
  ['!Cidr [10.0.0.0/16, 2, 8]', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }],
  ['!Length [a]', { 'Fn::Length': ['a'] }],
  ['!ToJsonString {a: 1}', { 'Fn::ToJsonString': { a: 1 } }],
  ['!Transform {Name: M, Parameters: {a: b}}', { 'Fn::Transform': { Name: 'M', Parameters: { a: 'b' } } }],
  ['{Fn::Sub: "${A}"}', { 'Fn::Sub': '${A}' }],
])('YAML short form %s', (text, long) => {
  expect(read(text)).toEqual(long)
})

test.each([
  ['012345678901', '012345678901'],
  ['29', 29],
  ['1.50', '1.50'],
  ['0x1F', '0x1F'],
  ['2012-10-17', '2012-10-17'],
  ['true', true],
  ['yes', 'yes'],
  ['"true"', 'true'],
  ['!!str 12', '12'],
  ['~', null],
])('YAML scalar %s keeps what CloudFormation needs of it', (text, value) => {
  expect(read(text)).toBe(value)
})

test('YAML anchors are followed, block texts keep their lines', () => {
  expect(yaml('&a [1, 2]\n      W: *a').resources['X']?.Properties).toEqual({ V: [1, 2], W: [1, 2] })
  expect(read('|\n        one\n        two')).toBe('one\ntwo\n')
})

test.each([
  ['{"Resources": {"A": {"Type": }}}', 'JSON not well-formed. (line 1, column 30)', 'a value'],
  ['{\n  "Resources": {\n    "A" {}\n  }\n}', 'JSON not well-formed. (line 3, column 9)', "':'"],
  ['{\n  "Resources": {}', 'JSON not well-formed. (line 2, column 18)', 'the end of the text'],
  ['{"Resources": {"A": "\n"}}', 'JSON not well-formed. (line 1, column 21)', 'double quotes'],
  ['Resources:\n  A: [1, 2\n  B: 1\n', 'YAML not well-formed. (line 3, column', 'line 3'],
  ['Resources:\n  A: !Nonsense x\n', 'YAML not well-formed. (line 2, column 16)', 'Unresolved tag: !Nonsense'],
  ['just text', 'unsupported structure.', 'no object'],
])('a broken text %j is told with line and column', (text, aws, message) => {
  const error = errorOf(text, '/app/broken.template')
  expect(toAwsError(error)).toMatchObject({
    code: 'ValidationError',
    status: 400,
    message: expect.stringContaining(`Template format error: ${aws}`),
  })
  const [diagnostic] = toUserError(error).diagnostics
  expect(diagnostic).toMatchObject({
    code: 'template-not-readable',
    severity: 'error',
    place: { file: '/app/broken.template', line: expect.any(Number) },
  })
  expect(diagnostic?.message).toContain(message)
})

test('the line of an element is found in JSON and in YAML, through short forms too', () => {
  const json = readTemplate('{\n "Resources": {\n  "X": {\n   "Type": "A::B",\n   "Properties": {\n    "P": [\n     1,\n     {"Q": 2}]}}}}')
  expect(json.lineOf(['Resources', 'X', 'Properties', 'P', 1, 'Q'])).toBe(8)
  expect(json.lineOf(['Resources', 'X', 'Properties', 'NotThere'])).toBe(5)
  const short = readTemplate(
    'Resources:\n  X:\n    Type: A::B\n    Properties:\n      P: !Join\n        - "-"\n        - - a\n          - !Ref B\n',
  )
  expect(short.lineOf(['Resources', 'X', 'Properties', 'P', 'Fn::Join', 1, 1, 'Ref'])).toBe(8)
  expect(short.lineOf(['Resources', 'X', 'Type'])).toBe(3)
})

import { type Finding, finding, suggest } from './findings'
import { PARAMETER_TYPE } from './parameters'
import { isEntry, type Template } from './template'

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
])
const RESOURCE_MEMBERS = new Set([
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Description',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
  'Version',
])
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
}

/** What is wrong with the sections of a template, each for itself. */
export function* structure(template: Template): Generator<Finding> {
  const unknown = Object.keys(template.sections).filter((name) => !SECTIONS.has(name))
  for (const name of unknown) {
    yield finding(
      'unknown-section',
      `Invalid template property or properties [${unknown.join(', ')}]`,
      [name],
      `'${name}' is no section of a template.`,
      suggest(name, SECTIONS),
    )
  }
  const version = template.sections['AWSTemplateFormatVersion']
  if (version !== undefined && version !== '2010-09-09') {
    yield finding(
      'unknown-template-version',
      `Template format error: ${String(version)} is not a supported value for AWSTemplateFormatVersion.`,
      ['AWSTemplateFormatVersion'],
      `The template's version is ${JSON.stringify(version)}; '2010-09-09' is the only one.`,
    )
  }
  if (!isEntry(template.sections['Resources']) || Object.keys(template.sections['Resources']).length === 0) {
    const where = template.sections['Resources'] === undefined ? [] : ['Resources']
    yield finding(
      'no-resources',
      'Template format error: At least one Resources member must be defined.',
      where,
      'The template has no resources.',
      'Add a Resources section, or point at a template.',
    )
  }
  for (const [name, parameter] of Object.entries(template.parameters)) yield* parameterStructure(name, parameter)
  for (const name of Object.keys(template.parameters)) {
    if (!Object.hasOwn(template.resources, name)) continue
    // The text of this error is uncertain.
    yield finding(
      'name-used-twice',
      `Template format error: Logical name ${name} is used by a parameter and by a resource.`,
      ['Resources', name],
      `'${name}' is the name of a parameter and of a resource.`,
      'Give one of them another name.',
    )
  }
  for (const id of Object.keys(template.resources)) yield* resourceStructure(template, id)
  for (const [name, output] of Object.entries(template.outputs)) {
    if (!isEntry(output) || output['Value'] === undefined || output['Value'] === null) {
      yield finding(
        'output-without-value',
        `Template format error: Output ${name} is malformed. The Value field of every Outputs member must be specified.`,
        ['Outputs', name],
        `The output ${name} has no Value.`,
      )
    }
  }
}

function* parameterStructure(name: string, parameter: unknown): Generator<Finding> {
  const path = ['Parameters', name]
  if (!/^[A-Za-z0-9]+$/.test(name)) {
    yield finding(
      'bad-name',
      `Template format error: Parameter name ${name} is non alphanumeric.`,
      path,
      `The parameter's name '${name}' has other characters than letters and digits.`,
    )
  }
  const type = isEntry(parameter) ? parameter['Type'] : undefined
  if (typeof type !== 'string') {
    yield finding(
      'parameter-without-type',
      'Template format error: Every Parameters object must contain a Type member.',
      path,
      `The parameter ${name} has no Type.`,
    )
  } else if (!PARAMETER_TYPE.test(type)) {
    yield finding(
      'unknown-parameter-type',
      `Template format error: Unrecognized parameter type: ${type}`,
      [...path, 'Type'],
      `The parameter ${name} has the type '${type}', which CloudFormation does not know.`,
      suggest(type, ['String', 'Number', 'List<Number>', 'CommaDelimitedList']),
    )
  }
}

function* resourceStructure(template: Template, id: string): Generator<Finding> {
  const path = ['Resources', id]
  const resource: unknown = template.resources[id]
  if (!/^[A-Za-z0-9]+$/.test(id)) {
    yield finding(
      'bad-name',
      `Template format error: Resource name ${id} is non alphanumeric.`,
      path,
      `The logical id '${id}' has other characters than letters and digits.`,
    )
  }
  if (!isEntry(resource) || typeof resource['Type'] !== 'string') {
    yield finding(
      'resource-without-type',
      `Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`,
      path,
      `The resource ${id} has no Type.`,
    )
    return
  }
  if (!/^[A-Za-z0-9]+::[A-Za-z0-9_@:-]+$/.test(resource['Type'])) {
    yield finding(
      'bad-resource-type',
      `Template format error: Unrecognized resource types: [${resource['Type']}]`,
      [...path, 'Type'],
      `'${resource['Type']}' is no resource type: one reads like AWS::Lambda::Function.`,
    )
  }
  for (const member of Object.keys(resource)) {
    if (RESOURCE_MEMBERS.has(member)) continue
    yield finding(
      'unknown-resource-member',
      `Invalid template resource property '${member}'`,
      [...path, member],
      `The resource ${id} has the member '${member}', which is none of a resource's.`,
      suggest(member, RESOURCE_MEMBERS) ?? 'What belongs to the resource itself goes below Properties.',
    )
  }
  if (resource['Properties'] !== undefined && !isEntry(resource['Properties'])) {
    yield finding(
      'bad-properties',
      `Template format error: [/Resources/${id}/Properties] Properties must be an object.`,
      [...path, 'Properties'],
      `The Properties of ${id} are no object.`,
    )
  }
  for (const [member, allowed] of Object.entries(POLICIES)) {
    const policy = resource[member]
    if (policy === undefined || isEntry(policy) || allowed.includes(String(policy))) continue
    yield finding(
      'bad-policy',
      `Template error: Unrecognized ${member} ${String(policy)} for resource ${id}`,
      [...path, member],
      `The ${member} of ${id} is '${String(policy)}'; it is one of ${allowed.join(', ')}.`,
    )
  }
}

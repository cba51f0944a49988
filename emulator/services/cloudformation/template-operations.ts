import { requiredCapabilities } from './capabilities'
import { changeSetOf } from './change-sets'
import { asAws, type CloudFormation, stackOf, templateOf } from './operations'
import { attributesOf } from './plan'
import { type Entry, readTemplate, type Template } from './template'
import { checkTemplate } from './template-check'

/** Macros do not run here, so that a template is processed as it is. A stack in review has none yet. */
export const GetTemplate: CloudFormation['GetTemplate'] = (input, call) => {
  const { templateBody } = input.ChangeSetName === undefined ? stackOf(call, input.StackName) : changeSetOf(call, input)
  return templateBody === '' ? { StagesAvailable: [] } : { TemplateBody: templateBody, StagesAvailable: ['Original', 'Processed'] }
}

export const ValidateTemplate: CloudFormation['ValidateTemplate'] = (input, call) => {
  const template = templateOf(input, call)
  asAws(() => checkTemplate(template, attributesOf))
  return {
    ...common(template),
    Parameters: Object.entries(template.parameters).map(([ParameterKey, definition]) => ({ ParameterKey, ...declared(definition) })),
  }
}

export const GetTemplateSummary: CloudFormation['GetTemplateSummary'] = (input, call) => {
  const template =
    input.StackName === undefined ? templateOf(input, call) : asAws(() => readTemplate(stackOf(call, input.StackName).templateBody))
  asAws(() => checkTemplate(template, attributesOf))
  const version = template.sections['AWSTemplateFormatVersion']
  return {
    ...common(template),
    Parameters: Object.entries(template.parameters).map(([ParameterKey, definition]) => {
      const allowed = definition['AllowedValues']
      return {
        ParameterKey,
        ParameterType: String(definition['Type']),
        ...declared(definition),
        ParameterConstraints: Array.isArray(allowed) ? { AllowedValues: allowed.map(String) } : {},
      }
    }),
    ResourceTypes: [...new Set(Object.values(template.resources).map(({ Type }) => Type))],
    ...(version === undefined ? {} : { Version: String(version) }),
    ...(template.metadata === undefined ? {} : { Metadata: JSON.stringify(template.metadata) }),
  }
}

function common(template: Template) {
  const { capabilities, types } = requiredCapabilities(template)
  return {
    ...(template.description === undefined ? {} : { Description: template.description }),
    ...(capabilities.length === 0 ? {} : { Capabilities: capabilities }),
    ...(types.length === 0 ? {} : { CapabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]` }),
    ...(template.transforms.length === 0 ? {} : { DeclaredTransforms: [...template.transforms] }),
  }
}

function declared(definition: Entry) {
  const { Default: value, Description: description, NoEcho: noEcho } = definition
  return {
    NoEcho: String(noEcho) === 'true',
    ...(value === undefined ? {} : { DefaultValue: String(value) }),
    ...(typeof description === 'string' ? { Description: description } : {}),
  }
}

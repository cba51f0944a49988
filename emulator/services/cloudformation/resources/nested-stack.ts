import { json, number, reported, required, string } from './property-table'
import type { ResourceType } from './resource-type'

/** A stack inside a stack; the stack engine does the work. */
export const nestedStack: ResourceType = {
  type: 'AWS::CloudFormation::Stack',
  properties: {
    'NotificationARNs[]': reported(string, 'notifications are not sent'),
    'Parameters.*': json,
    Tags: json,
    TemplateURL: required(string),
    TimeoutInMinutes: number,
  },
  replaceOn: [],
  create: (properties, context) =>
    context.nested.create(context.physicalName(128), properties.needed('TemplateURL'), properties.map('Parameters') ?? {}),
  update: (properties, existing, context) =>
    context.nested.update(existing.physicalId, properties.needed('TemplateURL'), properties.map('Parameters') ?? {}),
  delete: (existing, context) => context.nested.delete(existing.physicalId),
  attribute: (name, record, { call }) => {
    const stack = call.records.stacks.get(record.physicalId)
    if (name.startsWith('Outputs.'))
      return stack?.Outputs?.find(({ OutputKey }) => OutputKey === name.slice('Outputs.'.length))?.OutputValue
    if (name === 'StackId') return record.physicalId
    if (name === 'StackStatus') return stack?.StackStatus
    return undefined
  },
}

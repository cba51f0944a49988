import type { Properties } from '../properties'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { commonOf, itemOf, latest, retagItem } from './item'

export const regexPatternSet: ResourceType = {
  type: 'AWS::WAFv2::RegexPatternSet',
  properties: {
    Description: string,
    Name: string,
    'RegularExpressionList[]': required(string),
    Scope: required(string),
    Tags: json,
  },
  attributes: ['Arn', 'Id'],
  replaceOn: ['Name', 'Scope'],
  create: async (properties, context) => {
    const named = commonOf(properties, context)
    const { Summary } = await context.services.wafv2.CreateRegexPatternSet({ ...named, RegularExpressionList: patterns(properties) })
    return { physicalId: `${named.Name}|${Summary?.Id}|${named.Scope}`, attributes: { Arn: Summary?.ARN ?? '', Id: Summary?.Id ?? '' } }
  },
  update: async (properties, existing, context) => {
    const { wafv2 } = context.services
    const item = itemOf(existing)
    const LockToken = await latest(wafv2.GetRegexPatternSet(item))
    const Description = properties.text('Description')
    await wafv2.UpdateRegexPatternSet({ ...item, LockToken, Description, RegularExpressionList: patterns(properties) })
    await retagItem(properties, existing, context)
    return existing
  },
  delete: async (existing, { services: { wafv2 } }) => {
    const item = itemOf(existing)
    await wafv2.DeleteRegexPatternSet({ ...item, LockToken: await latest(wafv2.GetRegexPatternSet(item)) })
  },
}

function patterns(properties: Properties) {
  return (properties.texts('RegularExpressionList') ?? []).map((RegexString) => ({ RegexString }))
}

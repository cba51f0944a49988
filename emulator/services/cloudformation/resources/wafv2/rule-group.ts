import type * as sdk from '@aws-sdk/client-wafv2'
import type { Properties } from '../properties'
import { json, number, reported, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { commonOf, itemOf, latest, retagItem, VISIBILITY } from './item'
import { converted, rulesOf } from './rules'

const NOT_KEPT = 'it has no effect on the stages of REST APIs'
const FOR_PEOPLE = 'labels are listed for people'

export const ruleGroup: ResourceType = {
  type: 'AWS::WAFv2::RuleGroup',
  properties: {
    'AvailableLabels[].Name': reported(string, FOR_PEOPLE),
    Capacity: required(number),
    'ConsumedLabels[].Name': reported(string, FOR_PEOPLE),
    'CustomResponseBodies.*.Content': string,
    'CustomResponseBodies.*.ContentType': string,
    Description: string,
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].Chain': reported(string, NOT_KEPT),
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].Prices[].Amount': reported(string, NOT_KEPT),
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].Prices[].Currency': reported(string, NOT_KEPT),
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].WalletAddress': reported(string, NOT_KEPT),
    'MonetizationConfig.CurrencyMode': reported(string, NOT_KEPT),
    Name: string,
    'Rules[]': json,
    Scope: required(string),
    Tags: json,
    ...VISIBILITY,
  },
  attributes: ['Arn', 'Id', 'LabelNamespace'],
  replaceOn: ['Name', 'Scope'],
  create: async (properties, context) => {
    const named = commonOf(properties, context)
    const Capacity = properties.number('Capacity')
    const { Summary } = await context.services.wafv2.CreateRuleGroup({ ...named, Capacity, ...settings(properties) })
    return made(`${named.Name}|${Summary?.Id}|${named.Scope}`, context)
  },
  update: async (properties, existing, context) => {
    const { wafv2 } = context.services
    const item = itemOf(existing)
    const LockToken = await latest(wafv2.GetRuleGroup(item))
    await wafv2.UpdateRuleGroup({ ...item, LockToken, Description: properties.text('Description'), ...settings(properties) })
    await retagItem(properties, existing, context)
    return existing
  },
  delete: async (existing, { services: { wafv2 } }) => {
    const item = itemOf(existing)
    await wafv2.DeleteRuleGroup({ ...item, LockToken: await latest(wafv2.GetRuleGroup(item)) })
  },
}

function settings(properties: Properties) {
  return {
    VisibilityConfig: converted(properties.raw['VisibilityConfig']) as sdk.VisibilityConfig | undefined,
    Rules: rulesOf(properties.raw['Rules']),
    CustomResponseBodies: converted(properties.raw['CustomResponseBodies']) as Record<string, sdk.CustomResponseBody> | undefined,
  }
}

async function made(physicalId: string, { services: { wafv2 } }: ResourceContext): Promise<Made> {
  const item = itemOf({ physicalId })
  const { RuleGroup } = await wafv2.GetRuleGroup(item)
  return { physicalId, attributes: { Arn: RuleGroup?.ARN ?? '', Id: item.Id, LabelNamespace: RuleGroup?.LabelNamespace ?? '' } }
}

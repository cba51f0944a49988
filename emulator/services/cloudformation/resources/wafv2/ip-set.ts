import type { IPAddressVersion } from '@aws-sdk/client-wafv2'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { commonOf, itemOf, latest, retagItem } from './item'

export const ipSet: ResourceType = {
  type: 'AWS::WAFv2::IPSet',
  properties: {
    'Addresses[]': required(string),
    Description: string,
    IPAddressVersion: required(string),
    Name: string,
    Scope: required(string),
    Tags: json,
  },
  attributes: ['Arn', 'Id'],
  replaceOn: ['Name', 'Scope'],
  create: async (properties, context) => {
    const named = commonOf(properties, context)
    const { Summary } = await context.services.wafv2.CreateIPSet({
      ...named,
      IPAddressVersion: properties.needed('IPAddressVersion') as IPAddressVersion,
      Addresses: properties.texts('Addresses'),
    })
    return { physicalId: `${named.Name}|${Summary?.Id}|${named.Scope}`, attributes: { Arn: Summary?.ARN ?? '', Id: Summary?.Id ?? '' } }
  },
  update: async (properties, existing, context) => {
    const { wafv2 } = context.services
    const item = itemOf(existing)
    const LockToken = await latest(wafv2.GetIPSet(item))
    const [Description, Addresses] = [properties.text('Description'), properties.texts('Addresses')]
    await wafv2.UpdateIPSet({ ...item, LockToken, Description, Addresses })
    await retagItem(properties, existing, context)
    return existing
  },
  delete: async (existing, { services: { wafv2 } }) => {
    const item = itemOf(existing)
    await wafv2.DeleteIPSet({ ...item, LockToken: await latest(wafv2.GetIPSet(item)) })
  },
}

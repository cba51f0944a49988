import type * as sdk from '@aws-sdk/client-wafv2'
import type { Properties } from '../properties'
import { json, number, reported, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { commonOf, itemOf, latest, retagItem, VISIBILITY } from './item'
import { converted, rulesOf } from './rules'

const NO_PUZZLES = 'puzzles cannot be solved here'
const NOT_KEPT = 'it has no effect on the stages of REST APIs'

export const webAcl: ResourceType = {
  type: 'AWS::WAFv2::WebACL',
  properties: {
    'ApplicationConfig.Attributes[].Name': reported(string, NOT_KEPT),
    'ApplicationConfig.Attributes[].Values[]': reported(string, NOT_KEPT),
    'AssociationConfig.RequestBody.*.DefaultSizeInspectionLimit': string,
    'CaptchaConfig.ImmunityTimeProperty.ImmunityTime': reported(number, NO_PUZZLES),
    'ChallengeConfig.ImmunityTimeProperty.ImmunityTime': reported(number, NO_PUZZLES),
    'CustomResponseBodies.*.Content': string,
    'CustomResponseBodies.*.ContentType': string,
    'DataProtectionConfig.DataProtections[].Action': reported(string, NOT_KEPT),
    'DataProtectionConfig.DataProtections[].ExcludeRateBasedDetails': reported({ kind: 'boolean' }, NOT_KEPT),
    'DataProtectionConfig.DataProtections[].ExcludeRuleMatchDetails': reported({ kind: 'boolean' }, NOT_KEPT),
    'DataProtectionConfig.DataProtections[].Field.FieldKeys[]': reported(string, NOT_KEPT),
    'DataProtectionConfig.DataProtections[].Field.FieldType': reported(string, NOT_KEPT),
    'DefaultAction.Allow.CustomRequestHandling.InsertHeaders[].Name': string,
    'DefaultAction.Allow.CustomRequestHandling.InsertHeaders[].Value': string,
    'DefaultAction.Block.CustomResponse.CustomResponseBodyKey': string,
    'DefaultAction.Block.CustomResponse.ResponseCode': number,
    'DefaultAction.Block.CustomResponse.ResponseHeaders[].Name': string,
    'DefaultAction.Block.CustomResponse.ResponseHeaders[].Value': string,
    Description: string,
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].Chain': reported(string, NOT_KEPT),
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].Prices[].Amount': reported(string, NOT_KEPT),
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].Prices[].Currency': reported(string, NOT_KEPT),
    'MonetizationConfig.CryptoConfig.PaymentNetworks[].WalletAddress': reported(string, NOT_KEPT),
    'MonetizationConfig.CurrencyMode': reported(string, NOT_KEPT),
    Name: string,
    'OnSourceDDoSProtectionConfig.ALBLowReputationMode': reported(string, NOT_KEPT),
    // What of its statements is not emulated, the operation tells, rule by rule.
    'Rules[]': json,
    Scope: required(string),
    Tags: json,
    'TokenDomains[]': reported(string, NO_PUZZLES),
    ...VISIBILITY,
  },
  attributes: ['Arn', 'Capacity', 'Id', 'LabelNamespace'],
  replaceOn: ['Name', 'Scope'],
  create: async (properties, context) => {
    const named = commonOf(properties, context)
    const { Summary } = await context.services.wafv2.CreateWebACL({ ...named, ...settings(properties) })
    return made(`${named.Name}|${Summary?.Id}|${named.Scope}`, context)
  },
  update: async (properties, existing, context) => {
    const { wafv2 } = context.services
    const item = itemOf(existing)
    const LockToken = await latest(wafv2.GetWebACL(item))
    await wafv2.UpdateWebACL({ ...item, LockToken, Description: properties.text('Description'), ...settings(properties) })
    await retagItem(properties, existing, context)
    return made(existing.physicalId, context)
  },
  delete: async (existing, { services: { wafv2 } }) => {
    const item = itemOf(existing)
    await wafv2.DeleteWebACL({ ...item, LockToken: await latest(wafv2.GetWebACL(item)) })
  },
}

function settings(properties: Properties) {
  const raw = <T>(name: string) => converted(properties.raw[name]) as T | undefined
  return {
    DefaultAction: raw<sdk.DefaultAction>('DefaultAction') ?? {},
    VisibilityConfig: raw<sdk.VisibilityConfig>('VisibilityConfig'),
    Rules: rulesOf(properties.raw['Rules']),
    CustomResponseBodies: raw<Record<string, sdk.CustomResponseBody>>('CustomResponseBodies'),
    AssociationConfig: raw<sdk.AssociationConfig>('AssociationConfig'),
    CaptchaConfig: raw<sdk.CaptchaConfig>('CaptchaConfig'),
    ChallengeConfig: raw<sdk.ChallengeConfig>('ChallengeConfig'),
    TokenDomains: properties.texts('TokenDomains'),
  }
}

async function made(physicalId: string, { services: { wafv2 } }: ResourceContext): Promise<Made> {
  const item = itemOf({ physicalId })
  const { WebACL } = await wafv2.GetWebACL(item)
  const { ARN = '', Capacity = 0, LabelNamespace = '' } = WebACL ?? {}
  return { physicalId, attributes: { Arn: ARN, Capacity, Id: item.Id, LabelNamespace }, subject: `/webacls/${item.Id}` }
}

import type { SamplingRule } from '@aws-sdk/client-xray'
import type { Properties } from '../properties'
import { json, number, type PropertyTable, reported, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retag, tagList } from '../tags'

const OLD = 'an older form of SamplingRule, which AWS warns of'
const BOOST = 'sampling does not rise when something fails'
const RULE: PropertyTable = {
  'Attributes.*': string,
  FixedRate: number,
  Host: string,
  HTTPMethod: string,
  Priority: number,
  ReservoirSize: number,
  ResourceARN: string,
  RuleARN: string,
  RuleName: string,
  'SamplingRateBoost.CooldownWindowMinutes': reported(number, BOOST),
  'SamplingRateBoost.MaxRate': reported(number, BOOST),
  ServiceName: string,
  ServiceType: string,
  URLPath: string,
}
const VERSIONED: PropertyTable = { ...RULE, Version: number }

export const samplingRule: ResourceType = {
  type: 'AWS::XRay::SamplingRule',
  properties: {
    RuleName: reported(string, OLD),
    ...below('SamplingRule', VERSIONED),
    'SamplingRuleRecord.CreatedAt': reported(string, OLD),
    'SamplingRuleRecord.ModifiedAt': reported(string, OLD),
    ...outdated(below('SamplingRuleRecord.SamplingRule', VERSIONED)),
    ...outdated(below('SamplingRuleUpdate', RULE)),
    Tags: json,
  },
  attributes: ['RuleARN'],
  replaceOn: [],
  create: async (properties, { services, physicalName, tags }) => {
    const rule = ruleOf(properties)
    const named = { ...rule, RuleName: rule.RuleName ?? physicalName(32), Version: rule.Version ?? 1 }
    const { SamplingRuleRecord } = await services.xray.CreateSamplingRule({
      SamplingRule: named as SamplingRule,
      Tags: tagList(tags(properties.raw['Tags'])),
    })
    return made(SamplingRuleRecord?.SamplingRule)
  },
  update: async (properties, existing, context) => {
    const { xray } = context.services
    const { RuleName: _name, RuleARN: _arn, Version: _version, ...changes } = ruleOf(properties)
    const ResourceARN = existing.physicalId
    const { SamplingRuleRecord } = await xray.UpdateSamplingRule({ SamplingRuleUpdate: { ...changes, RuleARN: ResourceARN } })
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => xray.TagResource({ ResourceARN, Tags: tagList(tags) }),
      unset: (TagKeys) => xray.UntagResource({ ResourceARN, TagKeys }),
    })
    return made(SamplingRuleRecord?.SamplingRule)
  },
  delete: async (existing, { services }) => {
    await services.xray.DeleteSamplingRule({ RuleARN: existing.physicalId })
  },
}

/** Uncertain: that Ref answers the ARN, which is the type's primary identifier. */
function made(rule: SamplingRule | undefined) {
  const physicalId = rule?.RuleARN ?? ''
  return { physicalId, attributes: { RuleARN: physicalId }, subject: `/samplingrules/${rule?.RuleName}` }
}

function ruleOf(properties: Properties): Partial<SamplingRule> {
  const rule = properties.entry('SamplingRule')
  const { SamplingRateBoost: _boost, ...plain } = rule?.raw ?? {}
  return plain
}

function below(name: string, table: PropertyTable): PropertyTable {
  return Object.fromEntries(Object.entries(table).map(([path, property]) => [`${name}.${path}`, property]))
}

function outdated(table: PropertyTable): PropertyTable {
  return Object.fromEntries(Object.entries(table).map(([path, property]) => [path, reported(property, OLD)]))
}

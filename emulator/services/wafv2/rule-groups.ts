import { findItem, given, listItems, newItem, putItem, summary, tagsOf, type WafOperations } from './operations'
import { remove } from './sets'

export const CreateRuleGroup: WafOperations['CreateRuleGroup'] = (input, call) => {
  const { Scope = 'REGIONAL', Capacity = 0, Description, Rules, CustomResponseBodies, VisibilityConfig } = input
  const named = newItem(call, 'ruleGroups', input)
  const item = {
    ...named,
    Capacity,
    VisibilityConfig: VisibilityConfig as NonNullable<typeof VisibilityConfig>,
    LabelNamespace: `awswaf:${call.account}:rulegroup:${named.Name}:`,
    ...given({ Description, Rules, CustomResponseBodies }),
  }
  putItem(call, 'ruleGroups', { item, scope: Scope, tags: tagsOf(input.Tags) })
  return { Summary: summary(findItem(call, 'ruleGroups', { Id: named.Id })) }
}

export const GetRuleGroup: WafOperations['GetRuleGroup'] = (input, call) => {
  const byArn = input.ARN === undefined ? input : { Id: input.ARN.split('/').at(-1) }
  const { item, lockToken } = findItem(call, 'ruleGroups', byArn)
  return { RuleGroup: item, LockToken: lockToken }
}

export const UpdateRuleGroup: WafOperations['UpdateRuleGroup'] = (input, call) => {
  const record = findItem(call, 'ruleGroups', input)
  const { Rules: _rules, CustomResponseBodies: _bodies, ...rest } = record.item
  const { Description, Rules, CustomResponseBodies, VisibilityConfig } = input
  const item = { ...rest, ...given({ Description, Rules, CustomResponseBodies, VisibilityConfig }) }
  return { NextLockToken: putItem(call, 'ruleGroups', { ...record, item }) }
}

export const DeleteRuleGroup: WafOperations['DeleteRuleGroup'] = (input, call) => remove(call, 'ruleGroups', input)

export const ListRuleGroups: WafOperations['ListRuleGroups'] = (input, call) => {
  const { items: RuleGroups, ...next } = listItems(call, 'ruleGroups', input)
  return { RuleGroups, ...next }
}

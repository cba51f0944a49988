import { isIP } from 'node:net'
import type { Call } from '../operations'
import {
  findItem,
  given,
  invalid,
  type Kind,
  listItems,
  newItem,
  putItem,
  type RecordOf,
  summary,
  tagsOf,
  type WafOperations,
  wafError,
} from './operations'

export const CreateIPSet: WafOperations['CreateIPSet'] = (input, call) => {
  const { Description, IPAddressVersion = 'IPV4', Addresses = [], Scope = 'REGIONAL' } = input
  const item = { ...newItem(call, 'ipSets', input), IPAddressVersion, Addresses: checked(Addresses), ...given({ Description }) }
  putItem(call, 'ipSets', { item, scope: Scope, tags: tagsOf(input.Tags) })
  return { Summary: summary(findItem(call, 'ipSets', { Id: item.Id })) }
}

export const GetIPSet: WafOperations['GetIPSet'] = (input, call) => {
  const { item, lockToken } = findItem(call, 'ipSets', input)
  return { IPSet: item, LockToken: lockToken }
}

export const UpdateIPSet: WafOperations['UpdateIPSet'] = (input, call) => {
  const record = findItem(call, 'ipSets', input)
  const item = { ...record.item, Addresses: checked(input.Addresses), ...given({ Description: input.Description }) }
  return { NextLockToken: putItem(call, 'ipSets', { ...record, item }) }
}

export const DeleteIPSet: WafOperations['DeleteIPSet'] = (input, call) => remove(call, 'ipSets', input)

export const ListIPSets: WafOperations['ListIPSets'] = (input, call) => {
  const { items: IPSets, ...next } = listItems(call, 'ipSets', input)
  return { IPSets, ...next }
}

export const CreateRegexPatternSet: WafOperations['CreateRegexPatternSet'] = (input, call) => {
  const { Description, RegularExpressionList = [], Scope = 'REGIONAL' } = input
  const item = { ...newItem(call, 'regexPatternSets', input), RegularExpressionList, ...given({ Description }) }
  putItem(call, 'regexPatternSets', { item, scope: Scope, tags: tagsOf(input.Tags) })
  return { Summary: summary(findItem(call, 'regexPatternSets', { Id: item.Id })) }
}

export const GetRegexPatternSet: WafOperations['GetRegexPatternSet'] = (input, call) => {
  const { item, lockToken } = findItem(call, 'regexPatternSets', input)
  return { RegexPatternSet: item, LockToken: lockToken }
}

export const UpdateRegexPatternSet: WafOperations['UpdateRegexPatternSet'] = (input, call) => {
  const record = findItem(call, 'regexPatternSets', input)
  const item = { ...record.item, RegularExpressionList: input.RegularExpressionList ?? [], ...given({ Description: input.Description }) }
  return { NextLockToken: putItem(call, 'regexPatternSets', { ...record, item }) }
}

export const DeleteRegexPatternSet: WafOperations['DeleteRegexPatternSet'] = (input, call) => remove(call, 'regexPatternSets', input)

export const ListRegexPatternSets: WafOperations['ListRegexPatternSets'] = (input, call) => {
  const { items: RegexPatternSets, ...next } = listItems(call, 'regexPatternSets', input)
  return { RegexPatternSets, ...next }
}

function checked(addresses: readonly string[] | undefined): string[] {
  const odd = addresses?.find((block) => {
    const [base = '', bits = ''] = block.split('/')
    const most = isIP(base) === 4 ? 32 : 128
    return isIP(base) === 0 || !/^\d+$/.test(bits) || Number(bits) > most || Number(bits) < 1
  })
  if (odd !== undefined) throw invalid('The parameter contains formatting that is not valid.', 'IP_ADDRESS', odd)
  return [...(addresses ?? [])]
}

/** Takes an item away, unless another refers to it. */
export function remove(call: Call, kind: Kind, named: { readonly Id?: string | undefined }): Record<string, never> {
  const { item } = findItem(call, kind, named)
  const referring = [...call.records.webAcls.list(), ...call.records.ruleGroups.list()] as readonly RecordOf<'webAcls'>[]
  if (referring.some((other) => JSON.stringify(other.item.Rules ?? []).includes(`"${item.ARN}"`))) throw associated()
  call.records[kind].delete(String(item.Id))
  return {}
}

export function associated(): Error {
  return wafError(
    'WAFAssociatedItemException',
    'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.',
  )
}

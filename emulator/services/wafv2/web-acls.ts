import { compileAcl } from '../../gateway/waf/compile-acl'
import type { WebAclRecord } from '../../model/wafv2'
import type { Call } from '../operations'
import { associatedStages } from './associations'
import { capacityOf } from './capacity'
import { findItem, given, listItems, newItem, putItem, summary, tagsOf, type WafOperations } from './operations'
import { associated } from './sets'

export const CreateWebACL: WafOperations['CreateWebACL'] = (input, call) => {
  const { Scope = 'REGIONAL', DefaultAction = {}, VisibilityConfig } = input
  const named = newItem(call, 'webAcls', input)
  const item: WebAclRecord['item'] = {
    ...named,
    DefaultAction,
    VisibilityConfig: VisibilityConfig as NonNullable<typeof VisibilityConfig>,
    ManagedByFirewallManager: false,
    LabelNamespace: `awswaf:${call.account}:webacl:${named.Name}:`,
    ...settings(input),
  }
  putItem(call, 'webAcls', { item, scope: Scope, tags: tagsOf(input.Tags) })
  tell(call, item)
  return { Summary: summary(findItem(call, 'webAcls', { Id: named.Id })) }
}

export const GetWebACL: WafOperations['GetWebACL'] = (input, call) => {
  const byArn = input.ARN === undefined ? input : { Id: input.ARN.split('/').at(-1) }
  const { item, lockToken } = findItem(call, 'webAcls', byArn)
  return { WebACL: item, LockToken: lockToken }
}

/** What is left out is taken away, as on AWS. */
export const UpdateWebACL: WafOperations['UpdateWebACL'] = (input, call) => {
  const record = findItem(call, 'webAcls', input)
  const { Name, Id, ARN, ManagedByFirewallManager, LabelNamespace, DefaultAction, VisibilityConfig } = record.item
  const item: WebAclRecord['item'] = {
    Name,
    Id,
    ARN,
    LabelNamespace,
    DefaultAction: input.DefaultAction ?? DefaultAction,
    VisibilityConfig: input.VisibilityConfig ?? VisibilityConfig,
    ...given({ ManagedByFirewallManager }),
    ...settings(input),
  }
  const NextLockToken = putItem(call, 'webAcls', { ...record, item })
  tell(call, item)
  return { NextLockToken }
}

export const DeleteWebACL: WafOperations['DeleteWebACL'] = (input, call) => {
  const { item } = findItem(call, 'webAcls', input)
  if (associatedStages(call, item.ARN).length > 0) throw associated()
  call.records.webAcls.delete(item.Id)
  call.diagnostics.replace(item.ARN, [])
  return {}
}

export const ListWebACLs: WafOperations['ListWebACLs'] = (input, call) => {
  const { items: WebACLs, ...next } = listItems(call, 'webAcls', input)
  return { WebACLs, ...next }
}

/** What Create and Update set alike. */
function settings({
  Description,
  Rules,
  CustomResponseBodies,
  CaptchaConfig,
  ChallengeConfig,
  TokenDomains,
  AssociationConfig,
}: Partial<Parameters<WafOperations['UpdateWebACL']>[0]>) {
  const Capacity = capacityOf(Rules)
  return given({ Description, Rules, Capacity, CustomResponseBodies, CaptchaConfig, ChallengeConfig, TokenDomains, AssociationConfig })
}

/** Says what of a web ACL is not emulated. */
function tell({ diagnostics, records, store }: Call, item: WebAclRecord['item']): void {
  const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)
  const { findings } = compileAcl(
    { item },
    {
      store,
      ipSet: (arn) => records.ipSets.get(idOf(arn))?.item.Addresses,
      patternSet: (arn) => records.regexPatternSets.get(idOf(arn))?.item.RegularExpressionList.map(({ RegexString = '' }) => RegexString),
      ruleGroup: (arn) => records.ruleGroups.get(idOf(arn))?.item,
    },
  )
  const { ARN, Id, Name } = item
  diagnostics.replace(
    ARN,
    findings.map((finding) => ({
      code: 'web-acl-not-emulated',
      severity: 'warning',
      message: `The web ACL ${Name}: ${finding}`,
      subject: `/webacls/${Id}`,
    })),
  )
}

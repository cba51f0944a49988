import type * as sdk from '@aws-sdk/client-wafv2'
import type { Operations, Service } from '../operations'
import * as associations from './associations'
import * as ruleGroups from './rule-groups'
import * as sets from './sets'
import * as tags from './tags'
import * as webAcls from './web-acls'

/** AWS WAF, in front of stages of REST APIs: every operation that is served. */
const operations = {
  AssociateWebACL: associations.AssociateWebACL,
  CreateIPSet: sets.CreateIPSet,
  CreateRegexPatternSet: sets.CreateRegexPatternSet,
  CreateRuleGroup: ruleGroups.CreateRuleGroup,
  CreateWebACL: webAcls.CreateWebACL,
  DeleteIPSet: sets.DeleteIPSet,
  DeleteRegexPatternSet: sets.DeleteRegexPatternSet,
  DeleteRuleGroup: ruleGroups.DeleteRuleGroup,
  DeleteWebACL: webAcls.DeleteWebACL,
  DisassociateWebACL: associations.DisassociateWebACL,
  GetIPSet: sets.GetIPSet,
  GetRegexPatternSet: sets.GetRegexPatternSet,
  GetRuleGroup: ruleGroups.GetRuleGroup,
  GetWebACL: webAcls.GetWebACL,
  GetWebACLForResource: associations.GetWebACLForResource,
  ListIPSets: sets.ListIPSets,
  ListRegexPatternSets: sets.ListRegexPatternSets,
  ListResourcesForWebACL: associations.ListResourcesForWebACL,
  ListRuleGroups: ruleGroups.ListRuleGroups,
  ListTagsForResource: tags.ListTagsForResource,
  ListWebACLs: webAcls.ListWebACLs,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateIPSet: sets.UpdateIPSet,
  UpdateRegexPatternSet: sets.UpdateRegexPatternSet,
  UpdateRuleGroup: ruleGroups.UpdateRuleGroup,
  UpdateWebACL: webAcls.UpdateWebACL,
}

export const wafv2 = { name: 'wafv2', operations } satisfies Service<Partial<Operations<typeof sdk>>>

import type * as sdk from '@aws-sdk/client-wafv2'
import type { Strict } from './apigateway'

/** What every item of AWS WAF has besides what its Get operation answers. */
interface Kept {
  readonly scope: sdk.Scope
  /** Changes with every change of the item. */
  readonly lockToken: string
  readonly tags: Readonly<Record<string, string>>
}

export interface WebAclRecord extends Kept {
  readonly item: Strict<sdk.WebACL, 'Name' | 'Id' | 'ARN' | 'DefaultAction' | 'VisibilityConfig' | 'LabelNamespace'>
}
export interface IpSetRecord extends Kept {
  readonly item: Strict<sdk.IPSet, 'Name' | 'Id' | 'ARN' | 'IPAddressVersion' | 'Addresses'>
}
export interface RegexPatternSetRecord extends Kept {
  readonly item: Strict<sdk.RegexPatternSet, 'Name' | 'Id' | 'ARN' | 'RegularExpressionList'>
}
export interface RuleGroupRecord extends Kept {
  readonly item: Strict<sdk.RuleGroup, 'Name' | 'Id' | 'ARN' | 'VisibilityConfig' | 'Capacity' | 'LabelNamespace'>
}

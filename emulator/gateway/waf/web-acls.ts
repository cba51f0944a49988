import type { Registry } from '../../model/registry'
import type { IpSetRecord, RegexPatternSetRecord, RuleGroupRecord } from '../../model/wafv2'
import type { Store } from '../../store/store'
import type { CompiledAcl } from './compile-acl'

/** What a change of which changes what web ACLs do. */
const TABLES = new Set(['webAcls', 'ipSets', 'regexPatternSets', 'ruleGroups'])

/** The web ACLs of the emulator, compiled when first asked for and again when one of their parts has changed. */
export class WebAcls {
  #compiled = new Map<string, CompiledAcl | undefined>()

  constructor(
    private readonly registry: Registry,
    private readonly store: Pick<Store, 'count'>,
  ) {
    registry.subscribe(({ table }) => {
      if (TABLES.has(table)) this.#compiled = new Map()
    })
  }

  /** The web ACL of an ARN; undefined when there is none. */
  find(arn: string): CompiledAcl | undefined {
    if (!this.#compiled.has(arn)) this.#compiled.set(arn, this.#compile(arn))
    return this.#compiled.get(arn)
  }

  #compile(arn: string): CompiledAcl | undefined {
    const acl = this.#item('webAcls', arn)
    if (acl === undefined) return undefined
    const { compileAcl } = require('./compile-acl') as typeof import('./compile-acl')
    return compileAcl(acl, {
      store: this.store,
      ipSet: (set) => this.#item('ipSets', set)?.item.Addresses,
      patternSet: (set) => this.#item('regexPatternSets', set)?.item.RegularExpressionList.map(({ RegexString = '' }) => RegexString),
      ruleGroup: (group) => this.#item('ruleGroups', group)?.item,
    })
  }

  #item<Table extends 'webAcls' | 'ipSets' | 'regexPatternSets' | 'ruleGroups'>(table: Table, arn: string): Items[Table] | undefined {
    const [, region, account, id] = /^arn:[^:]+:wafv2:([^:]+):(\d{12}):[^/]+\/[^/]+\/[^/]+\/(.+)$/.exec(arn) ?? []
    if (region === undefined || account === undefined) return undefined
    return this.registry.records(account, region)[table].get(id ?? '') as Items[Table] | undefined
  }
}

interface Items {
  webAcls: import('../../model/wafv2').WebAclRecord
  ipSets: IpSetRecord
  regexPatternSets: RegexPatternSetRecord
  ruleGroups: RuleGroupRecord
}

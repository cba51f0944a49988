import type * as sdk from '@aws-sdk/client-wafv2'
import { AwsError } from '../../model/errors'
import type { Records } from '../../model/registry'
import type { Call, Operations } from '../operations'

/** The operations of AWS WAF, typed by the SDK's command classes. */
export type WafOperations = Operations<typeof sdk>

/** The tables of AWS WAF's items, each with the word that its ARNs have for it. */
export const KINDS = { webAcls: 'webacl', ipSets: 'ipset', regexPatternSets: 'regexpatternset', ruleGroups: 'rulegroup' } as const
export type Kind = keyof typeof KINDS
export type RecordOf<K extends Kind> = NonNullable<ReturnType<Records[K]['get']>>

/** Uncertain: the wordings of all errors but those of items that are not there, twice there, or changed. */
export function wafError(code: string, message: string): AwsError {
  return new AwsError(code, message, 400)
}

export function nonexistent(): AwsError {
  return wafError('WAFNonexistentItemException', 'AWS WAF couldn’t perform the operation because your resource doesn’t exist.')
}

export function invalid(reason: string, field: string, parameter: string): AwsError {
  return wafError('WAFInvalidParameterException', `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`)
}

/** What names an item in every operation on it. */
interface Named {
  readonly Name?: string | undefined
  readonly Id?: string | undefined
  readonly Scope?: sdk.Scope | undefined
  readonly LockToken?: string | undefined
}

/** The name, id and ARN of a new item; a name is taken once in its scope. */
export function newItem(call: Call, kind: Kind, { Name = '', Scope = 'REGIONAL' }: Named) {
  if (!/^[\w-]{1,128}$/.test(Name)) throw invalid('The parameter contains formatting that is not valid.', 'ENTITY_NAME', Name)
  const others = call.records[kind].list() as readonly RecordOf<Kind>[]
  if (others.some(({ item, scope }) => item.Name === Name && scope === Scope))
    throw wafError(
      'WAFDuplicateItemException',
      'AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.',
    )
  const Id = call.ids.uuid()
  const place = Scope === 'CLOUDFRONT' ? 'global' : 'regional'
  return { Name, Id, ARN: `arn:aws:wafv2:${call.region}:${call.account}:${place}/${KINDS[kind]}/${Name}/${Id}` }
}

/** The item of a request; with a lock token that has to be its latest. */
export function findItem<K extends Kind>(call: Call, kind: K, { Id = '', LockToken, ...named }: Named): RecordOf<K> {
  const record = call.records[kind].get(Id) as RecordOf<K> | undefined
  if (record === undefined || (named.Name !== undefined && record.item.Name !== named.Name)) throw nonexistent()
  if (LockToken !== undefined && LockToken !== record.lockToken)
    throw wafError(
      'WAFOptimisticLockException',
      'AWS WAF couldn’t save your changes because you tried to update or delete a resource that has changed since you last retrieved it. Get the resource again, make any changes you need to make to the new copy, and retry your operation.',
    )
  return record
}

/** Puts an item with a new lock token, which it answers. */
export function putItem<K extends Kind>(call: Call, kind: K, record: Omit<RecordOf<K>, 'lockToken'>): string {
  const lockToken = call.ids.uuid()
  const table = call.records[kind] as { put(record: unknown, id: string): unknown }
  table.put({ ...record, lockToken }, String((record as unknown as RecordOf<Kind>).item.Id))
  return lockToken
}

/** An item as lists and Create operations show it. */
export function summary({ item, lockToken }: RecordOf<Kind>) {
  const { Name, Id, ARN, Description } = item
  return { Name, Id, ARN, LockToken: lockToken, ...(Description === undefined ? {} : { Description }) }
}

/** A page of the items of a scope; the marker is the name of the last one. */
export function listItems(
  call: Call,
  kind: Kind,
  { Scope, NextMarker, Limit = 100 }: { Scope?: sdk.Scope | undefined; NextMarker?: string | undefined; Limit?: number | undefined },
) {
  const all = (call.records[kind].list() as readonly RecordOf<Kind>[])
    .filter(({ scope }) => Scope === undefined || scope === Scope)
    .map(summary)
    .sort((a, b) => (String(a.Name) < String(b.Name) ? -1 : 1))
  const from = NextMarker === undefined ? 0 : all.findIndex(({ Name }) => Name === NextMarker) + 1
  const items = all.slice(from, from + Limit)
  return { items, ...(from + Limit < all.length ? { NextMarker: items.at(-1)?.Name } : {}) }
}

export function tagsOf(tags: readonly sdk.Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
}

/** The given members that are not undefined. */
export function given<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never
}

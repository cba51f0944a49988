import type { Group, InsightsConfiguration } from '@aws-sdk/client-xray'
import type { TraceGroupRecord } from '../../model/xray'
import type { Segment } from '../../observe/traces'
import type { Call } from '../operations'
import { page } from '../pages'
import { compileFilter, type FilterScope, type SegmentFilter } from './filter-expression'
import { invalidRequest, type XRayOperations } from './operations'
import { checkTags } from './tag-table'

/** The group that every account has, and that holds every trace. Uncertain: the form of its ARN. */
const DEFAULT = 'Default'
/** Groups of an account in a region besides the default one (X-Ray endpoints and quotas). */
const MOST_GROUPS = 25
const PAGE = 100

export const CreateGroup: XRayOperations['CreateGroup'] = ({ GroupName = '', FilterExpression, InsightsConfiguration, Tags }, call) => {
  const { traceGroups } = call.records
  // X-Ray developer guide, "Configuring groups"; its examples have underscores too.
  if (!/^[\w-]{1,32}$/.test(GroupName)) throw invalidRequest(`Invalid GroupName: ${GroupName}`)
  if (GroupName === DEFAULT || traceGroups.get(GroupName) !== undefined) throw invalidRequest(`A group named ${GroupName} exists already.`)
  if (traceGroups.list().filter(({ group }) => group.GroupName !== DEFAULT).length >= MOST_GROUPS)
    throw invalidRequest(`An account has at most ${MOST_GROUPS} groups.`)
  const record = {
    group: {
      GroupName,
      GroupARN: `${arnOf(call, GroupName)}/${call.ids.suffix(52)}`,
      ...(FilterExpression === undefined ? {} : { FilterExpression: checked(FilterExpression, call) }),
      InsightsConfiguration: insights(InsightsConfiguration),
    },
    versions: [{ since: new Date(call.clock.now()), expression: FilterExpression ?? '' }],
    tags: checkTags(Tags),
  }
  traceGroups.put(record, GroupName)
  return { Group: record.group }
}

export const GetGroup: XRayOperations['GetGroup'] = (input, call) => ({ Group: find(call, input).group })

export const GetGroups: XRayOperations['GetGroups'] = (input, call) => {
  const { items, next } = page(all(call), input.NextToken, PAGE)
  return { Groups: items.map(({ group }) => group), ...(next === undefined ? {} : { NextToken: next }) }
}

/** What traces have been judged by stays: a new expression is for those to come (X-Ray developer guide, "Configuring groups"). */
export const UpdateGroup: XRayOperations['UpdateGroup'] = (input, call) => {
  const record = find(call, input)
  const { group, versions } = record
  const { FilterExpression, InsightsConfiguration: settings } = input
  const isNew = FilterExpression !== undefined && FilterExpression !== (group.FilterExpression ?? '')
  if (isNew && group.GroupName === DEFAULT) throw invalidRequest('The default group has no filter expression.')
  const changed: TraceGroupRecord = {
    ...record,
    group: {
      ...group,
      ...(isNew ? { FilterExpression: checked(FilterExpression, call) } : {}),
      InsightsConfiguration: insights({ ...group.InsightsConfiguration, ...settings }),
    },
    versions: isNew ? [...versions, { since: new Date(call.clock.now()), expression: FilterExpression }] : versions,
  }
  call.records.traceGroups.put(changed, group.GroupName)
  return { Group: changed.group }
}

export const DeleteGroup: XRayOperations['DeleteGroup'] = (input, call) => {
  const { group } = find(call, input)
  if (group.GroupName === DEFAULT) throw invalidRequest('The default group cannot be deleted.')
  call.records.traceGroups.delete(group.GroupName)
  return {}
}

/** A group as operations name it. */
export interface NamedGroup {
  readonly holds: SegmentFilter
  /** Whether its expression was another one at some time after `from` and up to `to`, in epoch milliseconds. */
  readonly hasChanged: (from: number, to: number) => boolean
}

/** The group that is asked for, by name or ARN; the one with every trace where none is. */
export function groupOf(call: Call, input: Pick<Group, 'GroupName' | 'GroupARN'>): NamedGroup {
  const { GroupName, GroupARN } = input
  const { versions } = GroupName === undefined && GroupARN === undefined ? theDefault(call) : find(call, input)
  const changes = versions.slice(1).map(({ since }) => since.getTime())
  return { holds: holdsOf(versions, call.account), hasChanged: (from, to) => changes.some((at) => at > from && at <= to) }
}

/** What filters of an account know of its groups. */
export function filterScope(call: Call): FilterScope {
  const groups = all(call).map(({ group, versions }) => ({
    name: group.GroupName,
    arn: group.GroupARN,
    holds: holdsOf(versions, call.account),
  }))
  return { account: call.account, groups }
}

export function findGroup(call: Call, GroupARN: string): TraceGroupRecord | undefined {
  return all(call).find(({ group }) => group.GroupARN === GroupARN)
}

/** A trace is judged when it comes, which is at its end: by the expression of that time, and by none before the group was there. */
function holdsOf(versions: TraceGroupRecord['versions'], account: string): SegmentFilter {
  const compiled = versions.map(({ since, expression }) => ({
    since: since.getTime(),
    fits: compileFilter(expression, { account, groups: [] }),
  }))
  return (segments) => {
    const end = endOf(segments)
    return compiled.findLast(({ since }) => since <= end)?.fits(segments) ?? false
  }
}

function endOf(segments: readonly Segment[]): number {
  return Math.round(Math.max(...segments.map(({ start_time, end_time }) => end_time ?? start_time)) * 1000)
}

function find(call: Call, { GroupName, GroupARN }: Pick<Group, 'GroupName' | 'GroupARN'>): TraceGroupRecord {
  if (GroupName === undefined && GroupARN === undefined) throw invalidRequest('GroupName or GroupARN is required.')
  const record = all(call).find(
    ({ group }) => (GroupName ?? group.GroupName) === group.GroupName && (GroupARN ?? group.GroupARN) === group.GroupARN,
  )
  if (record === undefined) throw invalidRequest('Group does not exist.')
  return record
}

function all(call: Call): TraceGroupRecord[] {
  const own = call.records.traceGroups.list()
  return own.some(({ group }) => group.GroupName === DEFAULT) ? own : [theDefault(call), ...own]
}

function theDefault(call: Call): TraceGroupRecord {
  const group = { GroupName: DEFAULT, GroupARN: arnOf(call, DEFAULT), InsightsConfiguration: insights(undefined) }
  return { group, versions: [{ since: new Date(0), expression: '' }], tags: {} }
}

function arnOf({ account, region }: Call, name: string): string {
  return `arn:aws:xray:${region}:${account}:group/${name}`
}

/** An expression as it was given, if it can be read. */
function checked(expression: string, { account }: Call): string {
  compileFilter(expression, { account, groups: [] })
  return expression
}

/** Insights are kept and not made. */
function insights({ InsightsEnabled = false, NotificationsEnabled = false }: InsightsConfiguration = {}): InsightsConfiguration {
  if (NotificationsEnabled && !InsightsEnabled) throw invalidRequest('NotificationsEnabled needs InsightsEnabled.')
  return { InsightsEnabled, NotificationsEnabled }
}

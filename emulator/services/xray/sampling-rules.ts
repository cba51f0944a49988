import type { SamplingRule } from '@aws-sdk/client-xray'
import { DEFAULT_RULE } from '../../gateway/tracing/sampler'
import { AwsError } from '../../model/errors'
import type { SamplingRuleRecord } from '../../model/xray'
import type { Call } from '../operations'
import { page } from '../pages'
import { invalidRequest, type XRayOperations } from './operations'
import { checkTags } from './tag-table'

/** Rules of an account in a region besides the default one (X-Ray developer guide, "Quotas"). */
const MOST_RULES = 25
/** Characters of a rule's members, and attributes (the API's model). */
const LONGEST = [
  ['ServiceName', 64],
  ['ServiceType', 64],
  ['Host', 64],
  ['HTTPMethod', 10],
  ['URLPath', 128],
  ['ResourceARN', 500],
] as const
const MOST_ATTRIBUTES = 5
/** Documents of one question for targets (the API's model). */
const MOST_DOCUMENTS = 25
/** Seconds between two questions of an SDK for its targets. */
const INTERVAL = 10

export const CreateSamplingRule: XRayOperations['CreateSamplingRule'] = (input, call) => {
  const { RuleName = '', ...given } = input.SamplingRule ?? ({} as SamplingRule)
  const { samplingRules } = call.records
  if (!/^[\w-]{1,32}$/.test(RuleName)) throw invalidRequest(`Invalid RuleName: ${RuleName}`)
  if (RuleName === 'Default' || samplingRules.get(RuleName) !== undefined) throw invalidRequest(`A rule named ${RuleName} exists already.`)
  if (samplingRules.list().filter(({ SamplingRule }) => SamplingRule.RuleName !== 'Default').length >= MOST_RULES)
    throw new AwsError('RuleLimitExceededException', 'The number of sampling rules exceeds the limit.', 400)
  const SamplingRule = { Attributes: {}, ...given, RuleName, RuleARN: arnOf(call, RuleName) }
  check(SamplingRule)
  const now = new Date(call.clock.now())
  const record = { SamplingRule, CreatedAt: now, ModifiedAt: now }
  samplingRules.put({ ...record, tags: checkTags(input.Tags) }, RuleName)
  return { SamplingRuleRecord: record }
}

export const GetSamplingRules: XRayOperations['GetSamplingRules'] = (input, call) => {
  const own = call.records.samplingRules.list()
  const all = own.some(({ SamplingRule }) => SamplingRule.RuleName === 'Default') ? own : [...own, theDefault(call)]
  const { items, next } = page(all, input.NextToken, 100)
  return { SamplingRuleRecords: items.map(shown), ...(next === undefined ? {} : { NextToken: next }) }
}

/** The default rule can be changed too, in its rate and reservoir. */
export const UpdateSamplingRule: XRayOperations['UpdateSamplingRule'] = (input, call) => {
  const { RuleName, RuleARN, ...given } = input.SamplingRuleUpdate ?? {}
  const record = find(call, RuleName, RuleARN)
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const name = record.SamplingRule.RuleName ?? ''
  if (name === 'Default' && Object.keys(changes).some((key) => key !== 'FixedRate' && key !== 'ReservoirSize'))
    throw invalidRequest('Only FixedRate and ReservoirSize of the default rule can be changed.')
  const changed = { ...record, SamplingRule: { ...record.SamplingRule, ...changes }, ModifiedAt: new Date(call.clock.now()) }
  check(changed.SamplingRule)
  call.records.samplingRules.put(changed, name)
  return { SamplingRuleRecord: shown(changed) }
}

export const DeleteSamplingRule: XRayOperations['DeleteSamplingRule'] = (input, call) => {
  const record = find(call, input.RuleName, input.RuleARN)
  const name = record.SamplingRule.RuleName ?? ''
  if (name === 'Default') throw invalidRequest('The default rule cannot be deleted.')
  call.records.samplingRules.delete(name)
  return { SamplingRuleRecord: shown(record) }
}

/** What SDKs may sample until they ask again: the whole reservoir, since nobody shares it. */
export const GetSamplingTargets: XRayOperations['GetSamplingTargets'] = (input, call) => {
  const now = call.clock.now()
  const rules = [...call.records.samplingRules.list(), theDefault(call)]
  const documents = input.SamplingStatisticsDocuments ?? []
  if (documents.length > MOST_DOCUMENTS)
    throw invalidRequest(`SamplingStatisticsDocuments must have at most ${MOST_DOCUMENTS} members, found ${documents.length}.`)
  const UnprocessedStatistics: { RuleName: string; ErrorCode: string; Message: string }[] = []
  const { sampling } = call.traces.in(call.account, call.region)
  const SamplingTargetDocuments = documents.flatMap((told) => {
    const { RuleName = '', Timestamp, RequestCount: requests = 0, SampledCount: sampled = 0, BorrowCount: borrowed = 0 } = told
    const rule = rules.find(({ SamplingRule }) => SamplingRule.RuleName === RuleName)?.SamplingRule
    if (rule === undefined) {
      UnprocessedStatistics.push({ RuleName, ErrorCode: 'RuleDoesNotExist', Message: `There is no rule named ${RuleName}.` })
      return []
    }
    sampling.add(RuleName, Timestamp?.getTime() ?? now, { requests, sampled, borrowed })
    const until = new Date(now + INTERVAL * 1000)
    return [
      { RuleName, FixedRate: rule.FixedRate ?? 0, ReservoirQuota: rule.ReservoirSize ?? 0, ReservoirQuotaTTL: until, Interval: INTERVAL },
    ]
  })
  const LastRuleModification = new Date(Math.max(0, ...rules.map(({ ModifiedAt }) => ModifiedAt.getTime())))
  return { SamplingTargetDocuments, LastRuleModification, UnprocessedStatistics }
}

/** A rule by its ARN. */
export function findRule(call: Call, arn: string): SamplingRuleRecord | undefined {
  return [...call.records.samplingRules.list(), theDefault(call)].find(({ SamplingRule }) => SamplingRule.RuleARN === arn)
}

function shown({ tags: _tags, ...record }: SamplingRuleRecord): Omit<SamplingRuleRecord, 'tags'> {
  return record
}

/** What sampling has come to lately: that of stages and functions here, and what SDKs have told of theirs. */
export const GetSamplingStatisticSummaries: XRayOperations['GetSamplingStatisticSummaries'] = (input, call) => {
  const all = call.traces.in(call.account, call.region).sampling.all()
  const { items, next } = page(all, input.NextToken, 100)
  return {
    SamplingStatisticSummaries: items.map(({ rule, begin, requests, sampled, borrowed }) => ({
      RuleName: rule,
      Timestamp: new Date(begin),
      RequestCount: requests,
      BorrowCount: borrowed,
      SampledCount: sampled,
    })),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

function theDefault(call: Call): SamplingRuleRecord {
  const since = new Date(0)
  return { SamplingRule: { ...DEFAULT_RULE, RuleARN: arnOf(call, 'Default') }, CreatedAt: since, ModifiedAt: since }
}

function arnOf({ account, region }: Call, name: string): string {
  return `arn:aws:xray:${region}:${account}:sampling-rule/${name}`
}

function find(call: Call, name: string | undefined, arn: string | undefined): SamplingRuleRecord {
  if ((name === undefined) === (arn === undefined)) throw invalidRequest('Exactly one of RuleName and RuleARN is required.')
  const wanted = name ?? arn?.split(':sampling-rule/')[1] ?? ''
  const record = call.records.samplingRules.get(wanted) ?? (wanted === 'Default' ? theDefault(call) : undefined)
  if (record === undefined) throw invalidRequest('Sampling rule does not exist.')
  return record
}

function check(rule: SamplingRule): void {
  const { Priority = 0, FixedRate = -1, ReservoirSize = -1, Version, RuleName } = rule
  if (!(FixedRate >= 0 && FixedRate <= 1)) throw invalidRequest(`FixedRate must be from 0 to 1, found ${FixedRate}.`)
  if (!(ReservoirSize >= 0)) throw invalidRequest(`ReservoirSize must not be negative, found ${ReservoirSize}.`)
  if (RuleName !== 'Default' && !(Priority >= 1 && Priority <= 9999))
    throw invalidRequest(`Priority must be from 1 to 9999, found ${Priority}.`)
  for (const [name, most] of LONGEST) {
    const value = rule[name] ?? ''
    if (value.length > most) throw invalidRequest(`${name} must have at most ${most} characters, found ${value.length}.`)
  }
  const attributes = Object.entries(rule.Attributes ?? {})
  if (attributes.length > MOST_ATTRIBUTES || attributes.flat().some((text) => text === '' || text.length > 32))
    throw invalidRequest(`Attributes must be at most ${MOST_ATTRIBUTES}, of 1 to 32 characters.`)
  if (Version !== 1) throw invalidRequest(`Version must be 1, found ${Version}.`)
}

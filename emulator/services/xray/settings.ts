import type { EncryptionConfig, IndexingRule } from '@aws-sdk/client-xray'
import { AwsError } from '../../model/errors'
import type { TraceSettingsRecord } from '../../model/xray'
import type { Call } from '../operations'
import { invalidRequest, type XRayOperations } from './operations'

/** The settings of an account in a region are one record. */
const ID = 'settings'
/** The only indexing rule (CloudWatch user guide, "Transaction Search"). Uncertain: that it is of one per cent where nobody has changed it. */
const RULE = 'Default'
const PERCENTAGE = 1

/** Kept, and in force at once; nothing is encrypted on this machine. An answer to a change says UPDATING (X-Ray developer guide). */
export const PutEncryptionConfig: XRayOperations['PutEncryptionConfig'] = ({ Type, KeyId }, call) => {
  if (Type !== 'KMS' && Type !== 'NONE') throw invalidRequest(`Invalid encryption type: ${Type}`)
  if ((Type === 'KMS') !== (KeyId !== undefined))
    throw invalidRequest(Type === 'KMS' ? 'KeyId is required for the type KMS.' : 'KeyId must be left out for the type NONE.')
  const encryption: EncryptionConfig = KeyId === undefined ? { Type } : { Type, KeyId: keyArn(KeyId, call) }
  change(call, { encryption })
  return { EncryptionConfig: { ...encryption, Status: 'UPDATING' } }
}

export const GetEncryptionConfig: XRayOperations['GetEncryptionConfig'] = (_input, call) => ({
  EncryptionConfig: { ...(settings(call).encryption ?? { Type: 'NONE' }), Status: 'ACTIVE' },
})

/** Kept: traces stay where X-Ray's operations find them, wherever they are to go. */
export const UpdateTraceSegmentDestination: XRayOperations['UpdateTraceSegmentDestination'] = ({ Destination }, call) => {
  if (Destination !== 'XRay' && Destination !== 'CloudWatchLogs') throw invalidRequest(`Invalid destination: ${Destination}`)
  const isNew = Destination !== (settings(call).destination ?? 'XRay')
  change(call, { destination: Destination })
  return { Destination, Status: isNew ? 'PENDING' : 'ACTIVE' }
}

export const GetTraceSegmentDestination: XRayOperations['GetTraceSegmentDestination'] = (_input, call) => ({
  Destination: settings(call).destination ?? 'XRay',
  Status: 'ACTIVE',
})

/** Kept: every trace is indexed. */
export const UpdateIndexingRule: XRayOperations['UpdateIndexingRule'] = ({ Name, Rule }, call) => {
  if (Name !== RULE) throw new AwsError('ResourceNotFoundException', `There is no indexing rule named ${Name}.`, 404)
  const percentage = Rule?.Probabilistic?.DesiredSamplingPercentage
  if (percentage === undefined || !(percentage >= 0 && percentage <= 100))
    throw invalidRequest(`DesiredSamplingPercentage must be from 0 to 100, found ${percentage}.`)
  change(call, { indexing: { percentage, modifiedAt: new Date(call.clock.now()) } })
  return { IndexingRule: indexingRule(call) }
}

export const GetIndexingRules: XRayOperations['GetIndexingRules'] = (_input, call) => ({ IndexingRules: [indexingRule(call)] })

function indexingRule(call: Call): IndexingRule {
  const { percentage = PERCENTAGE, modifiedAt = new Date(0) } = settings(call).indexing ?? {}
  const Probabilistic = { DesiredSamplingPercentage: percentage, ActualSamplingPercentage: percentage }
  return { Name: RULE, ModifiedAt: modifiedAt, Rule: { Probabilistic } }
}

/** A key by its ARN. Uncertain: that the ARN of an alias stays that of the alias, of which AWS knows the key. */
function keyArn(id: string, { account, region }: Call): string {
  if (id.length > 3000 || !/^[\w:/-]+$/.test(id)) throw invalidRequest(`Invalid KeyId: ${id.slice(0, 200)}`)
  if (id.startsWith('arn:')) return id
  return `arn:aws:kms:${region}:${account}:${id.startsWith('alias/') ? id : `key/${id}`}`
}

function settings(call: Call): TraceSettingsRecord {
  return call.records.traceSettings.get(ID) ?? {}
}

function change(call: Call, changes: TraceSettingsRecord): void {
  call.records.traceSettings.put({ ...settings(call), ...changes }, ID)
}

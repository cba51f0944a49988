import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda'
import type { EventSourceMappingRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkQualifier, findFunction, functionArn, functionName } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required } from './operations'

// Event source mappings are kept, listed and told apart from what reads them: nothing here polls a queue, a stream or a topic. Each is reported.

/** Settings that are kept as they are given. */
const SETTINGS = [
  'AmazonManagedKafkaEventSourceConfig',
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'FilterCriteria',
  'FunctionResponseTypes',
  'KMSKeyArn',
  'LoggingConfig',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'ScalingConfig',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
] as const satisfies readonly (keyof CreateEventSourceMappingRequest)[]

/** What a stream is read with unless another is given (API reference, CreateEventSourceMapping). */
const STREAM = {
  BatchSize: 100,
  BisectBatchOnFunctionError: false,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
  DestinationConfig: { OnFailure: {} },
}

export const CreateEventSourceMapping: LambdaOperations['CreateEventSourceMapping'] = (input, call) => {
  const target = functionName(call, required(input.FunctionName, 'functionName'))
  findFunction(call, target.name)
  if (target.qualifier !== undefined) checkQualifier(call, target)
  const { EventSourceArn: source, SelfManagedEventSource } = input
  if (source === undefined && SelfManagedEventSource === undefined) throw invalidParameter('Unrecognized event source.')
  const service = source?.split(':')[2] ?? 'kafka'
  const isStream = service === 'kinesis' || service === 'dynamodb'
  if (isStream && input.StartingPosition === undefined)
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    )
  const FunctionArn = functionArn(call, target.name, target.qualifier)
  const twin = call.records.eventSourceMappings.list().find((each) => each.EventSourceArn === source && each.FunctionArn === FunctionArn)
  if (source !== undefined && twin !== undefined) {
    const said = `An event source mapping with ${service === 'sqs' ? 'SQS' : service} arn ("${source}") and function ("${target.name}") already exists. Please update or delete the existing mapping with UUID ${twin.UUID}`
    throw lambdaError(409, 'ResourceConflictException', said)
  }
  const UUID = call.ids.uuid()
  const record: EventSourceMappingRecord = {
    ...(isStream ? STREAM : { BatchSize: service === 'sqs' ? 10 : 100 }),
    MaximumBatchingWindowInSeconds: 0,
    UUID,
    EventSourceMappingArn: `arn:aws:lambda:${call.region}:${call.account}:event-source-mapping:${UUID}`,
    ...(source === undefined ? {} : { EventSourceArn: source }),
    FunctionArn,
    State: input.Enabled === false ? 'Disabled' : 'Enabled',
    StateTransitionReason: 'USER_INITIATED',
    ...(isStream ? { LastProcessingResult: 'No records processed' } : {}),
    LastModified: new Date(call.clock.now()),
    ...settings(input),
  }
  // Answers that it is being made, and has made it by the next call.
  const made = { ...keep(call, record) }
  if (input.Tags !== undefined) call.records.eventSourceMappingTags.put({ ...input.Tags }, UUID)
  return { ...made, State: 'Creating' }
}

export const GetEventSourceMapping: LambdaOperations['GetEventSourceMapping'] = (input, call) => ({ ...findMapping(call, input.UUID) })

export const ListEventSourceMappings: LambdaOperations['ListEventSourceMappings'] = (input, call) => {
  const { EventSourceArn: source } = input
  const named = input.FunctionName === undefined ? undefined : functionName(call, input.FunctionName)
  const arn = named === undefined ? undefined : functionArn(call, named.name, named.qualifier)
  const found = call.records.eventSourceMappings
    .list()
    .filter((each) => (source === undefined || each.EventSourceArn === source) && (arn === undefined || each.FunctionArn === arn))
  const { items, next } = page(found, input.Marker, input.MaxItems ?? 100)
  return { EventSourceMappings: items.map((record) => ({ ...record })), ...(next === undefined ? {} : { NextMarker: next }) }
}

export const UpdateEventSourceMapping: LambdaOperations['UpdateEventSourceMapping'] = (input, call) => {
  const before = findMapping(call, input.UUID)
  const target = input.FunctionName === undefined ? undefined : functionName(call, input.FunctionName)
  if (target !== undefined) findFunction(call, target.name)
  const record: EventSourceMappingRecord = {
    ...before,
    ...settings(input),
    ...(target === undefined ? {} : { FunctionArn: functionArn(call, target.name, target.qualifier) }),
    ...(input.Enabled === undefined ? {} : { State: input.Enabled ? 'Enabled' : 'Disabled' }),
    LastModified: new Date(call.clock.now()),
  }
  keep(call, record)
  return { ...record, State: 'Updating' }
}

export const DeleteEventSourceMapping: LambdaOperations['DeleteEventSourceMapping'] = (input, call) => {
  const record = findMapping(call, input.UUID)
  call.records.eventSourceMappings.delete(record.UUID)
  call.records.eventSourceMappingTags.delete(record.UUID)
  call.diagnostics.replace(record.EventSourceMappingArn, [])
  return { ...record, State: 'Deleting' }
}

function settings(given: Partial<CreateEventSourceMappingRequest>): Partial<EventSourceMappingRecord> {
  return Object.fromEntries(SETTINGS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])))
}

export function findMapping(call: Call, uuid: string | undefined): EventSourceMappingRecord {
  const record = call.records.eventSourceMappings.get(required(uuid, 'uUID'))
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.')
  return record
}

function keep(call: Call, record: EventSourceMappingRecord): EventSourceMappingRecord {
  const name = record.FunctionArn.split(':')[6]
  call.diagnostics.replace(record.EventSourceMappingArn, [
    {
      code: 'event-source-not-polled',
      severity: 'warning',
      message: `Nothing reads ${record.EventSourceArn ?? 'the event source'} for the function ${name}: event source mappings are kept, not polled.`,
      fix: 'Invoke the function with an event of its source in a test.',
      subject: `/eventsourcemappings/${record.UUID}`,
    },
  ])
  return call.records.eventSourceMappings.put(record, record.UUID)
}

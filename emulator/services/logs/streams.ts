import { AwsError } from '../../model/errors'
import { packMessages } from '../../observe/log-records'
import { logStreamKey } from '../../observe/logs'
import { page } from '../pages'
import { constraint, findGroup, identifiedGroup, invalid, type LogsOperations } from './operations'
import { checkStream, describedStream, readEvents, streamNames } from './stored-events'

export const CreateLogStream: LogsOperations['CreateLogStream'] = async (input, call) => {
  const group = findGroup(call, input.logGroupName)
  const name = input.logStreamName ?? ''
  if (!/^[^:*]{1,512}$/.test(name)) {
    throw constraint('logStreamName', name, 'Member must satisfy regular expression pattern: [^:*]*')
  }
  if ((await streamNames(call, group)).includes(name)) {
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists', 400)
  }
  const record = { ...describedStream(call, group, name, []), creationTime: call.clock.now() }
  call.records.logStreams.put(record, name, group.logGroupName)
  return {}
}

/** The store forgets by the beginning of a name: streams whose names go on from this one's are written again. */
export const DeleteLogStream: LogsOperations['DeleteLogStream'] = async (input, call) => {
  const group = findGroup(call, input.logGroupName)
  const name = await checkStream(call, group, input.logStreamName)
  const longer = (await streamNames(call, group)).filter((other) => other !== name && other.startsWith(name))
  const kept = await readEvents(call, group, longer)
  call.records.logStreams.delete(name, group.logGroupName)
  const key = (stream: string) => logStreamKey(call.account, call.region, group.logGroupName, stream)
  await call.store.delete(key(name))
  for (const { stream, at, record } of kept) await call.store.append(key(stream), at, packMessages([record]))
  return {}
}

export const DescribeLogStreams: LogsOperations['DescribeLogStreams'] = async (input, call) => {
  const group = identifiedGroup(call, input)
  const byTime = input.orderBy === 'LastEventTime'
  if (byTime && input.logStreamNamePrefix !== undefined) {
    throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  const names = (await streamNames(call, group)).filter((name) => name.startsWith(input.logStreamNamePrefix ?? ''))
  const describe = async (name: string) => describedStream(call, group, name, await readEvents(call, group, [name]))
  const limit = input.limit ?? 50
  if (!byTime) {
    const { items, next } = page(input.descending ? names.reverse() : names, input.nextToken, limit)
    return { logStreams: await Promise.all(items.map(describe)), ...(next === undefined ? {} : { nextToken: next }) }
  }
  const streams = await Promise.all(names.map(describe))
  const sign = input.descending ? -1 : 1
  streams.sort((a, b) => sign * ((a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)))
  const { items, next } = page(streams, input.nextToken, limit)
  return { logStreams: items, ...(next === undefined ? {} : { nextToken: next }) }
}

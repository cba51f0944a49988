import { gzipSync } from 'node:zlib'
import type { SubscriptionFilterRecord } from '../../model/account-services'
import type { LogEvent } from '../../observe/logs'
import type { Call } from '../operations'

/** Milliseconds that a stream elsewhere may take. */
const PATIENCE = 10_000
/** Services that take what subscription filters match, besides functions: operation, and its input for some bytes. */
const STREAMS: Readonly<Record<string, { target: string; input: (name: string, data: string, key: string) => object }>> = {
  firehose: {
    target: 'Firehose_20150804.PutRecord',
    input: (name, Data) => ({ DeliveryStreamName: name.replace(/^deliverystream\//, ''), Record: { Data } }),
  },
  kinesis: {
    target: 'Kinesis_20131202.PutRecord',
    input: (name, Data, PartitionKey) => ({ StreamName: name.replace(/^stream\//, ''), Data, PartitionKey }),
  },
}

/** Whether events can be delivered to a destination. */
export function mayDeliver(call: Call, arn: string): boolean {
  const service = arn.split(':')[2] ?? ''
  return service === 'lambda' || (Object.hasOwn(STREAMS, service) && call.gateway.services.serves(service))
}

/** Delivers events of one log stream to where a subscription filter points. Rejects when nobody takes them. */
export async function deliver(call: Call, filter: SubscriptionFilterRecord, events: readonly LogEvent[]): Promise<void> {
  const { destinationArn: arn, filterName, logGroupName } = filter
  const [, , service = '', region = call.region, , ...name] = arn.split(':')
  const logStream = events[0]?.stream ?? ''
  const data = gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: call.account,
      logGroup: logGroupName,
      logStream,
      subscriptionFilters: [filterName],
      logEvents: events.map(({ at, message }, i) => ({ id: eventId(at, i), timestamp: at, message })),
    }),
  ).toString('base64')
  if (service === 'lambda') {
    const sourceArn = `arn:aws:logs:${call.region}:${call.account}:log-group:${logGroupName}:*`
    const caller = { service: 'logs.amazonaws.com', sourceArn }
    await call.gateway.invoke(arn, JSON.stringify({ awslogs: { data } }), { invocationType: 'Event', caller })
    return
  }
  const stream = STREAMS[service]
  if (stream === undefined) return
  const key = filter.distribution === 'Random' ? call.ids.uuid() : logStream
  const reply = await call.gateway.services.call({
    service,
    region,
    role: filter.roleArn,
    method: 'POST',
    url: `https://${service}.${region}.amazonaws.com/`,
    headers: ['X-Amz-Target', stream.target, 'Content-Type', 'application/x-amz-json-1.1'],
    body: JSON.stringify(stream.input(name.join(':'), data, key)),
    timeout: PATIENCE,
  })
  if (reply === undefined || reply.status >= 300) throw new Error(`${service} answered ${reply?.status ?? 'nothing'}`)
}

/** Fifty-six digits, as AWS's. */
function eventId(at: number, index: number): string {
  return `3${String(at).padStart(15, '0')}${String(index).padStart(40, '0')}`
}

import type { DestinationConfig } from '@aws-sdk/client-lambda'
import type { InvokeResult } from '../../model/invocation'
import type { Call } from '../operations'
import { type FunctionName, functionArn } from './names'

/** How an asynchronous event ended. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded'

/** An event that is over. */
export interface Finished {
  readonly name: FunctionName
  readonly event: string
  readonly condition: Condition
  readonly requestId: string
  readonly attempts: number
  /** Of the last try; undefined when there was none. */
  readonly result: InvokeResult | undefined
}

/** A call of a service that takes what is passed on. */
interface Delivery {
  readonly service: string
  readonly url: string
  readonly method?: string
  readonly headers: readonly string[]
  readonly body: string
}

/** Milliseconds that a destination may take to answer. */
const TIMEOUT = 10_000
const ERROR_CHARACTERS = 1024

/** Sends the record of an event to the destination that its end has (Lambda developer guide, "Capturing records of asynchronous invocations"). */
export async function destination(call: Call, finished: Finished, config: DestinationConfig | undefined): Promise<void> {
  const arn = (finished.condition === 'Success' ? config?.OnSuccess : config?.OnFailure)?.Destination
  if (arn === undefined || arn === '') return
  const record = JSON.stringify(recordOf(call, finished))
  if (serviceOf(arn) === 'lambda')
    await call.gateway.invoke(arn, record, { invocationType: 'Event' }).catch((error: Error) => lost(call, finished, arn, error.message))
  else await deliver(call, finished, arn, deliveryOf(call, finished, arn, record))
}

/** Sends the event of a function that has a dead-letter queue to it: the event itself, and why it failed in attributes. */
export async function deadLetter(call: Call, finished: Finished): Promise<void> {
  const arn = call.records.functions.get(finished.name.name)?.configuration.DeadLetterConfig?.TargetArn
  if (arn === undefined) return
  const { requestId, event, result } = finished
  const attributes = {
    RequestID: { DataType: 'String', StringValue: requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: errorMessage(result).slice(0, ERROR_CHARACTERS) },
  }
  await deliver(call, finished, arn, serviceOf(arn) === 'sns' ? publish(arn, event, attributes) : sendMessage(arn, event, attributes))
}

function recordOf(call: Call, { name, event, condition, requestId, attempts, result }: Finished): unknown {
  return {
    version: '1.0',
    timestamp: new Date(call.clock.now()).toISOString(),
    requestContext: {
      requestId,
      functionArn: functionArn(call, name.name, name.qualifier ?? '$LATEST'),
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: parsed(event),
    // Uncertain: what stands here for an event that was too old before its first try.
    ...(result === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: result.executedVersion,
            ...(result.functionError === undefined ? {} : { functionError: result.functionError }),
          },
          responsePayload: parsed(result.payload),
        }),
  }
}

function deliveryOf(call: Call, { name, condition }: Finished, arn: string, record: string): Delivery {
  const [, , , region = call.region] = arn.split(':')
  switch (serviceOf(arn)) {
    case 'sqs':
      return sendMessage(arn, record)
    case 'sns':
      return publish(arn, record)
    case 's3': {
      const at = new Date(call.clock.now()).toISOString()
      const [day = '', time = ''] = at.split('T')
      const key = `aws/lambda/async/${name.name}/${day.replaceAll('-', '/')}/${day}T${time.slice(0, 8).replaceAll(':', '.')}-${call.ids.uuid()}`
      const url = `https://${arn.split(':').at(-1)}.s3.${region}.amazonaws.com/${key}`
      return { service: 's3', url, method: 'PUT', headers: ['Content-Type', 'application/json'], body: record }
    }
    default: {
      const detailType = `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`
      const Resources = [functionArn(call, name.name, name.qualifier ?? '$LATEST'), arn]
      const Entries = [{ Source: 'lambda', DetailType: detailType, Detail: record, Resources, EventBusName: arn.split('/').at(-1) }]
      return json('events', region, 'AWSEvents.PutEvents', '1.1', { Entries })
    }
  }
}

function sendMessage(arn: string, MessageBody: string, MessageAttributes?: unknown): Delivery {
  const [, , , region = '', account = '', queue = ''] = arn.split(':')
  const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${queue}`
  return json('sqs', region, 'AmazonSQS.SendMessage', '1.0', {
    QueueUrl,
    MessageBody,
    ...(MessageAttributes === undefined ? {} : { MessageAttributes }),
  })
}

function publish(
  arn: string,
  message: string,
  attributes: Readonly<Record<string, { DataType: string; StringValue: string }>> = {},
): Delivery {
  const form = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: arn, Message: message })
  for (const [at, [name, { DataType, StringValue }]] of Object.entries(attributes).entries()) {
    const entry = `MessageAttributes.entry.${at + 1}`
    form.set(`${entry}.Name`, name)
    form.set(`${entry}.Value.DataType`, DataType)
    form.set(`${entry}.Value.StringValue`, StringValue)
  }
  const headers = ['Content-Type', 'application/x-www-form-urlencoded']
  return { service: 'sns', url: `https://sns.${arn.split(':')[3]}.amazonaws.com/`, headers, body: form.toString() }
}

function json(service: string, region: string, target: string, version: string, input: unknown): Delivery {
  const headers = ['Content-Type', `application/x-amz-json-${version}`, 'X-Amz-Target', target]
  return { service, url: `https://${service}.${region}.amazonaws.com/`, headers, body: JSON.stringify(input) }
}

async function deliver(
  call: Call,
  finished: Finished,
  arn: string,
  { service, url, method = 'POST', headers, body }: Delivery,
): Promise<void> {
  const [, , , region] = arn.split(':')
  const role = call.records.functions.get(finished.name.name)?.configuration.Role
  try {
    const request = { service, url, method, headers: [...headers], body, role, region: region || call.region, timeout: TIMEOUT }
    const reply = await call.gateway.services.call(request)
    if (reply === undefined) lost(call, finished, arn, `nothing here serves ${service}`)
    else if (reply.status >= 300) lost(call, finished, arn, `${service} answered ${reply.status}`)
  } catch (error) {
    lost(call, finished, arn, (error as Error).message)
  }
}

/** What could not be passed on is told. */
function lost(call: Call, { name }: Finished, arn: string, reason: string): void {
  const subject = `/functions/${name.name}`
  call.diagnostics.replace(`destination ${arn} of ${name.name}`, [
    {
      code: 'destination-not-reached',
      severity: 'warning',
      message: `An event of the function ${name.name} could not be passed on to ${arn}: ${reason}.`,
      fix: 'Start with --services and the endpoint of something that serves it.',
      subject,
    },
  ])
}

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? ''
}

function errorMessage(result: InvokeResult | undefined): string {
  const { errorMessage: message } = (parsed(result?.payload ?? '') ?? {}) as { errorMessage?: unknown }
  return typeof message === 'string' ? message : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text === '' ? null : text
  }
}

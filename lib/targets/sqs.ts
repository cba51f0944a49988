import type { aws_sqs as sqs } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import type { RequestValues } from './request-values'
import { FORM, ServiceTarget } from './service'
import type { IRouteSite, ITarget } from './target-binding'

/**
 * What is sent to a queue.
 *
 * @example
 * Target.sqs(queue).sendMessage({ attributes: { tenant: 'header.X-Tenant' } })
 */
export interface SendMessageOptions {
  /** Where in the request the text of the message is. @default 'body' */
  readonly message?: string
  /** Attributes of the message, texts, each with its place in the request. */
  readonly attributes?: { readonly [name: string]: string }
  /** The group of the message, which a FIFO queue needs. */
  readonly group?: string
  /** What tells a FIFO queue that it has a message already. @default - the queue compares contents, where it does */
  readonly deduplication?: string
}

/** What a route can do with a queue. */
export class SqsTargets {
  constructor(private readonly queue: sqs.IQueue) {}

  /** Sends a message; answers 202 `{"messageId":"..."}`. */
  sendMessage(options: SendMessageOptions = {}): ITarget {
    const { queue } = this
    return new ServiceTarget((route, values) => ({
      service: 'sqs',
      path: `${queue.env.account}/${queue.queueName}`,
      region: queue.env.region,
      permission: 'sqs:SendMessage',
      resource: queue.queueArn,
      encryption: { key: queue.encryptionMasterKey, permissions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
      parameters: FORM,
      template: [
        'Action=SendMessage',
        `MessageBody=${values.form(options.message ?? 'body')}`,
        ...attributeFields('MessageAttribute', values, options.attributes),
        ...fifoFields(route, values, queue.fifo, options),
      ].join('&'),
      success: {
        status: 202,
        template: `{"messageId":"$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"}`,
      },
    }))
  }
}

/** Message attributes as the query protocol numbers them. */
export function attributeFields(prefix: string, values: RequestValues, attributes: { readonly [name: string]: string } = {}): string[] {
  return Object.entries(attributes).flatMap(([name, source], index) => [
    `${prefix}.${index + 1}.Name=${encodeURIComponent(name)}`,
    `${prefix}.${index + 1}.Value.DataType=String`,
    `${prefix}.${index + 1}.Value.StringValue=${values.form(source)}`,
  ])
}

/** Group and deduplication id: a FIFO queue or topic refuses every message without the one, and a standard topic any with the other. */
export function fifoFields(
  { scope, key }: IRouteSite,
  values: RequestValues,
  fifo: boolean,
  { group, deduplication }: { readonly group?: string; readonly deduplication?: string },
): string[] {
  if (fifo && group === undefined) {
    throw new ConfigError(scope, {
      what: `"${key}" sends to a FIFO queue or topic without a message group`,
      allowed: 'a source such as "path.id", or a fixed text in single quotes',
      fix: 'say which messages keep their order, for example group: "path.id"',
    })
  }
  if (!fifo && (group ?? deduplication) !== undefined) {
    throw new ConfigError(scope, {
      what: `"${key}" gives a group or deduplication id to messages of a standard queue or topic`,
      got: group ?? deduplication,
      fix: 'leave "group" and "deduplication" out, or make the queue or topic FIFO',
    })
  }
  return [
    ...(group === undefined ? [] : [`MessageGroupId=${values.form(group)}`]),
    ...(deduplication === undefined ? [] : [`MessageDeduplicationId=${values.form(deduplication)}`]),
  ]
}

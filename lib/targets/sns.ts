import type { aws_sns as sns } from 'aws-cdk-lib'
import { formText } from './request-values'
import { FORM, ServiceTarget } from './service'
import { attributeFields, fifoFields } from './sqs'
import type { ITarget } from './target-binding'

/**
 * What is published to a topic.
 *
 * @example
 * Target.sns(topic).publish({ subject: "'a new order'", attributes: { kind: 'path.kind' } })
 */
export interface PublishOptions {
  /** Where in the request the text of the message is. @default 'body' */
  readonly message?: string
  readonly subject?: string
  /** Attributes of the message, texts, each with its place in the request. */
  readonly attributes?: { readonly [name: string]: string }
  /** The group of the message, which a FIFO topic needs. */
  readonly group?: string
  /** What tells a FIFO topic that it has a message already. @default - the topic compares contents, where it does */
  readonly deduplication?: string
}

/** What a route can do with a topic. */
export class SnsTargets {
  constructor(private readonly topic: sns.ITopic) {}

  /** Publishes a message; answers 202 `{"messageId":"..."}`. */
  publish(options: PublishOptions = {}): ITarget {
    const { topic } = this
    return new ServiceTarget((route, values) => ({
      service: 'sns',
      path: '/',
      region: topic.env.region,
      permission: 'sns:Publish',
      resource: topic.topicArn,
      encryption: { key: topic.masterKey, permissions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
      parameters: FORM,
      template: [
        'Action=Publish',
        `TopicArn=${formText(topic.topicArn)}`,
        `Message=${values.form(options.message ?? 'body')}`,
        ...(options.subject === undefined ? [] : [`Subject=${values.form(options.subject)}`]),
        ...attributeFields('MessageAttributes.entry', values, options.attributes),
        ...fifoFields(route, values, topic.fifo, options),
      ].join('&'),
      success: { status: 202, template: `{"messageId":"$input.path('$.PublishResponse.PublishResult.MessageId')"}` },
    }))
  }
}

import type { aws_kinesis as kinesis } from 'aws-cdk-lib'
import { jsonText } from './request-values'
import { ServiceTarget } from './service'
import type { ITarget } from './target-binding'

/**
 * What is put into a stream.
 *
 * @example
 * Target.kinesis(stream).putRecord({ partitionKey: 'path.device' })
 */
export interface PutRecordOptions {
  /** What tells records apart that may go to different shards. */
  readonly partitionKey: string
  /** Where in the request the data is. @default 'body' */
  readonly data?: string
}

/** What a route can do with a stream. */
export class KinesisTargets {
  constructor(private readonly stream: kinesis.IStream) {}

  /** Puts a record; answers 202 with its `sequenceNumber` and `shardId`. */
  putRecord({ partitionKey, data = 'body' }: PutRecordOptions): ITarget {
    const { stream } = this
    return new ServiceTarget((_route, values) => ({
      service: 'kinesis',
      action: 'PutRecord',
      region: stream.env.region,
      permission: 'kinesis:PutRecord',
      resource: stream.streamArn,
      encryption: { key: stream.encryptionKey, permissions: ['kms:GenerateDataKey'] },
      template: `{"StreamName":${jsonText(stream.streamName)},"Data":${values.base64(data)},"PartitionKey":${values.json(partitionKey)}}`,
      success: { status: 202, template: `{"sequenceNumber":$input.json('$.SequenceNumber'),"shardId":$input.json('$.ShardId')}` },
    }))
  }
}

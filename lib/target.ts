import type {
  aws_apigateway as apigateway,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_kinesis as kinesis,
  aws_lambda as lambda,
  aws_s3 as s3,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_stepfunctions as stepfunctions,
} from 'aws-cdk-lib'
import type { EntryOptions } from './entry-function'
import { ByStageTarget } from './targets/by-stage'
import { DynamoDbTargets } from './targets/dynamodb'
import { EntryTarget } from './targets/entry'
import { EventBridgeTargets } from './targets/event-bridge'
import { FnTarget } from './targets/fn'
import { HttpTarget, type HttpTargetOptions } from './targets/http'
import { KinesisTargets } from './targets/kinesis'
import { MockTarget, type MockTargetOptions } from './targets/mock'
import { S3Targets } from './targets/s3'
import { SnsTargets } from './targets/sns'
import { SqsTargets } from './targets/sqs'
import { StepFunctionsTargets } from './targets/step-functions'
import type { IRouteSite, ITarget, TargetBinding } from './targets/target-binding'

/**
 * What answers a route. Take one from the factories, or extend the class: `bind` brings the integration to the method.
 *
 * @example
 * const routes = {
 *   'GET /orders': { target: Target.entry('lambda/orders.ts') },
 *   'GET /stock/{sku}': { target: Target.http('https://stock.example.com/items/{sku}') },
 *   'GET /health': { target: Target.mock(200, { ok: true }) },
 *   'GET /carts/{id}': { target: Target.dynamoDb(carts).getItem({ key: { id: 'path.id' } }) },
 * }
 */
export abstract class Target implements ITarget {
  /** A TypeScript or JavaScript file, bundled into a function. Routes that name the same file with the same options share one function. */
  static entry(path: string, options: EntryOptions = {}): ITarget {
    return new EntryTarget(path, options)
  }

  /** A function of the app, by Lambda proxy integration. */
  static fn(fn: lambda.IFunction): ITarget {
    return new FnTarget(fn)
  }

  /**
   * Functions, or aliases of one, of which each stage calls its own. A variable of that name is set in each stage, and says which: so that one
   * deployment serves all of them.
   */
  static byStage(variable: string, functions: { readonly [stage: string]: lambda.IFunction }): ITarget {
    return new ByStageTarget(variable, functions)
  }

  /** An HTTP backend that gets the request as it came. `{name}` in the URL stands for the path variable of that name. */
  static http(url: string, options: HttpTargetOptions = {}): ITarget {
    return new HttpTarget(url, options)
  }

  /** An HTTP backend in a VPC, reached by a VPC link. The host of the URL names it in the `Host` header. */
  static vpcLink(link: apigateway.IVpcLink, url: string, options: HttpTargetOptions = {}): ITarget {
    return new HttpTarget(url, { ...options, vpcLink: link })
  }

  /** An answer without a backend. An object is answered as JSON; a text is a mapping template, in which `$context` and its like are filled in. */
  static mock(status: number, body?: unknown, options: MockTargetOptions = {}): ITarget {
    return new MockTarget(status, body, options)
  }

  /** A DynamoDB table, called by the gateway itself: `getItem`, `putItem`, `updateItem`, `deleteItem`, `query`. */
  static dynamoDb(table: dynamodb.ITableRef): DynamoDbTargets {
    return new DynamoDbTargets(table)
  }

  /** An EventBridge bus, called by the gateway itself: `putEvents`. */
  static eventBridge(bus: events.IEventBus): EventBridgeTargets {
    return new EventBridgeTargets(bus)
  }

  /** A Kinesis stream, called by the gateway itself: `putRecord`. */
  static kinesis(stream: kinesis.IStream): KinesisTargets {
    return new KinesisTargets(stream)
  }

  /** An S3 bucket, called by the gateway itself: `getObject`, `putObject`, `deleteObject`. */
  static s3(bucket: s3.IBucket): S3Targets {
    return new S3Targets(bucket)
  }

  /** An SNS topic, called by the gateway itself: `publish`. */
  static sns(topic: sns.ITopic): SnsTargets {
    return new SnsTargets(topic)
  }

  /** An SQS queue, called by the gateway itself: `sendMessage`. */
  static sqs(queue: sqs.IQueue): SqsTargets {
    return new SqsTargets(queue)
  }

  /** A state machine, called by the gateway itself: `startExecution`, `startSyncExecution`. */
  static stepFunctions(machine: stepfunctions.IStateMachine): StepFunctionsTargets {
    return new StepFunctionsTargets(machine)
  }

  abstract bind(route: IRouteSite): TargetBinding
}

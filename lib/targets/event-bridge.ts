import type { aws_events as events } from 'aws-cdk-lib'
import { jsonText } from './request-values'
import { ServiceTarget } from './service'
import type { ITarget } from './target-binding'

/**
 * The event that a request becomes.
 *
 * @example
 * Target.eventBridge(bus).putEvents({ source: "'shop'", detailType: "'order placed'" })
 */
export interface PutEventsOptions {
  /** Who says it. Rules trust it: a fixed text in single quotes is best. */
  readonly source: string
  readonly detailType: string
  /** Where in the request the detail, a JSON object, is. @default 'body' */
  readonly detail?: string
}

/** What a route can do with an event bus. */
export class EventBridgeTargets {
  constructor(private readonly bus: events.IEventBus) {}

  /** Puts one event; answers 202 `{"eventId":"..."}`. */
  putEvents({ source, detailType, detail = 'body' }: PutEventsOptions): ITarget {
    const { bus } = this
    return new ServiceTarget((_route, values) => {
      const entry = [
        `"EventBusName":${jsonText(bus.eventBusName)}`,
        `"Source":${values.json(source)}`,
        `"DetailType":${values.json(detailType)}`,
        `"Detail":${values.json(detail)}`,
      ]
      return {
        service: 'events',
        action: 'PutEvents',
        region: bus.env.region,
        permission: 'events:PutEvents',
        resource: bus.eventBusArn,
        // API Gateway names the operation itself for some services; not for this one (facts/02, 3).
        parameters: { 'header.X-Amz-Target': "'AWSEvents.PutEvents'", 'header.Content-Type': "'application/x-amz-json-1.1'" },
        template: `{"Entries":[{${entry.join(',')}}]}`,
        success: {
          status: 202,
          // EventBridge answers 200 for an event that it refused, and says so in the body.
          template: [
            `#if("$!input.path('$.FailedEntryCount')" == "0"){"eventId":$input.json('$.Entries[0].EventId')}`,
            '#{else}#set($context.responseOverride.status = 400){"message":"Bad Request"}#end',
          ].join(''),
        },
      }
    })
  }
}

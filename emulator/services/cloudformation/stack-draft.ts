import type { OperationType, ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import type { Call } from '../operations'

/** A stack keeps its latest events only, so that a long session of reloads does not grow it. */
const MOST_EVENTS = 1000

/** The statuses that begin an operation, and which: a rollback is one of its own. */
export const BEGINNINGS = {
  CREATE_IN_PROGRESS: 'CREATE_STACK',
  DELETE_IN_PROGRESS: 'DELETE_STACK',
  REVIEW_IN_PROGRESS: 'CREATE_CHANGESET',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK',
  UPDATE_IN_PROGRESS: 'UPDATE_STACK',
  UPDATE_ROLLBACK_IN_PROGRESS: 'ROLLBACK',
} as const satisfies Partial<Record<StackStatus, OperationType>>

/** A stack while it is worked on. What others see of it are the records that `save` puts. */
export class StackDraft {
  readonly resources: Map<string, StackResourceRecord>
  #record: StackRecord
  readonly #events: StackRecord['events'][number][]
  /** The id of the event that began what is under way. */
  #operation: string | undefined

  constructor(
    record: StackRecord,
    private readonly call: Call,
  ) {
    this.#record = record
    this.resources = new Map(Object.entries(record.resources))
    this.#events = [...record.events]
  }

  get record(): StackRecord {
    return this.#record
  }

  get stackId(): string {
    return this.#record.StackId
  }

  get stackName(): string {
    return this.#record.StackName
  }

  change(members: Partial<StackRecord>): void {
    this.#record = { ...this.#record, ...members }
  }

  /** Puts the stack into a status, with an event that says so. */
  status(status: StackStatus, reason?: string): void {
    const { StackStatusReason: _dropped, ...rest } = this.#record
    this.#record = { ...rest, StackStatus: status, ...(reason === undefined ? {} : { StackStatusReason: reason }) }
    const EventId = this.call.ids.uuid()
    if (Object.hasOwn(BEGINNINGS, status)) this.#operation = EventId
    this.#event({
      EventId,
      LogicalResourceId: this.stackName,
      PhysicalResourceId: this.stackId,
      ResourceType: 'AWS::CloudFormation::Stack',
      ResourceStatus: status as ResourceStatus,
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    })
  }

  /** An event of a resource. The properties that AWS puts into each are left out: they would be kept a thousand times. */
  note(resource: { logicalId: string; type: string; physicalId?: string }, status: ResourceStatus, reason?: string): void {
    this.#event({
      EventId: `${resource.logicalId}-${status}-${this.#nextAt().toISOString()}`,
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: resource.physicalId ?? '',
      ResourceType: resource.type,
      ResourceStatus: status,
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    })
  }

  /** When the next event is: at least a millisecond after the last one, since tools order the events of a stack by their time. */
  #nextAt(): Date {
    const last = this.#events.at(-1)?.Timestamp.getTime() ?? 0
    return new Date(Math.max(this.call.clock.now(), last + 1))
  }

  #event(event: Omit<StackRecord['events'][number], 'StackId' | 'StackName' | 'Timestamp'>): void {
    this.#events.push({
      StackId: this.stackId,
      StackName: this.stackName,
      Timestamp: this.#nextAt(),
      ...event,
      ...(this.#operation === undefined ? {} : { OperationId: this.#operation }),
    })
  }

  /** Puts the stack as it stands now, with the resources in the order given (those left out come last). */
  save(order: readonly string[] = []): StackRecord {
    const ids = new Set([...order, ...this.resources.keys()])
    const resources: Record<string, StackResourceRecord> = {}
    for (const id of ids) {
      const record = this.resources.get(id)
      if (record !== undefined) resources[id] = record
    }
    this.#events.splice(0, Math.max(0, this.#events.length - MOST_EVENTS))
    this.#record = { ...this.#record, resources, events: [...this.#events] }
    return this.call.records.stacks.put(this.#record, this.stackId)
  }
}

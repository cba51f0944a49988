import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import type { Call } from '../operations'

/** A stack keeps its latest events only, so that a long session of reloads does not grow it. */
const MOST_EVENTS = 1000

/** A stack while it is worked on. What others see of it are the records that `save` puts. */
export class StackDraft {
  readonly resources: Map<string, StackResourceRecord>
  #record: StackRecord
  readonly #events: StackRecord['events'][number][]

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
    this.#event({
      EventId: this.call.ids.uuid(),
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
      EventId: this.#eventId(`${resource.logicalId}-${status}`),
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: resource.physicalId ?? '',
      ResourceType: resource.type,
      ResourceStatus: status,
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    })
  }

  /** With the time, in milliseconds that pass from one event of the same kind to the next: whoever follows a stack stops at an id that it knows. */
  #eventId(kind: string): string {
    for (let at = this.call.clock.now(); ; at++) {
      const id = `${kind}-${new Date(at).toISOString()}`
      if (!this.#events.some(({ EventId }) => EventId === id)) return id
    }
  }

  #event(event: Omit<StackRecord['events'][number], 'StackId' | 'StackName' | 'Timestamp'>): void {
    this.#events.push({ StackId: this.stackId, StackName: this.stackName, Timestamp: new Date(this.call.clock.now()), ...event })
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

import type { Awaitable } from '../../../base/awaitable'
import type { Diagnostic } from '../../../base/diagnostics'
import type { StackResourceRecord } from '../../../model/account-services'
import type { Call } from '../../operations'
import type { Properties } from './properties'
import type { PropertyTable } from './property-table'
import type { AwsServices } from './services'

/** What creating or updating a resource has made. */
export interface Made {
  /** What Ref answers. */
  readonly physicalId: string
  /** What Fn::GetAtt answers, by attribute name. */
  readonly attributes?: Readonly<Record<string, unknown>>
  /** The control-plane path of what was made, e.g. `/restapis/{id}/stages/prod`: what other diagnostics call it by. */
  readonly subject?: string
}

/** A resource as it was last made. */
export interface Existing extends Made {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly properties: Properties
}

/** Stacks inside stacks, as the stack engine gives them to `AWS::CloudFormation::Stack`. */
export interface NestedStacks {
  create(stackName: string, templateUrl: string, parameters: Readonly<Record<string, string>>): Awaitable<Made>
  update(stackId: string, templateUrl: string, parameters: Readonly<Record<string, string>>): Awaitable<Made>
  delete(stackId: string): Awaitable<void>
}

/** What a resource type may use: the services of the account, and the stack around it. */
export interface ResourceContext {
  readonly call: Call
  readonly services: AwsServices
  readonly type: string
  readonly logicalId: string
  readonly stackName: string
  readonly stackId: string
  readonly nested: NestedStacks
  /** A resource's own tags (a list of Key and Value, or an object), with the stack's and CloudFormation's own (facts/13, 349). */
  tags(own?: unknown): Record<string, string>
  /** The same as it was before the update that is under way. */
  formerTags(own?: unknown): Record<string, string>
  /** A name in CloudFormation's shape, `{stack}-{logical}-{suffix}`, of at most `max` characters; new each time. */
  physicalName(max: number, separator?: string): string
  /** Whether an id of this account's stacks is that of something that is not emulated. */
  isStandIn(physicalId: string | undefined): boolean
  /** Tells something about this resource, besides what its properties table tells. */
  report(diagnostic: Pick<Diagnostic, 'code' | 'severity' | 'message' | 'fix'>): void
}

/** How the resources of one CloudFormation type come about, change and go. Errors of AWS are thrown as `AwsError`. */
export interface ResourceType {
  readonly type: string
  /** Absent where the type is only tolerated: any property is taken. */
  readonly properties?: PropertyTable
  /** Attributes for Fn::GetAtt; undefined where any name is answered. */
  readonly attributes?: readonly string[]
  /** Top-level properties whose change needs a new resource in place of the old one. */
  readonly replaceOn: readonly string[]
  create(properties: Properties, context: ResourceContext): Awaitable<Made>
  /**
   * Changes a resource in place; without it every change needs a new one. Answering `existing` itself without a report leaves in force
   * what was reported before.
   */
  update?(properties: Properties, existing: Existing, context: ResourceContext): Awaitable<Made>
  delete(existing: Existing, context: ResourceContext): Awaitable<void>
  /** An attribute that `attributes` of the record do not hold. */
  attribute?(name: string, record: StackResourceRecord, context: Pick<ResourceContext, 'call'>): unknown
}

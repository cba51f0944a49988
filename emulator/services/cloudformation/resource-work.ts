import type { Diagnostic } from '../../base/diagnostics'
import type { StackResourceRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import { placeOf, TemplateError } from './findings'
import { evaluate } from './intrinsics'
import type { StackPlan } from './plan'
import { resourceSource } from './remarks'
import { resourceType, typeOfRecord } from './resources'
import { conform } from './resources/conform'
import { Properties } from './resources/properties'
import type { Existing, Made, NestedStacks, ResourceContext } from './resources/resource-type'
import { tagMap } from './resources/tags'
import { standsIn, toleratedType } from './resources/tolerated'
import { isMissing, leftOut } from './stand-ins'
import type { Work } from './work'

/** What a resource is made within: the deployment, the stack, and its tags before and now. */
export interface ResourceSetting {
  readonly work: Work
  readonly stackId: string
  readonly stackName: string
  readonly nested: (logicalId: string) => NestedStacks
  /** The resources of the stack so far. */
  readonly resources: ReadonlyMap<string, StackResourceRecord>
  readonly tags: Readonly<Record<string, string>>
  readonly formerTags: Readonly<Record<string, string>>
}

/** A resource could not be made, changed or deleted. `message` is what CloudFormation gives as the reason. */
export class ResourceFailure extends Error {
  constructor(
    message: string,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(message)
  }
}

/** The properties of a resource, evaluated and in the kinds of its type. Throws `ResourceFailure` or `TemplateError`. */
export function evaluatedProperties(plan: StackPlan, logicalId: string, scope: ReturnType<StackPlan['scope']>): Record<string, unknown> {
  const resource = plan.template.resources[logicalId]
  const path = ['Resources', logicalId, 'Properties']
  const raw = evaluate(resource?.Properties ?? {}, scope, path) as Record<string, unknown>
  const table = resourceType(resource?.Type ?? '').properties
  if (table === undefined) return raw
  const { properties, violations } = conform(table, raw)
  if (violations.length === 0) return properties
  const [first = ''] = violations
  throw new TemplateError(plan.template, {
    code: 'bad-properties',
    aws: `Properties validation failed for resource ${logicalId} with message:\n${violations.join('\n')}`,
    message: `The properties of ${logicalId} (${resource?.Type}) are not as its type wants them: ${violations.join('; ')}.`,
    path: [...path, ...pathOf(first)],
  })
}

/** `#/Integration/Type: expected type...` */
function pathOf(violation: string): (string | number)[] {
  const pointer = /^#((?:\/[^:/]+)*):/.exec(violation)?.[1] ?? ''
  return pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

export async function createResource(
  setting: ResourceSetting,
  type: string,
  logicalId: string,
  properties: Record<string, unknown>,
): Promise<Made> {
  const context = contextOf(setting, type, logicalId)
  return context.settle(async () => {
    try {
      return await resourceType(type).create(new Properties(properties), context)
    } catch (error) {
      if (setting.work.standalone !== true || !isMissing(error)) throw error
      const made = await toleratedType(type).create(new Properties(properties), { ...context, report: () => {} })
      context.report(leftOut(type, logicalId, error))
      return made
    }
  })
}

export async function updateResource(
  setting: ResourceSetting,
  record: StackResourceRecord,
  properties: Record<string, unknown>,
): Promise<Made> {
  const context = contextOf(setting, record.type, record.logicalId)
  const update = typeOfRecord(record).update
  return context.settle(async () =>
    update === undefined ? existing(record) : update(new Properties(properties), existing(record), context),
  )
}

/** What is not there any more counts as deleted. */
export async function deleteResource(setting: ResourceSetting, record: StackResourceRecord): Promise<void> {
  const context = contextOf(setting, record.type, record.logicalId)
  try {
    await typeOfRecord(record).delete(existing(record), context)
  } catch (error) {
    if (!(error instanceof AwsError) || !isGone(error)) throw error
  }
  setting.work.call.diagnostics.replace(resourceSource(setting.stackId, record.logicalId), [])
}

function isGone(error: AwsError): boolean {
  return error.status === 404 || /^(?:ResourceNotFound|ResourceNotFoundException|ParameterNotFound|NoSuchEntity)/.test(error.code)
}

function existing(record: StackResourceRecord): Existing {
  const { physicalId, attributes, subject, properties } = record
  return { physicalId, attributes, ...(subject === undefined ? {} : { subject }), properties: new Properties(properties) }
}

interface SettlingContext extends ResourceContext {
  /** Runs a piece of work, and then puts what it told in place of what was told before; an unchanged result that tells nothing leaves that. */
  settle<T>(run: () => T | Promise<T>, unchanged?: T): Promise<T>
}

function contextOf(setting: ResourceSetting, type: string, logicalId: string): SettlingContext {
  const { work, stackId, stackName } = setting
  const { call, services } = work
  const told: Diagnostic[] = []
  const tags = (stackTags: Readonly<Record<string, string>>, own: unknown) => ({
    ...stackTags,
    ...tagMap(own),
    'aws:cloudformation:logical-id': logicalId,
    'aws:cloudformation:stack-id': stackId,
    'aws:cloudformation:stack-name': stackName,
  })
  return {
    call,
    services,
    type,
    logicalId,
    stackName,
    stackId,
    nested: setting.nested(logicalId),
    tags: (own) => tags(setting.tags, own),
    formerTags: (own) => tags(setting.formerTags, own),
    physicalName: (max, separator = '-') => physicalName(stackName, logicalId, call.ids.suffix(12), max, separator),
    isStandIn: (physicalId) => {
      const others = call.records.stacks.list().flatMap(({ resources }) => Object.values(resources))
      return [...setting.resources.values(), ...others].some((record) => record.physicalId === physicalId && standsIn(record))
    },
    report: (diagnostic) => void told.push(diagnostic),
    settle: async (run, unchanged) => {
      const result = await run()
      if (result !== unchanged || told.length > 0) call.diagnostics.replace(resourceSource(stackId, logicalId), told)
      return result
    },
  }
}

/** `{stack}-{logical}-{suffix}`; where it is too long, the longer part gives way first. */
function physicalName(stack: string, logical: string, suffix: string, max: number, separator: string): string {
  const room = max - suffix.length - 2 * separator.length
  let [left, right] = [stack.length, logical.length]
  while (left + right > room) {
    if (left >= right) left--
    else right--
  }
  return [stack.slice(0, left), logical.slice(0, right), suffix].join(separator)
}

/** What went wrong with a resource, in CloudFormation's words and as diagnostics. Anything but AWS's or the template's errors is our bug. */
export function failureOf(error: unknown, plan: StackPlan, logicalId: string, verb: string, work: Work): ResourceFailure {
  if (error instanceof ResourceFailure) return error
  if (error instanceof TemplateError) {
    const diagnostics = error.findings.map(({ code, message, fix, path }) => {
      const place = placeOf(error.source ?? plan.template, path ?? ['Resources', logicalId], work.places)
      return {
        code,
        severity: 'error' as const,
        message,
        ...(fix === undefined ? {} : { fix }),
        ...(place === undefined ? {} : { place }),
      }
    })
    return new ResourceFailure(error.message, diagnostics)
  }
  const type = plan.template.resources[logicalId]?.Type ?? ''
  const place = placeOf(plan.template, ['Resources', logicalId], work.places)
  const told =
    error instanceof AwsError ? error.message : `an error of the emulator: ${error instanceof Error ? error.message : String(error)}`
  if (!(error instanceof AwsError)) work.bugs.push(error)
  const fix = /NoSuchKey|specified key does not exist/.test(told)
    ? 'Synthesize the app again, so that its assets lie beside the template.'
    : undefined
  const diagnostic: Diagnostic = {
    code: 'resource-failed',
    severity: 'error',
    message: `${type} (${logicalId}) could not be ${verb}: ${told}`,
    ...(fix === undefined ? {} : { fix }),
    ...(place === undefined ? {} : { place }),
  }
  return new ResourceFailure(handlerMessage(error, type, work), [diagnostic])
}

/** As resource handlers of AWS report; nested stacks say it in their own words. */
function handlerMessage(error: unknown, type: string, { call }: Work): string {
  if (!(error instanceof AwsError)) return 'Internal Failure'
  if (type === 'AWS::CloudFormation::Stack') return error.message
  const service = SERVICE_IDS[type.split('::')[1] ?? ''] ?? type.split('::')[1]
  const code = error.status === 404 ? 'NotFound' : error.status === 409 ? 'AlreadyExists' : 'InvalidRequest'
  return `Resource handler returned message: "${error.message} (Service: ${service}, Status Code: ${error.status}, Request ID: ${call.ids.uuid()})" (RequestToken: ${call.ids.uuid()}, HandlerErrorCode: ${code})`
}

const SERVICE_IDS: Readonly<Record<string, string>> = { IAM: 'Iam', Logs: 'CloudWatchLogs', SSM: 'Ssm' }

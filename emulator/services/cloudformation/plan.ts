import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { conditionsOf } from './conditions'
import { resolveDynamicReferences } from './dynamic-references'
import { exportedBy, outputOf } from './exports'
import { type Finding, TemplateError } from './findings'
import { dependenciesOf, inOrder } from './order'
import { type MakeUp, type ParameterValues, resolveParameters } from './parameters'
import { resourceType, typeOfRecord } from './resources'
import type { Scope } from './scope'
import type { Template } from './template'
import { checkTemplate } from './template-check'

/** The stack that a template is for. */
export interface StackIdentity {
  readonly stackId: string
  readonly stackName: string
  readonly notificationArns: readonly string[]
}

/** What a template says for one stack with its parameters: which resources, in which order. Nothing has been made yet. */
export interface StackPlan extends StackIdentity {
  readonly template: Template
  readonly parameters: ParameterValues
  /** Logical ids whose condition holds, each after those that it depends on. */
  readonly order: readonly string[]
  readonly dependencies: ReadonlyMap<string, readonly string[]>
  holds(condition: string): boolean
  /** What intrinsic functions see, with the resources made so far. */
  scope(made: (logicalId: string) => StackResourceRecord | undefined, report?: Scope['report']): Scope
  /** Names of other stacks' exports that evaluation has asked for. */
  readonly imports: ReadonlySet<string>
}

/** The attributes that a type of resource knows, for `checkTemplate`. */
export function attributesOf(type: string): readonly string[] | undefined {
  return resourceType(type).attributes
}

/** What a plan starts from, besides the template. */
export interface PlanOptions {
  readonly before?: StackRecord | undefined
  /** For a template without its surroundings: a value in place of one that is not there. */
  readonly makeUp?: MakeUp | undefined
}

/** Looks a template over for one stack. Throws `TemplateError` before anything is made. */
export function planStack(
  template: Template,
  given: Readonly<Record<string, string>>,
  stack: StackIdentity,
  call: Call,
  { before, makeUp }: PlanOptions = {},
): StackPlan {
  checkTemplate(template, attributesOf)
  const parameters = resolveParameters(template, given, call, makeUp)
  const imports = new Set<string>()
  const pseudo = pseudoParameters(stack, call)
  const scope: StackPlan['scope'] = (made, report = () => {}) => ({
    template,
    region: call.region,
    ref: (name) => own(parameters.values, name) ?? own(pseudo, name) ?? made(name)?.physicalId,
    attribute: (name, attribute) => attributeOf(made(name), attribute, call),
    holds: (name) => holds(name),
    importValue: (name, path) => {
      imports.add(name)
      return exportedBy(call, name, stack.stackId)?.exports[name] ?? makeUp?.('export', name, path)
    },
    stackOutput: (name, output, path) => outputOf(call, name, output) ?? makeUp?.('export', `${name}.${output}`, path),
    resolve: (text, path) => resolveDynamicReferences(text, path, template, call, report),
    report,
  })
  const holds = conditionsOf(template, () => scope(() => undefined))
  for (const name of Object.keys(template.conditions)) holds(name)
  const dependencies = dependenciesOf(template, holds)
  const order = inOrder(dependencies, template)
  checkTypes(template, order, before)
  return { ...stack, template, parameters, order, dependencies, holds, scope, imports }
}

function pseudoParameters({ stackId, stackName, notificationArns }: StackIdentity, call: Call): Record<string, unknown> {
  const { account, region } = call
  const china = region.startsWith('cn-')
  return {
    'AWS::AccountId': account,
    'AWS::NotificationARNs': notificationArns,
    'AWS::Partition': china ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
    'AWS::Region': region,
    'AWS::StackId': stackId,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': china ? 'amazonaws.com.cn' : 'amazonaws.com',
  }
}

function attributeOf(record: StackResourceRecord | undefined, attribute: string, call: Call): unknown {
  if (record === undefined) return undefined
  return own(record.attributes, attribute) ?? typeOfRecord(record).attribute?.(attribute, record, { call })
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** A logical id keeps its type for as long as the stack has it. */
function checkTypes(template: Template, order: readonly string[], before: StackRecord | undefined): void {
  const changed = order.filter((id) => {
    const old = before?.resources[id]
    return old !== undefined && old.type !== template.resources[id]?.Type
  })
  if (changed.length === 0) return
  const aws = `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`
  const findings = changed.map(
    (id): Finding => ({
      code: 'resource-type-changed',
      aws,
      message: `${id} is a ${before?.resources[id]?.type} in the stack, and a ${template.resources[id]?.Type} in the template.`,
      path: ['Resources', id, 'Type'],
      fix: 'Give the new resource another logical id.',
    }),
  )
  throw new TemplateError(template, ...findings)
}

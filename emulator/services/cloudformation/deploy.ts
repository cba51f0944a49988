import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Diagnostic } from '../../base/diagnostics'
import type { StackRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { differs } from './difference'
import { type Places, TemplateError, toUserError } from './findings'
import { planStack, type StackPlan } from './plan'
import { createStack, deleteStack as deleteRecord, findStack, tell, updateStack } from './stack'
import { StackDraft } from './stack-draft'
import { newStackId } from './stack-id'
import type { StackSettings } from './stack-settings'
import { madeUpBy } from './stand-ins'
import { readTemplate } from './template'
import { type NestedTemplates, newWork, type TemplateText, type Work } from './work'

/** A stack as it lies on this machine: in `cdk.out`, or in a file. */
export interface DeployInput {
  readonly stackName: string
  readonly templateBody: string
  /** The template's file, for messages and for nested templates that lie beside it. */
  readonly file?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly tags?: Readonly<Record<string, string>>
  /** Construct and line of the user's code behind a logical id. */
  readonly places?: Places
  /** Where nested templates are; beside the template when left out. */
  readonly nestedTemplates?: NestedTemplates
  /**
   * The template came alone: exports, parameters, assets and nested templates that it refers to and that are not there are made up or
   * left out, each with a warning, instead of failing the stack.
   */
  readonly standalone?: boolean
}

/** How a deployment went. */
export interface Deployed {
  readonly stack: StackRecord
  /** False when the stack was as the template says already. */
  readonly changed: boolean
  /** Why it failed: the resources that could not be made, each with its place. Empty when all went well. */
  readonly failures: readonly Diagnostic[]
  /** Everything that was told, failures too. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A stack that failed when it was made, or never was, cannot be updated: it makes room for a new one, as the CDK CLI does it. */
const BEYOND_UPDATE = new Set<StackRecord['StackStatus']>([
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'CREATE_FAILED',
  'DELETE_FAILED',
  'REVIEW_IN_PROGRESS',
])

/** Creates or updates a stack. Throws `UserError` when template or parameters are wrong; nothing has been touched then. */
export async function deployStack(input: DeployInput, call: Call): Promise<Deployed> {
  const { places, tags = {} } = input
  const work = newWork(call, {
    templates: input.nestedTemplates ?? besideTemplate(input.file),
    standalone: input.standalone === true,
    ...(places === undefined ? {} : { places }),
  })
  const known = findStack(input.stackName, work)
  const usable = known !== undefined && !BEYOND_UPDATE.has(known.StackStatus)
  const before = usable ? known : undefined
  const plan = planned(input, before?.StackId ?? newStackId(call, input.stackName), before, work)
  if (known !== undefined && !usable) await deleteRecord(known, newWork(call))
  const settings: StackSettings = { tags, onFailure: 'ROLLBACK', members: { Capabilities: before?.Capabilities ?? [] } }
  if (before !== undefined && !differs(plan, settings, before, call)) {
    const stack = refresh(plan, before, work)
    return { stack, changed: false, failures: [], diagnostics: work.diagnostics }
  }
  const stack = before === undefined ? await createStack(plan, settings, work) : await updateStack(plan, settings, before, work)
  if (work.bugs.length > 0) throw work.bugs[0]
  const failures = work.diagnostics.filter(({ severity }) => severity === 'error')
  return { stack, changed: true, failures, diagnostics: work.diagnostics }
}

/** Deletes a stack by id or name; one that is not there is deleted already. */
export async function deleteStack(stackId: string, call: Call): Promise<void> {
  const work = newWork(call)
  const record = findStack(stackId, work)
  if (record !== undefined && record.StackStatus !== 'DELETE_COMPLETE') await deleteRecord(record, work)
  if (work.bugs.length > 0) throw work.bugs[0]
}

function planned(input: DeployInput, stackId: string, before: StackRecord | undefined, work: Work): StackPlan {
  const { call, places } = work
  const { stackName, parameters = {} } = input
  try {
    const template = readTemplate(input.templateBody, input.file)
    const given = Object.fromEntries(Object.entries(parameters).filter(([name]) => Object.hasOwn(template.parameters, name)))
    return planStack(template, given, { stackId, stackName, notificationArns: [] }, call, { before, makeUp: madeUpBy(work, template) })
  } catch (error) {
    throw error instanceof TemplateError ? toUserError(error, places) : error
  }
}

/** The template's text and the places of its resources may have changed although nothing that is deployed has. */
function refresh(plan: StackPlan, before: StackRecord, work: Work): StackRecord {
  const draft = new StackDraft({ ...before, templateBody: plan.template.text }, work.call)
  for (const [id, record] of draft.resources) {
    const place = work.places?.(id)
    if (place !== undefined) draft.resources.set(id, { ...record, place: { ...record.place, ...place } })
  }
  const stack = draft.save(plan.order)
  tell(plan, stack, work)
  return stack
}

/**
 * Templates of nested stacks as the CDK lays them beside the template of their parent: by the path in the metadata that its CLI adds,
 * else by the hash in the URL, which is that of the template as compact JSON.
 */
function besideTemplate(file: string | undefined): NestedTemplates {
  return ({ url, asset }) => {
    if (file === undefined) return undefined
    const folder = dirname(file)
    if (asset !== undefined && existsSync(resolve(folder, asset))) return fromFile(resolve(folder, asset))
    const hash = /([0-9a-f]{64})\.json$/.exec(basename(url))?.[1]
    if (hash === undefined) return undefined
    const found = readdirSync(folder)
      .filter((name) => name.endsWith('.nested.template.json'))
      .map((name) => fromFile(join(folder, name)))
      .find(({ text }) => createHash('sha256').update(compact(text)).digest('hex') === hash)
    return found
  }
}

function fromFile(file: string): TemplateText & { readonly file: string } {
  return { text: readFileSync(file, 'utf8'), file }
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

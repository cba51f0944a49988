import { readFileSync } from 'node:fs'
import type { StackRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { TemplateError, toUserError } from './findings'
import { planStack, type StackPlan } from './plan'
import type { Made, NestedStacks } from './resources/resource-type'
import { newStackId } from './stack-id'
import type { StackSettings } from './stack-settings'
import { madeUpBy } from './stand-ins'
import { readTemplate, type Template } from './template'
import type { TemplateText, Work } from './work'

/** What the stack engine lends to the stacks inside a stack. */
interface Engine {
  createStack(plan: StackPlan, settings: StackSettings, work: Work): Promise<StackRecord>
  updateStack(plan: StackPlan, settings: StackSettings, before: StackRecord, work: Work): Promise<StackRecord>
  deleteStack(record: StackRecord, work: Work): Promise<StackRecord>
}

/** Stacks inside a stack. An update that is taken back finds its former template again, since a file may have changed meanwhile. */
export function nestedStacks(
  work: Work,
  tags: Readonly<Record<string, string>>,
  engine: Engine,
): (logicalId: string, parentTemplate: () => Template) => NestedStacks {
  const former = new Map<string, TemplateText>()
  const settings: StackSettings = { tags, onFailure: 'ROLLBACK', members: {} }
  const { call } = work

  return (logicalId, parentTemplate) => {
    const find = (url: string): TemplateText => {
      const asset = parentTemplate().resources[logicalId]?.Metadata?.['aws:asset:path']
      const found = work.templates?.({ url, logicalId, ...(typeof asset === 'string' ? { asset } : {}) }) ?? templateAt(url, call)
      if (found === undefined) throw new AwsError('ValidationError', `S3 error: The specified key does not exist. (${url})`, 400)
      return found
    }
    const plan = (
      text: TemplateText,
      parameters: Readonly<Record<string, string>>,
      stackId: string,
      stackName: string,
      old?: StackRecord,
    ) => {
      try {
        return planStack(readTemplate(text.text, text.file), parameters, { stackId, stackName, notificationArns: [] }, call, {
          before: old,
          makeUp: madeUpBy(work),
        })
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error
        work.diagnostics.push(...toUserError(error, text.places ?? work.places).diagnostics)
        throw new AwsError('ValidationError', error.message, 400)
      }
    }
    const inner = ({ places = work.places }: TemplateText): Work => {
      return { ...work, diagnostics: [], ...(places === undefined ? {} : { places }) }
    }
    const finish = (record: StackRecord, child: Work, verb: string, wanted: StackRecord['StackStatus']): Made => {
      work.diagnostics.push(...child.diagnostics)
      if (record.StackStatus !== wanted) {
        const reason = record.events.findLast(({ ResourceStatus }) => /ROLLBACK_IN_PROGRESS$|FAILED$/.test(ResourceStatus ?? ''))
        const text = `Embedded stack ${record.StackId} was not successfully ${verb}: ${reason?.ResourceStatusReason ?? record.StackStatus}`
        throw new AwsError('ValidationError', text, 400)
      }
      return { physicalId: record.StackId }
    }
    return {
      create: async (stackName, url, parameters) => {
        const text = find(url)
        const child = inner(text)
        const record = await engine.createStack(plan(text, parameters, newStackId(call, stackName), stackName), settings, child)
        return finish(record, child, 'created', 'CREATE_COMPLETE')
      },
      update: async (stackId, url, parameters) => {
        const before = call.records.stacks.get(stackId)
        if (before === undefined) throw new AwsError('ValidationError', `Stack with id ${stackId} does not exist`, 400)
        // The second update of one deployment is the one that takes the first back.
        const text = former.get(stackId) ?? find(url)
        former.set(stackId, { text: before.templateBody })
        const child = inner(text)
        const next = plan(text, parameters, stackId, before.StackName, before)
        return finish(await engine.updateStack(next, settings, before, child), child, 'updated', 'UPDATE_COMPLETE')
      },
      delete: async (stackId) => {
        const record = call.records.stacks.get(stackId)
        if (record === undefined || record.StackStatus === 'DELETE_COMPLETE') return
        const deleted = await engine.deleteStack(record, { ...work, diagnostics: [] })
        if (deleted.StackStatus === 'DELETE_COMPLETE') return
        throw new AwsError(
          'ValidationError',
          `Embedded stack ${stackId} was not successfully deleted: ${deleted.StackStatusReason ?? ''}`,
          400,
        )
      },
    }
  }
}

/** The template that an upload left at a URL of S3, in either style of addressing. */
export function templateAt(url: string, call: Call): TemplateText | undefined {
  const place = s3Place(url)
  const object = place === undefined ? undefined : call.objects.find(place.bucket, place.key)
  return object === undefined || !('file' in object) ? undefined : { text: readFileSync(object.file, 'utf8'), file: object.file }
}

/** Bucket and key of a URL: `s3://bucket/key`, or one of HTTP with the bucket in its host or in front of the path (also of this emulator). */
export function s3Place(url: string): { bucket: string; key: string } | undefined {
  const match = /^(https?|s3):\/\/([^/?#]+)\/([^?#]+)/.exec(url)
  if (match === null) return undefined
  const [, scheme, authority = '', rawPath = ''] = match
  const path = decoded(rawPath)
  if (scheme === 's3') return { bucket: authority, key: path }
  const host = authority.replace(/:\d+$/, '')
  const inHost = /^s3[.-]/.test(host) ? undefined : /^(.+?)\.(?:s3(?:[.-].*)?|localhost)$/.exec(host)?.[1]
  if (inHost !== undefined) return { bucket: inHost, key: path }
  const slash = path.indexOf('/')
  return slash < 0 ? undefined : { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import type { Diagnostic, Place } from '../../base/diagnostics'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { liveStacks } from './exports'
import { readTemplate } from './template'

/**
 * The place in the user's files of what stands at a control-plane path (`/restapis/{id}/resources/{id}/methods/GET`): of the resource of a
 * stack that made it, else of the nearest thing above it.
 */
export function subjectPlace(call: Call, subject: string): Place | undefined {
  const made = makerOf(call, subject)
  return made === undefined ? undefined : withLine(made.stack, made.resource)
}

/** What the user calls what stands at a control-plane path: the path of its construct, without CDK's own `Resource` at the end, and its id in the template. */
export function subjectNames(call: Call, subject: string): { readonly construct?: string | undefined; readonly logicalId?: string } {
  const resource = makerOf(call, subject)?.resource
  return resource === undefined ? {} : { construct: resource.place?.construct?.replace(/\/Resource$/, ''), logicalId: resource.logicalId }
}

function makerOf(call: Call, subject: string): { readonly stack: StackRecord; readonly resource: StackResourceRecord } | undefined {
  let best: { stack: StackRecord; resource: StackResourceRecord } | undefined
  for (const stack of liveStacks(call)) {
    for (const resource of Object.values(stack.resources)) {
      const path = resource.subject
      if (path === undefined || (path !== subject && !subject.startsWith(`${path}/`))) continue
      if (best === undefined || path.length > (best.resource.subject?.length ?? 0)) best = { stack, resource }
    }
  }
  return best
}

/** A diagnostic with the place of what it is about, where that is known and it has none of its own. */
export function withPlace(call: Call, diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.subject === undefined || diagnostic.place !== undefined) return diagnostic
  const place = subjectPlace(call, diagnostic.subject)
  return place === undefined ? diagnostic : { ...diagnostic, place }
}

/** A line of the user's code is known already; the one in a template is looked for only now, when somebody asks. */
function withLine(stack: StackRecord, { logicalId, place }: StackResourceRecord): Place | undefined {
  if (place?.line !== undefined) return place
  const line = readTemplate(stack.templateBody).lineOf(['Resources', logicalId])
  return line === undefined ? place : { ...place, line }
}

/**
 * The metadata of the resource that made what stands at a control-plane path; undefined when no stack did. A method of an API that was made
 * as one OpenAPI body has its part of the API's `portico:routes`.
 */
export function subjectMetadata(call: Call, subject: string): Readonly<Record<string, unknown>> | undefined {
  const own = madeMetadata(call, subject)
  const [, restApiId, resourceId, verb] = /^\/restapis\/([^/]+)\/resources\/([^/]+)\/methods\/([^/]+)$/.exec(subject) ?? []
  if (own !== undefined || restApiId === undefined || resourceId === undefined) return own
  const methods = madeMetadata(call, `/restapis/${restApiId}`)?.['portico:routes'] as Readonly<Record<string, object>> | undefined
  return methods?.[`${verb} ${call.records.resources.get(resourceId, restApiId)?.path}`] as Readonly<Record<string, unknown>> | undefined
}

function madeMetadata(call: Call, subject: string): Readonly<Record<string, unknown>> | undefined {
  for (const { resources, templateBody } of liveStacks(call)) {
    const found = Object.entries(resources).find(([, resource]) => resource.subject === subject)
    if (found !== undefined) return readTemplate(templateBody).resources[found[0]]?.Metadata
  }
  return undefined
}

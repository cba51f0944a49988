import type { Place } from '../../base/diagnostics'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { liveStacks } from './exports'
import { readTemplate } from './template'

/**
 * The place in the user's files of what stands at a control-plane path (`/restapis/{id}/resources/{id}/methods/GET`): of the resource of a
 * stack that made it, else of the nearest thing above it.
 */
export function subjectPlace(call: Call, subject: string): Place | undefined {
  let best: { stack: StackRecord; resource: StackResourceRecord } | undefined
  for (const stack of liveStacks(call)) {
    for (const resource of Object.values(stack.resources)) {
      const path = resource.subject
      if (path === undefined || (path !== subject && !subject.startsWith(`${path}/`))) continue
      if (best === undefined || path.length > (best.resource.subject?.length ?? 0)) best = { stack, resource }
    }
  }
  return best === undefined ? undefined : withLine(best.stack, best.resource)
}

/** The line in the template is looked for only now, when somebody asks; a line of the user's code is better and known already. */
function withLine(stack: StackRecord, { logicalId, place }: StackResourceRecord): Place | undefined {
  if (place?.file !== undefined) return place
  const line = readTemplate(stack.templateBody).lineOf(['Resources', logicalId])
  const file = place?.template
  return { ...place, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) }
}

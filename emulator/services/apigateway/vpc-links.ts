import type { VpcLinkRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, notFound } from './errors'
import { filled, nonEmpty, present } from './members'
import { page } from './paging'
import { type Effect, listPaths, patcher, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'

function linkOf(call: Call, id: string | undefined): VpcLinkRecord {
  const link = call.records.vpcLinks.get(id ?? '')
  if (link === undefined) throw notFound('Invalid Vpc Link identifier specified')
  return link
}

function withTags(link: VpcLinkRecord): VpcLinkRecord {
  return { ...link, tags: link.tags ?? {} }
}

function checkName(name: string | undefined): string {
  if (name === undefined || name === '') throw badRequest('Name cannot be empty')
  return name
}

/** Where integrations name a link by its id, as AWS's error lists them. */
function usesOf(call: Call, id: string): string[] {
  return call.records.restApis.list().flatMap((api) =>
    call.records.resources.list(api.id).flatMap((resource) => {
      const methods = Object.entries(resource.resourceMethods ?? {})
      return methods.filter(([, method]) => method.methodIntegration?.connectionId === id).map(([name]) => `${name}:${resource.id}`)
    }),
  )
}

const rename: Effect<VpcLinkRecord> = (link, { value }) => ({ ...link, name: checkName(value) })
const patchLink = patcher<VpcLinkRecord>({ '/name': { replace: rename }, '/description': { replace: setText('description') } }, listPaths)

/** Operations on VPC links (facts/13, 192 and 193). */
export const vpcLinks = {
  /** Answers PENDING, yet the link is ready the next time that it is asked for. */
  CreateVpcLink(input, call) {
    const name = checkName(input.name)
    const targetArns = input.targetArns ?? []
    const wrong = targetArns.find((arn) => !/^arn:[\w-]+:elasticloadbalancing:[^:]*:[^:]*:.+/.test(arn))
    if (wrong !== undefined) throw badRequest(`Invalid ARN. ARN is not well formed ${wrong}`)
    const id = call.ids.short()
    const link = present({ id, name, description: nonEmpty(input.description), targetArns, tags: filled(input.tags) })
    call.records.vpcLinks.put({ ...link, status: 'AVAILABLE', statusMessage: 'Your vpc link is ready for use' }, id)
    return { ...link, status: 'PENDING' as const }
  },

  GetVpcLink: ({ vpcLinkId }, call) => withTags(linkOf(call, vpcLinkId)),

  GetVpcLinks: (input, call) => page(call.records.vpcLinks.list(), input),

  UpdateVpcLink({ vpcLinkId, patchOperations }, call) {
    const link = patchLink(linkOf(call, vpcLinkId), patchOperations, undefined)
    return withTags(call.records.vpcLinks.put(link, link.id))
  },

  DeleteVpcLink({ vpcLinkId }, call) {
    const { id } = linkOf(call, vpcLinkId)
    const uses = usesOf(call, id)
    // The wording is uncertain.
    if (uses.length > 0) {
      throw badRequest(`Cannot delete vpc link. Vpc link '${id}', is referenced in [${uses.join(', ')}] in format of [Method:Resource].`)
    }
    call.records.vpcLinks.delete(id)
    return NOTHING
  },
} satisfies Partial<ApiGateway>

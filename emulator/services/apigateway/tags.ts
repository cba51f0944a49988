import type { Records, Table } from '../../model/registry'
import type { Call } from '../operations'
import { badRequest, notFound } from './errors'
import { filled, withMember } from './members'
import { type ApiGateway, NOTHING } from './service'

interface Tagged {
  readonly tags?: Record<string, string> | undefined
}

/** Where the record of an ARN's path is kept: table, id and parent. */
interface Kind {
  readonly path: RegExp
  readonly table: (records: Records) => Table<Tagged>
  readonly place: (groups: readonly string[]) => readonly [id: string, parent?: string]
}

/** `table` reads and writes records of one kind as what has tags. */
const kind = <T extends Tagged>(
  path: RegExp,
  table: (records: Records) => Table<T>,
  place: Kind['place'] = ([id]) => [id as string],
): Kind => ({
  path,
  table: table as unknown as Kind['table'],
  place,
})

/** What has tags (facts/09, 8). */
const KINDS: readonly Kind[] = [
  kind(
    /^\/restapis\/([^/]+)\/stages\/([^/]+)$/,
    ({ stages }) => stages,
    ([api, stage]) => [stage as string, api as string],
  ),
  kind(/^\/restapis\/([^/]+)$/, ({ restApis }) => restApis),
  kind(/^\/apikeys\/([^/]+)$/, ({ apiKeys }) => apiKeys),
  kind(/^\/usageplans\/([^/]+)$/, ({ usagePlans }) => usagePlans),
  kind(/^\/vpclinks\/([^/]+)$/, ({ vpcLinks }) => vpcLinks),
  kind(/^\/clientcertificates\/([^/]+)$/, ({ clientCertificates }) => clientCertificates),
  kind(/^\/domainnames\/([^/]+)$/, ({ domainNames }) => domainNames),
]
const GREATEST_COUNT = 50

/** The tagged record that an ARN names, and how to put a new one in its place. The wordings are uncertain. */
function find(call: Call, arn: string | undefined): { record: Tagged; put: (record: Tagged) => void } {
  const associations = call.records.domainNameAccessAssociations as unknown as Table<Tagged>
  const association = associations.get(arn ?? '')
  if (association !== undefined) return { record: association, put: (record) => associations.put(record, arn as string) }
  const path = /^arn:[\w-]+:apigateway:[^:]*:\d*:(\/.+)$/.exec(arn ?? '')?.[1]
  if (path === undefined) throw badRequest(`Invalid resource ARN specified: ${arn ?? 'null'}`)
  for (const { path: pattern, table, place } of KINDS) {
    const groups = pattern.exec(path)?.slice(1)
    if (groups === undefined) continue
    const [id, parent = ''] = place(groups)
    const record = table(call.records).get(id, parent)
    if (record === undefined) throw notFound('Invalid resource identifier specified')
    return { record, put: (changed) => table(call.records).put(changed, id, parent) }
  }
  throw badRequest(`Invalid resource ARN specified: ${arn}`)
}

function checkTags(tags: Readonly<Record<string, string>>): void {
  const count = Object.keys(tags).length
  if (count > GREATEST_COUNT) throw badRequest(`A resource can have ${GREATEST_COUNT} tags at most, not ${count}`)
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128 || value.length > 256) throw badRequest(`Invalid tag specified: ${key}`)
  }
}

/** Operations on the tags of all that has some. */
export const tags = {
  GetTags: ({ resourceArn }, call) => ({ tags: find(call, resourceArn).record.tags ?? {} }),

  /** Tags that begin with `aws:` are let through: CloudFormation puts such ones by way of this operation. */
  TagResource({ resourceArn, tags }, call) {
    const { record, put } = find(call, resourceArn)
    const all = { ...record.tags, ...tags }
    checkTags(all)
    put({ ...record, tags: all })
    return NOTHING
  },

  UntagResource({ resourceArn, tagKeys }, call) {
    const { record, put } = find(call, resourceArn)
    const left = Object.entries(record.tags ?? {}).filter(([key]) => !tagKeys?.includes(key))
    put(withMember(record, 'tags', filled(Object.fromEntries(left))))
    return NOTHING
  },
} satisfies Partial<ApiGateway>

import type { Tag } from '@aws-sdk/client-acm'
import type { Call } from '../operations'
import { type AcmOperations, findCertificate, tagsWith } from './operations'

export const AddTagsToCertificate: AcmOperations['AddTagsToCertificate'] = (input, call) => add(call, input.CertificateArn, input.Tags)
export const TagResource: AcmOperations['TagResource'] = (input, call) => add(call, input.ResourceArn, input.Tags)

/** A tag that names a value too goes only when it has that value, as on AWS. */
export const RemoveTagsFromCertificate: AcmOperations['RemoveTagsFromCertificate'] = (input, call) => {
  const wanted = input.Tags ?? []
  return remove(call, input.CertificateArn, (key, value) =>
    wanted.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value)),
  )
}
export const UntagResource: AcmOperations['UntagResource'] = (input, call) =>
  remove(call, input.ResourceArn, (key) => input.TagKeys?.includes(key) === true)

export const ListTagsForCertificate: AcmOperations['ListTagsForCertificate'] = (input, call) => list(call, input.CertificateArn)
export const ListTagsForResource: AcmOperations['ListTagsForResource'] = (input, call) => list(call, input.ResourceArn)

function add(call: Call, arn: string | undefined, added: readonly Tag[] | undefined): Record<string, never> {
  const record = findCertificate(call, arn)
  call.records.certificates.put({ ...record, tags: tagsWith(record.tags, added) }, record.detail.CertificateArn)
  return {}
}

function remove(call: Call, arn: string | undefined, goes: (key: string, value: string) => boolean): Record<string, never> {
  const record = findCertificate(call, arn)
  const tags = Object.fromEntries(Object.entries(record.tags).filter(([key, value]) => !goes(key, value)))
  call.records.certificates.put({ ...record, tags }, record.detail.CertificateArn)
  return {}
}

function list(call: Call, arn: string | undefined): { Tags: Tag[] } {
  return { Tags: Object.entries(findCertificate(call, arn).tags).map(([Key, Value]) => ({ Key, Value })) }
}

import type { Tag } from '@aws-sdk/client-xray'
import { AwsError } from '../../model/errors'
import { invalidRequest } from './operations'

export type Tags = Readonly<Record<string, string>>

/** Tags of a resource, those of AWS itself aside (X-Ray developer guide, "Tagging X-Ray sampling rules and groups"). */
const MOST_TAGS = 50

/** Tags as a table, with those that were there. CloudFormation gives its own, of AWS, the same way. */
export function checkTags(given: readonly Tag[] | undefined, before: Tags = {}): Tags {
  const tags: Record<string, string> = { ...before }
  for (const { Key = '', Value = '' } of given ?? []) {
    if (Key === '' || Key.length > 128) throw invalidRequest(`Invalid tag key: ${Key}`)
    if (Value.length > 256) throw invalidRequest(`Invalid value of the tag ${Key}.`)
    tags[Key] = Value
  }
  if (Object.keys(tags).filter((key) => !key.startsWith('aws:')).length > MOST_TAGS)
    throw new AwsError('TooManyTagsException', `A resource has at most ${MOST_TAGS} tags.`, 400)
  return tags
}

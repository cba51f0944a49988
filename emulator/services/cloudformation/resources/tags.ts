import type { Awaitable } from '../../../base/awaitable'
import type { Existing, ResourceContext } from './resource-type'

/** Tags as an object, from a list of Key and Value or from an object. */
export function tagMap(tags: unknown): Record<string, string> {
  if (Array.isArray(tags)) {
    return Object.fromEntries(tags.map((tag: { Key?: unknown; Value?: unknown } | null) => [String(tag?.Key), String(tag?.Value ?? '')]))
  }
  if (typeof tags !== 'object' || tags === null) return {}
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]))
}

/** Tags as a list of Key and Value. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Brings the tags of a resource from what they were to what they should be. */
export async function retag(
  existing: Existing,
  own: unknown,
  context: ResourceContext,
  change: { readonly set: (tags: Record<string, string>) => Awaitable<unknown>; readonly unset: (keys: string[]) => Awaitable<unknown> },
): Promise<void> {
  const [before, after] = [context.formerTags(existing.properties.raw['Tags']), context.tags(own)]
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  if (gone.length > 0) await change.unset(gone)
  if (Object.keys(after).length > 0) await change.set(after)
}

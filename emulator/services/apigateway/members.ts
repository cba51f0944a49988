/** An object without those members that are undefined: AWS leaves absent members out (facts/13, 4). */
export function present<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

/** A record without one of its members. */
export function without<T extends object, K extends keyof T>(record: T, member: K): Omit<T, K> {
  const { [member]: _, ...rest } = record
  return rest
}

/** A record with a member set, or without it when the value is undefined. */
export function withMember<T extends object, K extends keyof T>(record: T, member: K, value: T[K] | undefined): T {
  return (value === undefined ? without(record, member) : { ...record, [member]: value }) as T
}

/**
 * A map by status code. Engines keep whole-number keys in an array with room for all keys below, 2.6 KB for a lone '200'; a far greater
 * key, put first, makes that a table of the keys that are there.
 */
export function byStatusCode<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const map: Record<string, T> = { 99999999: undefined as T }
  delete map[99999999]
  for (const [statusCode, value] of entries) map[statusCode] = value
  return map
}

/** A map by status code with one entry put or, when it is undefined, taken out; undefined when nothing is left. */
export function withStatusCode<T>(
  map: Readonly<Record<string, T>> | undefined,
  statusCode: string,
  value: T | undefined,
): Record<string, T> | undefined {
  const others = Object.entries(map ?? {}).filter(([other]) => other !== statusCode)
  return filled(byStatusCode(value === undefined ? others : [...others, [statusCode, value]]))
}

/** A text that says something; the empty text counts as not given. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** A map or list that holds something; an empty one counts as not given. */
export function filled<T extends object>(collection: T | undefined): T | undefined {
  return collection === undefined || Object.keys(collection).length === 0 ? undefined : collection
}

/** The time of a call as API Gateway keeps it: whole seconds. */
export function timestamp(call: { readonly clock: { now(): number } }): Date {
  return new Date(Math.floor(call.clock.now() / 1000) * 1000)
}

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

/** The same fields, none of which can be present and undefined. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Drops the fields that are undefined: "not given" and "given as undefined" are different things to `exactOptionalPropertyTypes`. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
}

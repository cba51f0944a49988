/** A value that is there now or comes later; callers on the hot path await only what is a promise. */
export type Awaitable<T> = T | Promise<T>

/** Whether a value has to be awaited. */
export function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function'
}

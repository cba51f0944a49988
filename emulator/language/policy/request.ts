/** What is asked of a policy. */
export interface PolicyRequest {
  /** `execute-api:Invoke`. */
  readonly action: string
  readonly resource: string
  /** The ARNs and names that the caller answers to; none for an anonymous one. Only resource policies look at them. */
  readonly principals?: readonly string[]
  /** Condition keys, lower case, to their values; a key that is absent has none. */
  readonly context: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** What a policy says of a request: nothing, where no statement fits. */
export type Decision = 'allow' | 'deny' | 'none'

/** Whether a part of a statement fits a request. */
export type Test = (request: PolicyRequest) => boolean

/** What the parts of a statement are read with. */
export interface Reading {
  /** Notes what cannot be understood; answers undefined, for the part that it was found in. */
  readonly misfit: (place: string, what: string) => undefined
  /** Whether `${...}` stands for a value of the request: in documents of the version 2012-10-17. */
  readonly variables: boolean
}

/** The values of a condition key in a request. */
export function valuesOf({ context }: PolicyRequest, key: string): readonly string[] {
  const found = context[key]
  return found === undefined ? [] : typeof found === 'string' ? [found] : found
}

/** A value as a list: what is no list stands for one element, and nothing for none. */
export function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

/** Whether a value has members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

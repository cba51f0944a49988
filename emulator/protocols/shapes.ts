import type { NormalizedSchema } from '@smithy/core/schema'

/** An operation as its SDK client describes it. */
export interface OperationShape {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Method, path template with literal query string, status; absent in RPC services. */
  readonly http: readonly [method: string, template: string, status: number] | undefined
}

/** An error as its SDK client describes it. */
export interface ErrorShape {
  /** `NoSuchEntityException`. */
  readonly name: string
  /** What Query answers call it: `NoSuchEntity`. */
  readonly queryCode: string
  readonly schema: NormalizedSchema
}

import type { Json } from '../json/value'
import type { StepCounter } from '../steps'

/** The parts of a path, in order; a path is compiled from them. */
export type Token =
  | { readonly type: 'property'; readonly names: readonly string[] }
  | { readonly type: 'index'; readonly indexes: readonly number[] }
  | { readonly type: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly type: 'wildcard' }
  | { readonly type: 'scan' }
  | { readonly type: 'filter'; readonly accepts: Predicate }
  | { readonly type: 'function'; readonly name: string; readonly parameters: readonly Parameter[] }

/** An argument of a function: a path into the document, or JSON text. */
export type Parameter = { readonly type: 'path'; readonly tokens: readonly Token[] } | { readonly type: 'json'; readonly text: string }

/** What stays the same during an evaluation, through filters and arguments. */
export interface Evaluation {
  readonly document: Json
  readonly budget: StepCounter
  /** Answers of paths that start at the document and are asked by filters, once each. */
  readonly answers: Map<ReadablePath, Json | undefined>
}

/** Whether an element passes a filter. */
export type Predicate = (item: Json, evaluation: Evaluation, strict: boolean) => boolean

/** A compiled path, inside an evaluation. */
export interface ReadablePath {
  /** Whether it starts with `$`. */
  readonly rooted: boolean
  /** The answer; undefined when nothing is there. `strict`: a missing property anywhere means that nothing is there (Jayway's REQUIRE_PROPERTIES). */
  read(item: Json, evaluation: Evaluation, strict: boolean): Json | undefined
}

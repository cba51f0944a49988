import type { Json, JsonArray } from '../json/value'
import { JsonPathError, OutOfBounds } from './error'
import type { Evaluation, Token } from './token'

/** One pass of a path over a value. */
export interface Run {
  readonly evaluation: Evaluation
  readonly strict: boolean
  readonly results: JsonArray
  /** The array element that a scan feeds past its own step (see `feedsLeaf`); -1 before any. */
  fed: number
}

/** Goes on with a value. False: nothing is there, and the whole path gives nothing. */
export type Step = (model: Json, run: Run) => boolean

/** The last step: what came here is a result. */
export const emit: Step = (model, run) => {
  run.evaluation.budget.step()
  run.results.push(model)
  return true
}

/** What a step knows of its place in the path. */
export interface Place {
  readonly next: Step
  readonly leaf: boolean
  /** Whether all tokens before are definite: then a wrong kind of value is a miss of the whole path. */
  readonly upstream: boolean
  /** Whether a property that is reached here counts, when a scan feeds it. */
  readonly accepts: (run: Run) => boolean
}

/** Goes on with an array element; an index out of bounds in a function further on means that there is none. */
export function element(next: Step, later: boolean): Step {
  if (!later) return next
  return (model, run) => {
    try {
      return next(model, run)
    } catch (error) {
      if (error instanceof OutOfBounds) return true
      throw error
    }
  }
}

export function property(name: string, { next, leaf, upstream, accepts }: Place, definite: boolean): Step {
  return (model, run) => {
    run.evaluation.budget.step()
    if (!(model instanceof Map)) return !upstream
    const value = model.get(name)
    if (value === undefined) return leaf ? !run.strict : !(upstream && definite) && !run.strict
    return leaf && !accepts(run) ? true : next(value, run)
  }
}

/** Several names at the end make one object; further up, each goes its own way. */
export function properties(names: readonly string[], place: Place): Step {
  if (!place.leaf) {
    const each = names.map((name) => property(name, place, false))
    return (model, run) => each.every((step) => step(model, run))
  }
  return (model, run) => {
    run.evaluation.budget.step(names.length)
    if (!(model instanceof Map)) return !place.upstream
    const merged = new Map<string, Json>()
    for (const name of names) {
      const value = model.get(name)
      if (value !== undefined) merged.set(name, value)
      else if (run.strict) return false
    }
    return place.next(merged, run)
  }
}

export function indexes(wanted: readonly number[], { upstream }: Place, next: Step): Step {
  return (model, run) => {
    run.evaluation.budget.step(wanted.length)
    if (!Array.isArray(model)) return !upstream
    for (const index of wanted) {
      const found = model[index < 0 ? model.length + index : index]
      if (found !== undefined && !next(found, run)) return false
    }
    return true
  }
}

/** With both ends given, negative ones are not counted from the length but taken one by one: `[-99:2]` goes around (Jayway 2.4 to 2.10). */
export function slice({ from, to }: Token & { type: 'slice' }, { upstream }: Place, next: Step): Step {
  return (model, run) => {
    run.evaluation.budget.step()
    if (!Array.isArray(model)) return !upstream
    const length = model.length
    const fromEnd = (index: number): number => (index < 0 ? length + index : index)
    const start = from === undefined ? 0 : to === undefined ? Math.max(0, fromEnd(from)) : Math.max(from, -length)
    const end = to === undefined ? length : Math.min(length, from === undefined ? fromEnd(to) : to)
    for (let at = start; at < end; at += 1) if (!next(model[fromEnd(at)] as Json, run)) return false
    return true
  }
}

export function wildcard({ next, leaf, accepts }: Place, each: Step): Step {
  return (model, run) => {
    run.evaluation.budget.step()
    if (model instanceof Map) {
      for (const value of model.values()) if (!(leaf && !accepts(run)) && !next(value, run)) return false
    } else if (Array.isArray(model)) {
      for (const value of model) if (!each(value, run)) return false
    }
    return true
  }
}

export function filter({ accepts }: Token & { type: 'filter' }, { next, upstream }: Place, each: Step): Step {
  return (model, run) => {
    run.evaluation.budget.step()
    if (model instanceof Map) return accepts(model, run.evaluation, run.strict) ? next(model, run) : true
    if (Array.isArray(model)) {
      for (const item of model) if (accepts(item, run.evaluation, run.strict) && !each(item, run)) return false
      return true
    }
    if (upstream) throw new JsonPathError('invalid-path', 'Filter can not be applied to primitives')
    return true
  }
}

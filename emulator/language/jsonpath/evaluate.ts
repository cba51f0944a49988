import { JsonParseError, parseJson } from '../json/parse'
import type { Json, JsonArray } from '../json/value'
import { JsonPathError } from './error'
import { countsElements, FUNCTIONS } from './functions'
import { element, emit, filter, indexes, type Place, properties, property, type Run, type Step, slice, wildcard } from './steps'
import type { Parameter, ReadablePath, Token } from './token'

/** Builds the closures of a path. */
export function linkPath(tokens: readonly Token[], rooted = true): ReadablePath {
  const path = inverted(tokens)
  const definite = path.every((token, at) => isDefinite(token, at === path.length - 1))
  // From the last token to the first, each once: a scan needs the steps of two tokens behind it.
  const steps: Step[] = [emit]
  for (let at = path.length - 1; at >= 0; at -= 1) steps.unshift(link(path, at, steps))
  const start = steps[0] as Step
  return {
    rooted,
    read(item, evaluation, strict) {
      const run: Run = { evaluation, strict, results: [], fed: -1 }
      if (!start(item, run)) return undefined
      return definite ? run.results.at(-1) : run.results
    },
  }
}

/** `$..price.max()` means `$.max($..price)`: a function is not asked for each value that a scan finds. */
function inverted(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.type !== 'scan' || tokens.at(-1)?.type !== 'function') return tokens
  const at = tokens.findIndex((token) => token.type === 'function')
  const { name } = tokens[at] as Token & { type: 'function' }
  return [{ type: 'function', name, parameters: [{ type: 'path', tokens: tokens.slice(0, at) }] }, ...tokens.slice(at + 1)]
}

function isDefinite(token: Token, last: boolean): boolean {
  if (token.type === 'property') return token.names.length === 1 || last
  return token.type === 'function' || (token.type === 'index' && token.indexes.length === 1)
}

/** The step of a token; `after` holds those of the tokens behind it, and the last step. */
function link(tokens: readonly Token[], at: number, after: readonly Step[]): Step {
  const token = tokens[at] as Token
  const place: Place = {
    next: after[0] as Step,
    leaf: at === tokens.length - 1,
    upstream: tokens.slice(0, at).every((each) => isDefinite(each, false)),
    accepts: at === tokens.length - 1 && tokens[at - 2]?.type === 'scan' ? feedsLeaf(tokens[at - 1] as Token) : () => true,
  }
  const later = tokens.slice(at + 1).some((each) => each.type === 'function')
  switch (token.type) {
    case 'property':
      return token.names.length === 1 ? property(token.names[0] as string, place, true) : properties(token.names, place)
    case 'index':
      return indexes(token.indexes, place, element(place.next, later))
    case 'slice':
      return slice(token, place, element(place.next, later))
    case 'wildcard':
      return wildcard(place, element(place.next, later))
    case 'filter':
      return filter(token, place, element(place.next, later))
    case 'function':
      return call(token, place)
    case 'scan':
      return scan(tokens[at + 1], place.next, tokens.length === at + 2 ? undefined : after[1])
  }
}

/**
 * A scan hands the elements of an array to the step after its own. A property at the end of the path then counts only for the element that
 * an index names: `$..[1].n` finds it, `$..*.n` and `$..[0,1].n` lose what is in arrays, and all that comes after (Jayway 2.7 to 2.10).
 */
function feedsLeaf(target: Token): (run: Run) => boolean {
  const only = target.type === 'index' && target.indexes.length === 1 ? target.indexes[0] : undefined
  return (run) => run.fed === -1 || run.fed === only
}

/** The answer is a result, and also what the rest of the path goes on with. */
function call({ name, parameters }: Token & { type: 'function' }, { next, leaf }: Place): Step {
  const invoke = FUNCTIONS.get(name)
  const values = parameters.map((parameter, at) => argument(parameter, at === 0 && countsElements(name)))
  return (model, run) => {
    if (invoke === undefined) throw new JsonPathError('invalid-path', `Function with name: ${name} does not exist.`)
    const { budget } = run.evaluation
    budget.step(Array.isArray(model) ? 1 + model.length : 1)
    const answer = invoke(
      model,
      values.map((value) => () => value(run)),
    )
    return leaf ? next(answer, run) : emit(answer, run) && next(answer, run)
  }
}

function argument(parameter: Parameter, elements: boolean): (run: Run) => Json {
  if (parameter.type === 'json') {
    return ({ evaluation }) => {
      evaluation.budget.step(parameter.text.length)
      try {
        return parseJson(parameter.text)
      } catch (error) {
        throw error instanceof JsonParseError ? new JsonPathError('runtime', error.message) : error
      }
    }
  }
  const { tokens } = parameter
  const path = linkPath(elements && tokens.length > 0 && tokens.at(-1)?.type !== 'function' ? [...tokens, { type: 'wildcard' }] : tokens)
  return ({ evaluation, strict }) => {
    const value = path.read(evaluation.document, evaluation, strict)
    if (value === undefined) throw new JsonPathError('not-found', 'an argument points at nothing')
    return value
  }
}

/** Visits the value and everything below; `target` is the token after the dots, `own` its step, `after` the one behind it. */
function scan(target: Token | undefined, own: Step, after: Step | undefined): Step {
  // Only in an argument: `$..first()` means `$.first($..)`.
  if (target === undefined) {
    return () => {
      throw new JsonPathError('runtime', 'Current path token is a leaf')
    }
  }
  const matches = scanMatch(target, after === undefined)
  const walk: Step = (model, run) => {
    run.evaluation.budget.step()
    if (model instanceof Map) {
      if (matches(model, run) && !own(model, run)) return false
      for (const value of model.values()) if (typeof value === 'object' && value !== null && !walk(value, run)) return false
    } else if (Array.isArray(model)) {
      if (matches(model, run) && !scanArray(model, run)) return false
      for (const value of model) if (typeof value === 'object' && value !== null && !walk(value, run)) return false
    }
    return true
  }
  const scanArray = (model: JsonArray, run: Run): boolean => {
    if (after === undefined) return own(model, run)
    for (const [at, value] of model.entries()) {
      run.fed = at
      if (!after(value, run)) return false
    }
    return true
  }
  return walk
}

function scanMatch(target: Token, leaf: boolean): (model: Json, run: Run) => boolean {
  switch (target.type) {
    case 'property': {
      const { names } = target
      if (names.length > 1 && !leaf) return (model) => model instanceof Map
      return (model) => model instanceof Map && names.every((name) => model.has(name))
    }
    case 'index':
    case 'slice':
      return (model) => Array.isArray(model)
    case 'wildcard':
      return () => true
    case 'filter':
      return (model, run) => target.accepts(model, run.evaluation, run.strict)
    default:
      return () => false
  }
}

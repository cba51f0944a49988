import { oneClass } from '../../base/one-class'

/**
 * Why a path gives no value, by Jayway's classes: `invalid-path` (InvalidPathException), `not-found` (PathNotFoundException, which a function's
 * argument can raise), `runtime` (JsonPathException and Java's own).
 */
export type JsonPathFault = 'invalid-path' | 'not-found' | 'runtime'

/** The path cannot be compiled, or its evaluation fails for another reason than that nothing is there. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError'

  constructor(
    readonly fault: JsonPathFault,
    message: string,
    /** Where in the path, counted from 0; -1 when the place has no meaning. */
    readonly position = -1,
  ) {
    super(message)
  }
}
oneClass(JsonPathError)

/** Java's IndexOutOfBoundsException: a step over array elements swallows it, so that the element counts as absent. */
export class OutOfBounds extends JsonPathError {
  constructor(index: number, length: number) {
    super('runtime', `Index ${index} out of bounds for length ${length}`)
  }
}

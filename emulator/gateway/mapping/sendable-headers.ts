import { isHeaderName, isHeaderValue } from '../../base/headers'
import { internalError } from '../errors'

// Headers that mappings and templates make of what HTTP cannot carry. The names of mappings are checked when they are written. Uncertain: AWS's answers.

/** Refuses the name of a header that cannot be sent. */
export function checkHeaderName(name: string): void {
  if (!isHeaderName(name)) throw internalError(`Execution failed due to configuration error: Invalid header name ${JSON.stringify(name)}`)
}

/** Refuses the value of a header that cannot be sent: line breaks above all. */
export function checkHeaderValue(name: string, value: string): void {
  if (!isHeaderValue(value)) throw internalError(`Execution failed due to configuration error: Invalid value of header ${name}`)
}

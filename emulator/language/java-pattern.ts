import { Budget } from './jsonpath/budget'
import { JsonPathError } from './jsonpath/error'
import { compilePattern } from './jsonpath/pattern'

/** Whether a text as a whole matches. A text that would take too long does not. */
export type FullMatch = (text: string) => boolean

/** Compiles a regular expression of the user's (java.util.regex) that cannot hang the process; undefined when it is none. */
export function compileFullMatch(source: string): FullMatch | undefined {
  try {
    const matches = compilePattern(source, '')
    return (text) => {
      try {
        return matches(text, new Budget())
      } catch (error) {
        if (error instanceof JsonPathError) return false
        throw error
      }
    }
  } catch (error) {
    if (error instanceof JsonPathError) return undefined
    throw error
  }
}

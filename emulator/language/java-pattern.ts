import { RegexSyntaxError } from './java-regex/error'
import type { JavaRegex } from './java-regex/regex'
import { Steps } from './steps'

/** Loaded with the first pattern. */
const matcher = () => require('./java-regex/regex') as typeof import('./java-regex/regex')

/** Whether a text as a whole matches, or has a part that does. A text that would take too long does not. */
export type TextMatch = (text: string) => boolean

/** Some tenths of a second. */
const MOST_STEPS = 2_000_000

class TooManySteps extends Error {}

/** Compiles a regular expression of the user's (java.util.regex) that cannot hang the process; undefined when it is none. */
export function compileFullMatch(source: string): TextMatch | undefined {
  return compile(source, (regex, text, steps) => regex.matches(text, steps))
}

/** The same for a part of a text. */
export function compileFind(source: string): TextMatch | undefined {
  return compile(source, (regex, text, steps) => regex.finder(text, steps)(0) !== undefined)
}

function compile(source: string, test: (regex: JavaRegex, text: string, steps: Steps) => boolean): TextMatch | undefined {
  let regex: JavaRegex
  try {
    regex = new (matcher().JavaRegex)(source)
  } catch (error) {
    if (error instanceof RegexSyntaxError) return undefined
    throw error
  }
  return (text) => {
    try {
      return test(regex, text, new Steps(MOST_STEPS, () => new TooManySteps()))
    } catch (error) {
      if (error instanceof TooManySteps) return false
      throw error
    }
  }
}

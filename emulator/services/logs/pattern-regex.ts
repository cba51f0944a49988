import { compileFind } from '../../language/java-pattern'
import { invalid } from './operations'

/** A regular expression between percent signs: whether a part of a text fits. Throws AWS's error when it is none. */
export function regexOf(source: string, pattern: string): (text: string) => boolean {
  const find = compileFind(source)
  if (find === undefined) throw invalid(`Invalid filter pattern: ${pattern}`)
  return find
}

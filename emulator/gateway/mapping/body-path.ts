import { parseJson } from '../../language/json/parse'
import { printJson } from '../../language/json/print'
import { JsonPathError } from '../../language/jsonpath/error'
import { compileJsonPath, type JsonPath } from '../../language/jsonpath/jsonpath'

/** Reads one value of a JSON body: texts as they are, anything else as JSON; undefined when there is none. Throws `JsonParseError`. */
export type BodyPath = (body: string) => string | undefined

/** Compiles the JSONPath of a body mapping (`...body.JSONPATH`); undefined when it is none. */
export function compileBodyPath(text: string): BodyPath | undefined {
  let path: JsonPath
  try {
    path = compileJsonPath(text.startsWith('$') ? text : `$.${text}`)
  } catch (error) {
    if (error instanceof JsonPathError) return undefined
    throw error
  }
  return (body) => {
    // Only what looks like JSON is parsed (facts/02, section 7).
    if (!/^\s*[{["']/.test(body)) return undefined
    try {
      const found = path.evaluate(parseJson(body))
      if (found === undefined || found === null) return undefined
      return typeof found === 'string' ? found : printJson(found)
    } catch (error) {
      if (error instanceof JsonPathError) return undefined
      throw error
    }
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JsonParseError, parseJson } from '../../../../emulator/language/json/parse'
import { printJava, printJson } from '../../../../emulator/language/json/print'
import { JsonPathError } from '../../../../emulator/language/jsonpath/error'
import { compileJsonPath } from '../../../../emulator/language/jsonpath/jsonpath'

interface Expected {
  readonly value?: unknown
  readonly javaString?: string | null
  readonly error?: { readonly type: 'invalid-path' | 'not-found' | 'runtime' | 'invalid-json' }
}
interface Case {
  readonly id: string
  readonly path: string
  readonly body?: string
  readonly stable: boolean
  readonly expect: Expected
}

const { cases, defaults } = JSON.parse(readFileSync(join(__dirname, '../../../fixtures/jsonpath/cases.json'), 'utf8')) as {
  cases: readonly Case[]
  defaults: { readonly body: string }
}

/** The answer in the form of the cases. An empty text is no document: the reader of bodies never hands one on. */
function answer(path: string, body: string): Expected {
  try {
    const compiled = compileJsonPath(path)
    if (body === '') return { error: { type: 'runtime' } }
    const value = compiled.evaluate(parseJson(body))
    if (value === undefined) return { error: { type: 'not-found' } }
    return { value: JSON.parse(printJson(value)) as unknown, javaString: value === null ? null : printJava(value) }
  } catch (error) {
    if (error instanceof JsonPathError) return { error: { type: error.fault } }
    if (error instanceof JsonParseError) return { error: { type: 'invalid-json' } }
    throw error
  }
}

test.each(cases.map((each) => [each.id, each.path, each] as const))('%s: %s', (_id, path, { body = defaults.body, expect: expected }) => {
  const { value, javaString, error } = expected
  expect(answer(path, body)).toEqual(error === undefined ? { value, javaString } : { error: { type: error.type } })
})

import { TemplateError, TemplateSyntaxError } from '../../../../emulator/language/vtl/errors'
import { compileVtl } from '../../../../emulator/language/vtl/vtl'
import cases from '../../../fixtures/vtl/templates.json'
import { type Surroundings, surround } from './service-context'

interface Case {
  readonly id: string
  readonly category: string
  readonly conf: string
  readonly template: string
  readonly expect: { readonly output?: string; readonly error?: { readonly type: string; readonly class: string } }
}

/** Answers that the cases guess (`assumed`), or that depend on the version of Jayway. */
const GUESSED = ['assumed', 'version-sensitive']

function outcome(given: Case & Partial<Surroundings>): string {
  try {
    const context = surround({ ...(cases.defaults as unknown as Surroundings), ...given })
    return `output ${JSON.stringify(compileVtl(given.template).render(context))}`
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return error instanceof TemplateSyntaxError ? 'error in parsing' : 'error in rendering'
  }
}

function expected({ expect: { output, error } }: Case): string {
  if (error === undefined) return `output ${JSON.stringify(output)}`
  return error.type === 'parse' ? 'error in parsing' : 'error in rendering'
}

const all = cases.cases as unknown as readonly Case[]

describe.each([...new Set(all.map(({ category }) => category))])('%s', (category) => {
  test('templates render as the service renders them', () => {
    const wrong = all
      .filter((given) => given.category === category && !GUESSED.includes(given.conf))
      .map((given) => ({ template: given.template, is: outcome(given), should: expected(given) }))
      .filter(({ is, should }) => is !== should)
    expect(wrong).toEqual([])
  })
})

test('the guessed answers hold too', () => {
  const wrong = all.filter((given) => GUESSED.includes(given.conf)).filter((given) => outcome(given) !== expected(given))
  expect(wrong.map(({ template }) => template)).toEqual([])
})

import fc from 'fast-check'
import { formatQuery, parseQuery } from '../../emulator/gateway/mapping/query'
import { Router } from '../../emulator/gateway/routing/router'
import { RegexSyntaxError } from '../../emulator/language/java-regex/error'
import { JavaRegex } from '../../emulator/language/java-regex/regex'
import { JsonParseError, parseJson } from '../../emulator/language/json/parse'
import { printJson } from '../../emulator/language/json/print'
import { JsonPathError } from '../../emulator/language/jsonpath/error'
import { compileJsonPath } from '../../emulator/language/jsonpath/jsonpath'
import { Steps } from '../../emulator/language/steps'
import { Budget } from '../../emulator/language/vtl/budget'
import { TemplateError } from '../../emulator/language/vtl/errors'
import { valueOfJsonText } from '../../emulator/language/vtl/json-values'
import { compileVtl } from '../../emulator/language/vtl/vtl'
import { cpuClock } from '../support/cpu-time'

// What users and clients write: whatever it is, it is read or refused, and soon. PORTICO_FUZZ=100000 makes a long run of it.

const LONG = process.env['PORTICO_FUZZ']
const runs = (usual: number): fc.Parameters<unknown> => ({ numRuns: LONG === undefined ? usual : Number(LONG) })
const TIMEOUT = LONG === undefined ? 20_000 : 3_600_000
/** Milliseconds on processors that one of them may take. */
const SOON = 1_000

/** Text of pieces that mean something. */
const scraps = (pieces: readonly string[], maxLength = 20) =>
  fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }), {
      maxLength,
    })
    .map((parts) => parts.join(''))

function soon<Result>(run: () => Result): Result {
  const took = cpuClock()
  const result = run()
  expect(took()).toBeLessThan(SOON)
  return result
}

/** Runs what may be refused with an error of its own. */
function refusable(run: () => unknown, ...refusals: readonly (abstract new (...args: never) => Error)[]): void {
  soon(() => {
    try {
      run()
    } catch (error) {
      if (!refusals.some((refusal) => error instanceof refusal)) throw error
    }
  })
}

describe('mapping templates', () => {
  const PIECES = [
    ...[
      '#if(',
      '#elseif(',
      '#else',
      '#end',
      '#foreach($i in ',
      '#set($a = ',
      '#set($a.b = ',
      '#define($d)',
      '#stop',
      '#break',
      '#macro(m)',
      '#[[',
      ']]#',
      '##',
      '#*',
      '*#',
      '#{else}',
    ],
    ...[
      '$a',
      '$!a',
      '${a}',
      '$a.b',
      '$a[0]',
      '$a["k"]',
      '.size()',
      '.get(',
      '.put("k", $a)',
      '.add($a)',
      '.keySet()',
      '.split(",")',
      '.replaceAll("(a|b)*", "$1")',
      '.matches("a+")',
      '.substring(1)',
      '.toString()',
    ],
    ...[
      '$d',
      '$i',
      '$foreach.hasNext',
      '$foreach.index',
      '$in.body',
      '$in.list',
      '$in.map',
      '[1..5]',
      '[1..$a]',
      '[1, 2]',
      '{"k": 1}',
      '"$a$a"',
      "'x'",
      '1',
      '-1',
      '2.5',
      'true',
      'null',
      '99999999999',
    ],
    ...[
      ' + ',
      ' - ',
      ' * ',
      ' / ',
      ' % ',
      ' == ',
      ' != ',
      ' < ',
      ' && ',
      ' || ',
      '!',
      '(',
      ')',
      ')',
      ')',
      ',',
      '.',
      ' ',
      '\n',
      '\\',
      '"',
      "'",
      '$',
      '#',
      '{',
      '}',
      '[',
      ']',
      'text',
    ],
  ]
  const input = valueOfJsonText('{"body":"text","list":[1,"a",[2]],"map":{"k":{"n":null}}}', new Budget())

  test(
    'are rendered, or fail as templates do',
    () => {
      fc.assert(
        fc.property(scraps(PIECES, 30), (text) =>
          refusable(() => compileVtl(text).render({ get: (name) => (name === 'in' ? input : undefined) }), TemplateError),
        ),
        runs(4_000),
      )
    },
    TIMEOUT,
  )

  test('text without signs is itself', () => {
    const text = fc.string({ unit: 'binary' }).filter((given) => !/[$#\\]/.test(given))
    fc.assert(
      fc.property(text, (given) => {
        expect(compileVtl(given).render({ get: () => undefined })).toBe(given)
      }),
      runs(500),
    )
  })
})

describe('JSON', () => {
  test(
    'what JSON.parse reads is read alike',
    () => {
      const blanks = fc.constantFrom('', ' ', '\n\t', '\r\n ')
      const text = fc
        .tuple(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), blanks, fc.integer({ min: 0, max: 4 }))
        .map(([value, blank, indent]) => `${blank}${JSON.stringify(value, undefined, indent)}${blank}`)
      fc.assert(
        fc.property(text, (given) => {
          // json-smart drops DEL from a string that has escapes; there is one zero in Java's integers (facts/14).
          fc.pre(!given.includes('\u007f') && !/-0(?![.\d])/.test(given))
          expect(JSON.parse(printJson(parseJson(given)))).toEqual(JSON.parse(given))
        }),
        runs(1_500),
      )
    },
    TIMEOUT,
  )

  test(
    'anything else is read or refused',
    () => {
      const pieces = [
        ...'{}[],:"\'\\ \n0123456789-+.eE',
        'null',
        'true',
        'NaN',
        '\\u0041',
        '\\u',
        '\\x4',
        '"a":',
        '[[[[[[',
        '{"a":{"a":',
        '1e999',
        '\u001a',
        'é',
        '\ud800',
      ]
      fc.assert(
        fc.property(scraps(pieces, 40), (text) => refusable(() => printJson(parseJson(text)), JsonParseError)),
        runs(4_000),
      )
    },
    TIMEOUT,
  )
})

describe('JSONPath', () => {
  const document = parseJson('{"a":[1,2,{"b":"x","c":[[]]}],"b":{"a":{"a":null}},"c":"text","d":1.50}')

  test(
    'paths are followed or refused',
    () => {
      const pieces = [
        '$',
        '@',
        '.',
        '..',
        '*',
        '.a',
        '.b',
        "['a']",
        '["b","c"]',
        '[0]',
        '[-1]',
        '[0,1]',
        '[1:]',
        '[:-1]',
        '[?(',
        ')]',
        '@.b',
        '@.a[0]',
        ' == ',
        ' =~ ',
        ' in ',
        ' size ',
        '/x+/i',
        "'x'",
        '1',
        '[1,2]',
        '&&',
        '||',
        '!',
        '(',
        ')',
        '.length()',
        '.sum()',
        '.keys()',
        '.concat("a", $.c)',
        ' ',
        ',',
        '[',
        ']',
        '\\',
      ]
      fc.assert(
        fc.property(scraps(pieces, 16), (rest) => refusable(() => compileJsonPath(`$${rest}`).evaluate(document), JsonPathError)),
        runs(4_000),
      )
    },
    TIMEOUT,
  )

  test('a path of names in brackets finds what is there', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((given) => !/[\\'"\p{Cc}]/u.test(given))
    const value = fc.string({ unit: 'grapheme' }).filter((given) => !/\p{Cc}/u.test(given))
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), value, (names, wanted) => {
        const root = names.reduceRight<unknown>((inner, each) => ({ [each]: inner }), wanted)
        const path = `$${names.map((each) => `['${each}']`).join('')}`
        expect(compileJsonPath(path).evaluate(parseJson(JSON.stringify(root)))).toBe(wanted)
      }),
      runs(500),
    )
  })
})

describe('regular expressions', () => {
  const PIECES = [
    'a',
    'b',
    '.',
    '\\d',
    '\\w',
    '[ab]',
    '[^a]',
    '(',
    '(?:',
    '(?=',
    '(?<!',
    '(?>',
    ')',
    ')',
    '*',
    '+',
    '?',
    '*?',
    '++',
    '{2}',
    '{1,3}',
    '{2,}',
    '|',
    '^',
    '$',
    '\\b',
    '\\1',
    '(?i)',
    '\\Q',
    '\\E',
    '[a-z&&[^b]]',
    '\\p{L}',
    '\\',
    '[',
    ']',
    '{',
  ]

  test(
    'are matched within their steps, or refused',
    () => {
      class Exhausted extends Error {}
      fc.assert(
        fc.property(
          scraps(PIECES, 14),
          fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '\n', '😀'), maxLength: 400 }),
          (pattern, text) =>
            refusable(
              () => {
                const regex = new JavaRegex(pattern)
                const steps = new Steps(500_000, () => new Exhausted())
                const whole = regex.matches(text, steps)
                const first = regex.finder(text, steps)(0)
                // What matches as a whole is found.
                if (whole) expect(first).toBeDefined()
              },
              RegexSyntaxError,
              Exhausted,
            ),
        ),
        runs(2_000),
      )
    },
    TIMEOUT,
  )

  test('a quoted text finds itself', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((given) => !given.includes('\\E'))
    fc.assert(
      fc.property(text, text, (wanted, around) => {
        const regex = new JavaRegex(`\\Q${wanted}\\E`)
        const all = around + wanted + around
        expect(regex.finder(all, { step: () => {} })(0)?.start).toBe(all.indexOf(wanted))
      }),
      runs(500),
    )
  })
})

describe('routes', () => {
  const segment = fc.constantFrom('a', 'b', 'c', '{p}')
  const routePath = fc
    .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
    .map(
      ([segments, greedy]) =>
        `/${[...segments.map((each, at) => (each === '{p}' ? `{p${at}}` : each)), ...(greedy ? ['{rest+}'] : [])].join('/')}`,
    )
  const route = fc.tuple(routePath, fc.constantFrom('GET', 'POST', 'ANY'))
  const asked = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', '', '%2F', '__proto__'), { maxLength: 4 })
    .map((parts) => `/${parts.join('/')}`)

  /** How well a route fits, segment by segment: literal, parameter, greedy; undefined where it does not. */
  function fitness(path: string, wanted: string): number[] | undefined {
    const [parts, segments] = [
      path
        .slice(1)
        .split('/')
        .filter((each) => each !== ''),
      wanted.slice(1),
    ]
    const given = segments === '' ? [] : segments.split('/')
    const kinds: number[] = []
    for (const [at, part] of parts.entries()) {
      if (part.endsWith('+}')) return given.length > at && given.slice(at).join('/') !== '' ? [...kinds, 2] : undefined
      if (given[at] === undefined) return undefined
      if (part.startsWith('{') && given[at] !== '') kinds.push(1)
      else if (part === given[at]) kinds.push(0)
      else return undefined
    }
    return given.length === parts.length ? kinds : undefined
  }

  test(
    'the one that fits best is found, as trying them all finds it',
    () => {
      fc.assert(
        fc.property(fc.array(route, { maxLength: 8 }), asked, fc.constantFrom('GET', 'POST', 'TRACE'), (routes, path, method) => {
          const router = new Router<string>()
          for (const [given, verb] of routes) router.add(given, verb, `${verb} ${given}`)
          const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
          const fitting = routes.flatMap(([given, verb]) => {
            const kinds = verb === method || (verb === 'ANY' && method !== 'TRACE') ? fitness(given, bare) : undefined
            return kinds === undefined ? [] : [{ name: `${verb} ${given}`, order: `${kinds.join('')}${verb === 'ANY' ? 'z' : ''}` }]
          })
          const best = fitting.sort((left, right) => (left.order < right.order ? -1 : 1))[0]?.name
          expect(router.find(method, path)?.value).toBe(best)
        }),
        runs(3_000),
      )
    },
    TIMEOUT,
  )
})

describe('query strings', () => {
  test('what is written is read again', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 })
    const query = fc
      .array(fc.tuple(name, fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 })), { maxLength: 5 })
      .map((pairs) => new Map(pairs))
    fc.assert(
      fc.property(query, (given) => {
        expect(parseQuery(formatQuery(given))).toEqual(given)
      }),
      runs(500),
    )
  })

  test('anything is read', () => {
    fc.assert(
      fc.property(scraps(['a', '=', '&', ';', '+', '%', '%41', '%c3%28', '%zz', '?', '#', '__proto__', 'é'], 30), (text) => {
        const query = soon(() => parseQuery(text))
        for (const values of query.values()) expect(values.every((value) => typeof value === 'string')).toBe(true)
      }),
      runs(1_000),
    )
  })
})

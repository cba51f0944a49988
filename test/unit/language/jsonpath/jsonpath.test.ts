import fc from 'fast-check'
import { parseJson } from '../../../../emulator/language/json/parse'
import { printJava } from '../../../../emulator/language/json/print'
import { JsonPathError } from '../../../../emulator/language/jsonpath/error'
import { compileJsonPath } from '../../../../emulator/language/jsonpath/jsonpath'

/** What the path gives: its Java text, `-` for nothing, `!` and the fault for an error. */
function answer(path: string, body: string): string {
  try {
    const value = compileJsonPath(path).evaluate(parseJson(body))
    return value === undefined ? '-' : printJava(value)
  } catch (error) {
    if (error instanceof JsonPathError) return `!${error.fault}`
    throw error
  }
}

const BODY = `{"a":{"n":1},"l":[{"n":2,"t":["x","y"]},{"n":3,"t":[]},{"n":"3","s":"Ab-1","m":{}}],"z":{"n":4},"e":[],
  "__proto__":{"own":true},"t":"2","big":12345678901234567890,"j":["[1]","$.a",1.0,null,true]}`

/** Expectations: Jayway 2.10 (issues and documentation of json-path/JsonPath; its pull request 1084 tells of the losses of `$..*.x`). */
test.each([
  // Scans and what they lose
  ['$..n', '[1,2,3,"3",4]'],
  ['$..*.n', '[1,4]'],
  ['$..[1].n', '[3]'],
  ['$..[0,1].n', '[]'],
  ["$.l[0]['n','zz'].x", '[]'],
  ["$.l[*]['n','s']", '[{"n":2},{"n":3},{"n":"3","s":"Ab-1"}]'],
  // Names
  ['$.__proto__.own', 'true'],
  ['$.constructor', '-'],
  ['$.a.__proto__', '-'],
  ["$.l['length']", '-'],
  ['$.t.length', '-'],
  ['$["l"][0]["n"]', '2'],
  ["$['\\u0061']['n']", '1'],
  ["$['a',]", '!invalid-path'],
  ["$['a' 'n']", '!invalid-path'],
  ['$.l[0]x', '{n=2, t=["x","y"]}'],
  ['$.l[99999999999]', '!invalid-path'],
  // Operators
  ['$.l[?(@.n == 3)].n', '[3,"3"]'],
  ['$.l[?(@.n === 3)].n', '[3]'],
  ['$.l[?(@.n !== 3)].n', '[2,"3"]'],
  ['$.l[?(@.s =~ /ab-\\d/i)].s', '["Ab-1"]'],
  ['$.l[?(@.s =~ /ab-\\d/)].s', '[]'],
  ['$.l[?(@.t =~ /y/)].n', '[2]'],
  ['$.l[?(/A.*/ =~ @.s)].s', '["Ab-1"]'],
  ["$.l[?(@.n IN [2, '3'])].n", '[2,3,"3"]'],
  ["$.l[?(@.t subsetof ['y','x','z'])].n", '[2,3]'],
  ["$.l[?(@.t anyof ['y'])].n", '[2]'],
  ["$.l[?(@.t all ['x','y'])].n", '[2]'],
  ['$.l[?(@.t size 0)].n', '[3]'],
  ['$.l[?(@.t empty true)].n', '[3]'],
  ['$.l[?(@.t empty 5)].n', '[]'],
  ['$.l[?(@.m empty true)].n', '!runtime'],
  ["$.l[?(@.s contains 'b-')].n", '["3"]'],
  ['$.l[?(@.s size 4)].n', '["3"]'],
  ['$.l[?(@.n in @.t)].n', '[]'],
  ['$.j[?(@ in $.j)]', '[1.0,null,true]'],
  ["$.l[?('$.a' in $.j)].n", '[]'],
  ['$.l[?(@.n in $.l)].n', '!runtime'],
  ['$.l[?(@.n >= 2 || @.zz && @.s)].n', '[2,3]'],
  ['$.l[?(!(@.s) && !@.zz)].n', '[2,3]'],
  ["$.l[?(@.t[?(@ == 'y')])].n", '[2,3]'],
  ["$.l[?(@.t[1] == 'y')].n", '[2]'],
  ['$.l[?(@.t.length() > 1)].n', '[2]'],
  ['$.l[?(@.n < $.z.n)].n', '[2,3]'],
  ['$[?(@.big == 12345678901234567890)].t', '["2"]'],
  ['$[?(@.big == 12345678901234567891)].t', '[]'],
  ['$.l[?(@.n == $.t)].n', '[2]'],
  ['$.l[?(@.n = 2)]', '!invalid-path'],
  ['$.l[?(@.n == 2]', '!invalid-path'],
  ['$.l[?]', '!invalid-path'],
  // Functions
  ['$..n.sum()', '10.0'],
  ['$.l.first().n', '-'],
  ['$.l.index(-1)', '{n=3, s=Ab-1, m={}}'],
  ['$.l.index(9)', '!runtime'],
  ['$.l[*].t.first()', '["x"]'],
  ['$.e.last()', '!runtime'],
  ['$.a.keys()', '[n]'],
  ['$.sum($..n, 5)', '15.0'],
  ['$.concat($.t, "-", $.l[2].s)', '2-Ab-1'],
  ['$.l[0].t.concat("!")', 'xy!'],
  ['$.l[0].t.append("z", {"k":1})', '["x","y","z",{"k":1}]'],
  ['$.length($.l)', '3'],
  ['$.l.size()', '3'],
  ['$.sum($.zz)', '-'],
  ['$.zero()', '!invalid-path'],
  ['$.sum(', '!invalid-path'],
])('%s', (path, expected) => {
  expect(answer(path, BODY)).toBe(expected)
})

/** The whole text has to match, as in Java. */
test.each([
  ['[a-c&&[^b]]+', 'ac', 'ab'],
  ['[\\w.-]+@\\p{Alpha}+\\.com', 'a.b-c@host.com', 'a b@host.com'],
  ['(?i)straße|x{2,3}', 'STRAßE', 'xxxx'],
  ['\\Qa.b\\E\\x41\\u0042', 'a.bAB', 'aabAB'],
  ['^(?=.*\\d)(?!.*z)\\S{3,}$', 'ab1', 'az1'],
  ['a(?<=a)b*?(?<!c)', 'abb', 'ac'],
  ['\\bfoo\\b.\\bbar', 'foo-bar', 'foobar'],
  ['[^\\d\\s]|\\p{Lu}\\p{IsGreek}', 'Aλ', 'aλ'],
  ['(?x) a b # c', 'ab', 'a b'],
  ['(a|b)(?:c(?<name>d)?)*', 'bcdc', 'bd'],
  ['(.)\\1', 'aa', 'ab'],
  ['a++b', 'aab', 'aaa'],
  ['.', '😀', '\\n'],
  ['[]a]{2}', ']a', 'b'],
  ['', '', 'x'],
])('the pattern %s', (pattern, yes, no) => {
  const path = compileJsonPath(`$[?(@ =~ /${pattern}/)]`)
  const found = path.evaluate(parseJson(`["${yes}","${no}"]`)) as string[]
  expect(found).toEqual([JSON.parse(`"${yes}"`)])
})

test.each(['(', '[a', 'a{2,1}', '*', '\\p{Nope}', '\\y', '((a{99}){99}){99}'])('the pattern %s is refused', (pattern) => {
  expect(() => compileJsonPath(`$[?(@ =~ /${pattern}/)]`)).toThrow(JsonPathError)
})

test('an error of the path tells its place', () => {
  const place = (path: string): number => {
    try {
      compileJsonPath(path)
      return -2
    } catch (error) {
      return (error as JsonPathError).position
    }
  }
  expect([place('$.a b'), place('$.a[x]'), place('$.a[?(@.b && )]'), place('$x'), place('a..')]).toEqual([3, 3, 13, 1, 2])
})

const NUMBERS = `[${'1,'.repeat(100_000)}1]`
const TEXT = `[{"a":"${'a'.repeat(50_000)}b"}]`
const TOWER = `${'{"a":'.repeat(399)}1${'}'.repeat(399)}`

/** Hostile paths and documents: an answer or an error, and soon. */
const HOSTILE: [path: string, body: string, expected: string][] = [
  ['$..*..*..*', TOWER, '!runtime'],
  ['$[?(@ in $)]', NUMBERS, '!runtime'],
  ['$[?($ == $)]', NUMBERS, '!runtime'],
  ['$[?(@.a =~ /(a+)+$/)].a.length()', TEXT, '[]'],
  ['$[?(@.a =~ /(a|a|a)*c/)].a', TEXT, '[]'],
  ['$[?(@.a =~ /(?:(?<=a+)a)*(?=.*c).*/)]', TEXT, '[]'],
  [`$${'..[?(1==1)]'.repeat(240)}`, TOWER, '!runtime'],
  [`$${'..*'.repeat(200)}`, TOWER, '!runtime'],
  [`$[?(${'('.repeat(3_000)}@.a${')'.repeat(3_000)})]`, '[]', '!invalid-path'],
  [`$[?(${'!'.repeat(3_000)}(@.a))]`, '[]', '!invalid-path'],
  [`$${'[?(@'.repeat(900)}.a${')]'.repeat(900)}`, '[]', '!invalid-path'],
  [`$${'.length(1)'.repeat(400)}`, '[]', 'null'],
  [`$.${'a'.repeat(20_000)}`, '{}', '!invalid-path'],
  ['$[-2147483648:2147483647]', '[1]', '[1,1]'],
]

test.each(HOSTILE.map(([path, body, expected]) => [path.slice(0, 40), path, body, expected] as const))(
  '%s ends',
  (_name, path, body, expected) => {
    expect(answer(path, body)).toBe(expected)
  },
)

test('any path over any document gives an answer or a JsonPathError', () => {
  const piece = fc.constantFrom(
    ...[
      '$',
      '@',
      '.',
      '..',
      '*',
      '[*]',
      '[0]',
      '[-1:]',
      "['a']",
      '["b"]',
      '[?(',
      ')]',
      '@.a',
      '@.b',
      ' == ',
      ' in ',
      ' =~ ',
      '/a+/i',
      '/(/',
      '1',
      "'a'",
      '[1,2]',
    ],
    ...[
      '&&',
      '||',
      '!',
      '(',
      ')',
      ' ',
      ',',
      '.length()',
      '.sum(',
      '.keys()',
      '.first()',
      '.a',
      '.b',
      '[',
      ']',
      '\\',
      '/',
      '{',
      '}',
      '"',
      "'",
      '-',
      'null',
      'true',
      ' size ',
    ],
  )
  const path = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(''))
  const document = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('node'), { maxKeys: 3 }),
    ),
    leaf: fc.constantFrom(1, 2.5, 'a', 'b', '1', true, null, ''),
  })).node
  fc.assert(
    fc.property(fc.constantFrom('', '$', '$.', '$..', '$[?(@', '$.a[?('), path, document, (start, rest, root) => {
      expect(answer(`${start}${rest}`, JSON.stringify(root))).toEqual(expect.any(String))
    }),
    { numRuns: 5_000, interruptAfterTimeLimit: 1_500 },
  )
})

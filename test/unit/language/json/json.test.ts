import fc from 'fast-check'
import { compareDecimals, decimalText, parseDecimal } from '../../../../emulator/language/json/decimal'
import { doubleText, JsonNumber } from '../../../../emulator/language/json/number'
import { JsonParseError, parseJson } from '../../../../emulator/language/json/parse'
import { printJava, printJson } from '../../../../emulator/language/json/print'
import { jsonEquals } from '../../../../emulator/language/json/value'

/** The body, its JSON, and its Java text where that differs. Expectations: facts/14 and its cases, json-smart 2.5. */
const READ: [body: string, json: string, java?: string][] = [
  ['{"b":1,"2":2,"1":3,"b":4,"__proto__":{"x":1}}', '{"b":4,"2":2,"1":3,"__proto__":{"x":1}}', '{b=4, 2=2, 1=3, __proto__={x=1}}'],
  [' [1, "two", {"k": [null, true]}] tail', '[1,"two",{"k":[null,true]}]'],
  ['{"b":{"c":[1,{"d":null}]}}', '{"b":{"c":[1,{"d":null}]}}', '{b={c=[1,{"d":null}]}}'],
  ['hello world', '"hello world"', 'hello world'],
  ['a=1&b=2', '"a=1&b=2"', 'a=1&b=2'],
  ['null{', '"null{"', 'null{'],
  ['', '""', ''],
  ["{'a':'it\\'s', b : c d , \"e\":}x", '!'],
  ["{'a':'it\\'s', b : c d ,}", '{"a":"it\'s","b":"c d"}', "{a=it's, b=c d}"],
  ['[,1,,2,]', '[1,2]'],
  ['["a" "b"]', '["a","b"]'],
  ['{"a":"x" "b":"y"}', '{"a":"x","b":"y"}', '{a=x, b=y}'],
  ['{"a":,"b":NaN}', '{"a":"","b":null}', '{a=, b=NaN}'],
  ['[007,-007,-0,-0.0,-,+1,.5,1.,1-2]', '[7,-7,0,-0.0,0,"+1",".5",1.0,"1-2"]'],
  ['[2147483648,9223372036854775807,-9223372036854775808]', '[2147483648,9223372036854775807,-9223372036854775808]'],
  ['[9223372036854775808,123456789012345678901234567890]', '[9223372036854775808,123456789012345678901234567890]'],
  ['[1e400,123.456e2,1e10,0.00001,4.9e-324,2E23,1e21]', '[null,12345.6,1.0E10,1.0E-5,4.9E-324,2.0E23,1.0E21]'],
  ['1.7976931348623157e308', '1.7976931348623157E+308'],
  ['0.1234567890123456789012345', '0.1234567890123456789012345'],
  ['"\\u00e9\\x41\\q\\/\u0001\\n"', '"éA/\\n"', 'éA/\n'],
  ['"a\tb"', '"a\\tb"', 'a\tb'],
  ['{"a', '!'],
  ['[1', '!'],
  ['{"a":', '!'],
  ['{"a" 1}', '!'],
  ['"\\u00g0"', '!'],
  ['"open', '!'],
  ['}', '!'],
  ['[1}', '!'],
]

test.each(READ.map(([body, json, java = json]) => [body, json, java] as const))('%s', (body, json, java) => {
  if (json === '!') {
    expect(() => parseJson(body)).toThrow(JsonParseError)
    return
  }
  const value = parseJson(body)
  expect([printJson(value), printJava(value)]).toEqual([json, java])
})

test('strings are escaped as the two styles do', () => {
  const text = '"\\/\b\f\n\r\t\u0000\u007f\u2028é😀\uffff'
  expect(printJson(text)).toBe('"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u007F\u2028é😀\uffff"')
  expect(printJson([text], 'web')).toBe('["\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u007F\\u2028é😀\uffff"]')
})

test('numbers keep their class, and Java equality with it', () => {
  const kinds = parseJson('[1,2147483648,9223372036854775808,1.0,1.00000000000000000000,NaN]') as JsonNumber[]
  expect(kinds.map((each) => each.kind)).toEqual(['int', 'long', 'big-integer', 'double', 'decimal', 'float'])
  expect(kinds.map((each) => each.integer)).toEqual([1n, 2147483648n, 9223372036854775808n, undefined, undefined, undefined])
  expect(jsonEquals(parseJson('{"a":1,"b":[1.0]}'), parseJson('{"b":[1.0],"a":1}'))).toBe(true)
  expect(jsonEquals(parseJson('[1]'), parseJson('[1.0]'))).toBe(false)
  expect(doubleText(1234567)).toBe('1234567.0')
  expect(doubleText(12345678)).toBe('1.2345678E7')
  expect(JsonNumber.integer('-00000000000000000001').kind).toBe('big-integer')
})

test.each([
  ['1e-7', '1E-7'],
  ['0.000001', '0.000001'],
  ['-12.50', '-12.50'],
  ['1e3', '1E+3'],
  ['123e-2', '1.23'],
  ['0e5', '0E+5'],
])('the decimal %s prints %s', (text, printed) => {
  expect(decimalText(parseDecimal(text) as NonNullable<ReturnType<typeof parseDecimal>>)).toBe(printed)
})

test('decimals compare without being expanded', () => {
  const compare = (left: string, right: string): number => {
    const [a, b] = [parseDecimal(left), parseDecimal(right)]
    if (a === undefined || b === undefined) throw new Error('not a decimal')
    return Math.sign(compareDecimals(a, b))
  }
  expect([compare('1e999999999', '1e999999998'), compare('-1', '1e-999999999'), compare('1.0', '1'), compare('-2', '-1')]).toEqual([
    1, -1, 0, -1,
  ])
  expect([parseDecimal('1e99999999999'), parseDecimal(''), parseDecimal('1e'), parseDecimal('.')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test.each([
  ['10 MB of [', '['.repeat(10_000_000)],
  ['1,000,000 nested keys', '{"a":'.repeat(1_000_000)],
  ['more than 10 MB', ' '.repeat(10 * 1024 * 1024 + 1)],
  ['401 levels', `${'['.repeat(401)}${']'.repeat(401)}`],
])('%s end with an error', (_name, body) => {
  expect(() => parseJson(body)).toThrow(JsonParseError)
})

test('400 levels and numbers of a million digits are read and printed', () => {
  const deep = `${'['.repeat(400)}${']'.repeat(400)}`
  expect(printJson(parseJson(deep))).toBe(deep)
  const digits = '9'.repeat(1_000_000)
  expect(printJson(parseJson(digits))).toBe(digits)
})

test('a value that contains itself is refused in print', () => {
  const map = new Map()
  map.set('self', map)
  expect(() => printJava(map)).toThrow(RangeError)
  expect(() => printJson(map)).toThrow(RangeError)
})

test('any JSON comes back from its text, and any text is read or refused', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      const again = printJson(parseJson(text))
      expect(JSON.parse(again)).toEqual(JSON.parse(text))
      expect(JSON.parse(printJson(parseJson(again)))).toEqual(JSON.parse(text))
    }),
    { numRuns: 300, interruptAfterTimeLimit: 800 },
  )
  const scraps = fc.array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"', "'", '\\', 'u0041', '1', '-', '.', 'e', 'null', 'a', ' ', '\n', '\u001a', 'é'),
  )
  fc.assert(
    fc.property(scraps, (parts) => {
      try {
        printJson(parseJson(parts.join('')))
      } catch (error) {
        expect(error).toBeInstanceOf(JsonParseError)
      }
    }),
    { numRuns: 3_000, interruptAfterTimeLimit: 800 },
  )
})

import { isNestedDeeper } from '../../../emulator/base/nesting'

const repeat = (text: string) => text.repeat(11)

test.each<[string, 'json' | 'yaml', boolean]>([
  [`${repeat('[')}${repeat(']')}`, 'json', true],
  [repeat('{"a":'), 'json', true],
  [repeat('[]{}'), 'json', false],
  [`["${repeat('[')}","\\"${repeat('{')}"]`, 'json', false],
  [`["${repeat('[')}"]`, 'yaml', true],
  [`'"': ${repeat('[')}`, 'yaml', true],
  [`a:\n${repeat('- ')}x`, 'yaml', true],
  [repeat('- x\n'), 'yaml', false],
  [`${'['.repeat(10)}${']'.repeat(10)}${repeat(' ')}`, 'json', false],
])('%j as %s is nested deeper than ten levels: %s', (text, language, expected) => {
  expect(isNestedDeeper(text, 10, language)).toBe(expected)
})

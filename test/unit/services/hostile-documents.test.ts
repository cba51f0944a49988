import { readDocument } from '../../../emulator/services/apigateway/openapi/document'
import { readTemplate } from '../../../emulator/services/cloudformation/template'
import { cpuClock } from '../../support/cpu-time'

/** Aliases of aliases: some hundred bytes that stand for a thousand million values. */
const BOMB = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...'bcdefghi'.split('').map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[at]}`)}]`),
].join('\n')
const DEEP = [
  '{"a":'.repeat(100_000) + 1 + '}'.repeat(100_000),
  '['.repeat(100_000),
  `a:\n  ${'- '.repeat(100_000)}x`,
  `a: '"' \nb: ${'['.repeat(100_000)}`,
]

test.each([...DEEP, `swagger: "2.0"\n${BOMB}\npaths: *i`])('an OpenAPI document that would take the process is refused: %#', (text) => {
  expect(() => readDocument(text)).toThrow(expect.objectContaining({ code: 'BadRequestException', message: 'Invalid OpenAPI input.' }))
})

test.each([...DEEP, `${BOMB}\nResources: *i`])('a template that would take the process is refused: %#', (text) => {
  const took = cpuClock()
  expect(() => readTemplate(text)).toThrow(/Template|nested|aliases/)
  expect(took()).toBeLessThan(3_000)
})

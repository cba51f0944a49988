import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as lib from 'portico'
import * as emulator from 'portico/emulator'
import * as handler from 'portico/handler'
import * as testing from 'portico/testing'
import { ROOT } from './support/cli'

const folder = mkdtempSync(join(tmpdir(), 'portico-api-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What ends with 1 where an export, of a type too, has no sentence. */
beforeAll(() => {
  try {
    execFileSync('npx', ['tsx', 'test/support/write-api-reference.ts', folder], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    throw new Error((error as { stderr: string }).stderr)
  }
}, 60_000)

test.each([
  ['portico', lib],
  ['portico-emulator', emulator],
  ['portico-handler', handler],
  ['portico-testing', testing],
])('the page of %s says of every export what it is', (page, module) => {
  const text = readFileSync(join(folder, `${page}.md`), 'utf8')
  for (const name of Object.keys(module)) expect(text).toMatch(new RegExp(`^## ${name}\\n\\n\\w.*[.:]$`, 'm'))
})

test('members are told with their types, defaults and sentences', () => {
  const text = readFileSync(join(folder, 'portico.md'), 'utf8')
  expect(text).toContain('| `rate: number` | Requests a second that may go on for ever. |')
  expect(text).toMatch(/^\| `securityPolicy\?: apigateway\.SecurityPolicy` \| .*Unless given: apigateway\.SecurityPolicy\.TLS_1_2\. \|$/m)
  expect(text).not.toMatch(/^\| `(private |#)/m)
})

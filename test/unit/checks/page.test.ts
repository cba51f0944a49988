import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checksPage } from '../../support/checks-page'

test('docs/checks.md tells of every rule what the rule tells of itself (npm run checks writes it)', () => {
  expect(readFileSync(join(__dirname, '../../../docs/checks.md'), 'utf8')).toBe(checksPage())
})

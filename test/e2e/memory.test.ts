import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

test('1,000 reloads and 10,000 requests leave the heap where it was', async () => {
  const probe = resolve(__dirname, '../support/memory-probe.cjs')
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', probe])
  const { grown } = JSON.parse(stdout) as { grown: number }
  // One reload's records are about 30 KB: were they kept, 1,000 of them would be 30 MB.
  expect(grown).toBeLessThan(3)
}, 90_000)

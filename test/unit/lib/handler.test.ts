import { buildSync } from 'esbuild'
import { bodyOf } from 'portico/handler'

test('the body of an event is parsed, in base64 too', () => {
  const order = { customer: 'Ada' }
  const text = JSON.stringify(order)
  expect(bodyOf({ body: text, isBase64Encoded: false })).toEqual(order)
  expect(bodyOf({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true })).toEqual(order)
  expect(() => bodyOf({ body: null, isBase64Encoded: false })).toThrow(SyntaxError)
})

test('a handler that uses it carries none of the constructs', () => {
  const contents =
    "import { bodyOf } from './lib/handler'\nexport const handler = async (event) => ({ statusCode: 200, body: bodyOf(event).name })"
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    write: false,
    metafile: true,
  })
  expect(Object.keys(metafile.inputs).sort()).toEqual(['<stdin>', 'lib/handler.ts'])
  expect((outputFiles[0] as { text: string }).text.length).toBeLessThan(3000)
})

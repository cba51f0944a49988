import fc from 'fast-check'
import { packMessages, unpackMessages } from '../../../emulator/observe/log-records'

test('what is packed comes out, whatever it is', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), fc.option(text, { nil: undefined }), (messages, prefix) => {
      expect(unpackMessages(packMessages(messages, prefix))).toEqual(messages.map((message) => (prefix ?? '') + message))
    }),
  )
})

test('a single message is kept as it is, unless it looks packed', () => {
  expect(packMessages(['hello; 1,2'])).toBe('hello; 1,2')
  for (const odd of ['', '\0', '\x001,2;ab', ';']) expect(unpackMessages(packMessages([odd]))).toEqual([odd])
})

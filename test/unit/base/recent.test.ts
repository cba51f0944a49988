import { Recent } from '../../../emulator/base/recent'

const made: string[] = []
const make = (key: string) => () => {
  made.push(key)
  return key.toUpperCase()
}
beforeEach(() => made.splice(0))

test('a value is made once, until it is the one not asked for longest among too many', () => {
  const recent = new Recent<string>(2)
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(recent.get(key, make(key))).toBe(key.toUpperCase())
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})

test('large texts count for what they are, and one that is too large by itself is not kept', () => {
  const recent = new Recent<string>(10, (key) => key.length)
  for (const key of ['four', 'five5', 'x'.repeat(11), 'four', 'x'.repeat(11), 'seven77', 'four', 'five5']) recent.get(key, make(key))
  expect(made).toEqual(['four', 'five5', 'x'.repeat(11), 'x'.repeat(11), 'seven77', 'four', 'five5'])
})

test('nothing is kept of what could not be made', () => {
  const recent = new Recent<string>(2)
  const fail = () => {
    throw new Error('no')
  }
  expect(() => recent.get('a', fail)).toThrow('no')
  expect(recent.get('a', make('a'))).toBe('A')
})

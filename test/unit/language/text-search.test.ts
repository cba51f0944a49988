import fc from 'fast-check'
import { TextSearch } from '../../../emulator/language/text-search'
import { cpuClock } from '../../support/cpu-time'

const letters = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength })

test('finds what indexOf, lastIndexOf and split find', () => {
  const wanted = fc.oneof(
    letters(0, 4),
    letters(33, 40),
    fc.nat(60).map((length) => 'ab'.repeat(length)),
  )
  fc.assert(
    fc.property(wanted, fc.array(letters(0, 30), { maxLength: 4 }), fc.nat(400), (text, between, from) => {
      const search = new TextSearch(text)
      const all = between.join(text)
      expect(search.first(all, from)).toBe(all.indexOf(text, from))
      expect(search.last(all, from)).toBe(all.lastIndexOf(text, from))
      expect(search.split(all)).toEqual(all.split(text))
    }),
    { numRuns: 500 },
  )
})

test('in a time that does not grow with the product of the lengths', () => {
  const search = new TextSearch(`${'a'.repeat(200_000)}b${'a'.repeat(200_000)}`)
  const text = 'a'.repeat(1_000_000)
  const took = cpuClock()
  expect([search.first(text), search.last(text), new TextSearch('a'.repeat(500_000)).last(text)]).toEqual([-1, -1, 500_000])
  expect(took()).toBeLessThan(2_000)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Given } from './case'
import { AREAS, CASES } from './cases/index'
import { ledgerTable } from './counts'
import { verify } from './verify'
import { World } from './world'

const worlds = new Map<Given, Promise<World>>()
/** How many cases of a given are still to run; its emulator stops behind the last. */
const left = new Map<Given, number>()
for (const { given } of CASES) left.set(given, (left.get(given) ?? 0) + 1)

afterAll(async () => {
  for (const world of worlds.values()) await (await world).stop()
})

describe.each(Object.entries(AREAS))('%s', (_area, cases) => {
  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_id, one) => {
    let world = worlds.get(one.given)
    if (world === undefined) {
      world = World.of(one.given)
      worlds.set(one.given, world)
    }
    const there = await world
    try {
      verify(one, await there.run(one.when), there)
    } finally {
      const rest = (left.get(one.given) ?? 1) - 1
      left.set(one.given, rest)
      if (rest === 0) {
        worlds.delete(one.given)
        await there.stop()
      }
    }
  })
})

test('ids are unique, name their area, and every case has a source', () => {
  const ids = CASES.map(({ id }) => id)
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  const wrong = Object.entries(AREAS).flatMap(([area, cases]) =>
    cases.filter(({ id }) => !new RegExp(`^rest\\.${area}\\.[a-z0-9-]+$`).test(id)),
  )
  expect(wrong.map(({ id }) => id)).toEqual([])
  expect(CASES.filter(({ source }) => !/^(facts\/\d\d|docs: [a-z-]+)/.test(source.at)).map(({ id }) => id)).toEqual([])
})

test('the table of the README is what the cases say', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8')
  expect(/^\| area \|.*(?:\n\|.*)*/m.exec(readme)?.[0]).toBe(ledgerTable())
})

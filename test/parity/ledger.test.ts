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

/** What of the recordings is about requests (facts/13, sections 11 and 12). */
const RECORDED = [
  [230, 234, 235, 236, 237, 239, 240, 244, 245, 247, 250, 252, 254, 255, 256, 257, 258, 259, 260, 261, 264, 265, 266, 267, 268, 269, 270],
  [274, 275, 284, 285, 286, 287, 288, 289, 290, 291, 293, 294, 295, 296, 297, 300, 301, 302, 303, 305, 307, 308, 309, 310, 312, 313, 314],
  [319, 320, 321, 322, 323, 325, 326, 327, 328, 330, 332, 333, 334, 335, 340, 342, 343, 344, 346, 347, 348],
].flat()

test('every recorded behaviour of requests has a case', () => {
  const cited = new Set(CASES.map(({ source }) => /^facts\/13, (\d+)$/.exec(source.at)?.[1]))
  expect(RECORDED.filter((fact) => !cited.has(String(fact)))).toEqual([])
})

test('the table of the README is what the cases say', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8')
  expect(/^\| area \|.*(?:\n\|.*)*/m.exec(readme)?.[0]).toBe(ledgerTable())
})

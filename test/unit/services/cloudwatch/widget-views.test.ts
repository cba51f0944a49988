import type { DecodedPng } from '../../../support/png'
import { at, widgetWorld } from '../../../support/widgets'

const [A, B, C] = ['#aa00aa', '#00aa00', '#0000aa']
const PAPER = { light: '#ffffff', dark: '#1a2029' }

/** How high the tallest column of a colour stands. */
function height(image: DecodedPng, colour: string): number {
  const byColumn = new Map<number, number>()
  for (const [x, y] of image.where(colour)) if (y < 360) byColumn.set(x, (byColumn.get(x) ?? 0) + 1)
  return Math.max(0, ...byColumn.values())
}

/** Three metrics of 60, 20 and 0 a minute, which change in the last minutes. */
async function shop() {
  const world = widgetWorld()
  await world.level('Orders', 60, 50)
  await world.level('Refunds', 20, 50)
  await world.put('Orders', 58, 10)
  await world.put('Refunds', 58, 30)
  const metrics = [
    ['Shop', 'Orders', { color: A }],
    ['.', 'Refunds', { color: B }],
    ['.', 'None', { color: C }],
  ]
  return { ...world, metrics }
}

test('bars are of the latest values, or of the whole span', async () => {
  const { draw, metrics } = await shop()
  const now = await draw({ view: 'bar', metrics })
  expect(height(now, A) / height(now, B)).toBeCloseTo(10 / 30, 1)
  expect(height(now, C)).toBe(0)
  const whole = await draw({ view: 'bar', metrics, setPeriodToTimeRange: true })
  expect(height(whole, A) / height(whole, B)).toBeCloseTo((50 * 60 + 10) / (50 * 20 + 30), 1)
  const average = await draw({ view: 'bar', metrics, setPeriodToTimeRange: true, stat: 'Maximum' })
  expect(height(average, A) / height(average, B)).toBeCloseTo(60 / 30, 1)
})

test('a span of days is one period as well, with math of it', async () => {
  const { draw } = await shop()
  const metrics = [
    ['Shop', 'Orders', { id: 'orders', color: A }],
    [{ expression: 'orders / 2', color: B }],
    [{ expression: 'SUM(SEARCH(\'MetricName="Refunds"\', "Sum", 60))', color: C }],
  ]
  const image = await draw({ view: 'bar', metrics, setPeriodToTimeRange: true, start: '-P3D' })
  expect(height(image, A) / height(image, B)).toBeCloseTo(2, 1)
  expect(height(image, A) / height(image, C)).toBeCloseTo((50 * 60 + 10) / (50 * 20 + 30), 1)
})

test('a bar of less than 0 hangs from the line', async () => {
  const { put, draw } = widgetWorld()
  await put('Up', 1, 50)
  await put('Down', 1, -50)
  const image = await draw({
    view: 'bar',
    metrics: [
      ['Shop', 'Up', { color: A }],
      ['.', 'Down', { color: B }],
    ],
  })
  const rows = (colour: string) => image.where(colour).flatMap(([, y]) => (y < 360 ? [y] : []))
  expect(Math.max(...rows(A))).toBeLessThan(Math.min(...rows(B)))
})

test('a pie has each its share, from the top and clockwise', async () => {
  const { draw, metrics } = await shop()
  const image = await draw({ view: 'pie', metrics, legend: { position: 'hidden' } })
  const [a, b] = [image.where(A), image.where(B)]
  // A quarter, and the rest.
  expect(a.length / (a.length + b.length)).toBeCloseTo(0.25, 1)
  const [x, y] = [300, 200]
  expect(a.every(([at, down]) => at >= x - 1 && down <= y + 1)).toBe(true)
  expect(b.some(([at, down]) => at < x - 50 && down < y - 50)).toBe(true)
  expect(image.where(C)).toEqual([])
})

test('a pie of one metric is whole, and of none says so', async () => {
  const { draw } = await shop()
  const legend = { position: 'hidden' }
  const whole = (await draw({ view: 'pie', legend, metrics: [['Shop', 'Orders', { color: A }]] })).where(A)
  const [xs, ys] = [whole.map(([x]) => x), whole.map(([, y]) => y)]
  const across = Math.max(...xs) - Math.min(...xs) + 1
  expect(Math.abs(across - (Math.max(...ys) - Math.min(...ys) + 1))).toBeLessThanOrEqual(1)
  // What a disc covers of its square, but for the plate with the percentage.
  expect(whole.length / across ** 2).toBeCloseTo(Math.PI / 4, 1)
  const none = await draw({ view: 'pie', legend, metrics: [['Shop', 'None', { color: A }]] })
  expect(none.where(A)).toEqual([])
  expect(none.where('#687078').length).toBeGreaterThan(20)
})

test('numbers are as large as there is room, one beside the other', async () => {
  const { draw, metrics } = await shop()
  const ink = async (more: object) => {
    const points = (await draw({ view: 'singleValue', height: 200, ...more })).where('#16191f')
    return { rows: new Set(points.map(([, y]) => y)).size, columns: new Set(points.map(([x]) => x)).size }
  }
  const [one, all, narrow] = [
    await ink({ metrics: metrics.slice(0, 1) }),
    await ink({ metrics }),
    await ink({ metrics, width: 100, height: 300 }),
  ]
  // Rows of ink are seven for each point of a letter; in a narrow picture the values stand below each other.
  expect(one.rows).toBe(7 * 6)
  expect(all.rows).toBeGreaterThanOrEqual(7)
  expect(all.columns).toBeGreaterThan(narrow.columns)
  expect(narrow.rows % 3 === 0 || narrow.rows > all.rows).toBe(true)
})

test('full precision writes more digits', async () => {
  const { put, draw } = widgetWorld()
  await put('Ratio', 1, 0.123456789)
  const widget = { view: 'singleValue', metrics: [['Shop', 'Ratio']] }
  // Letters of any size: a digit of ten is wider than one of four at the same height.
  const shape = async (more: object) => {
    const points = (await draw({ ...widget, ...more })).where('#16191f')
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
    return (Math.max(...xs) - Math.min(...xs)) / (Math.max(...ys) - Math.min(...ys))
  }
  expect(await shape({ singleValueFullPrecision: true })).toBeGreaterThan(1.5 * (await shape({})))
})

test.each(['timeSeries', 'bar', 'pie', 'singleValue'])('the paper of %s is white or dark, as the theme says', async (view) => {
  const { draw, metrics } = await shop()
  for (const theme of ['light', 'dark'] as const) {
    const image = await draw({ view, theme, metrics })
    expect([image.pixel(0, 0), image.pixel(599, 399)]).toEqual([PAPER[theme], PAPER[theme]])
    expect(image.where(PAPER[theme]).length).toBeGreaterThan(600 * 400 * 0.3)
  }
})

test('the legend is below, at the right or nowhere', async () => {
  const { draw, metrics } = await shop()
  // A swatch of 8 by 8 points tells where the entry of a metric without values is.
  const swatch = async (position?: string) => {
    const found = (await draw({ metrics, ...(position === undefined ? {} : { legend: { position } }) })).where(C)
    return found.length === 0 ? undefined : { count: found.length, x: found[0]?.[0] ?? 0, y: found[0]?.[1] ?? 0 }
  }
  const below = await swatch('bottom')
  expect(below).toMatchObject({ count: 64 })
  expect(below?.y).toBeGreaterThan(360)
  expect(await swatch()).toEqual(below)
  const right = await swatch('right')
  expect(right).toMatchObject({ count: 64 })
  expect(right?.x).toBeGreaterThan(500)
  expect(right?.y).toBeLessThan(60)
  expect(await swatch('hidden')).toBeUndefined()
})

test('a legend with more than there is room for counts the rest', async () => {
  const { draw } = await shop()
  const colour = (i: number) => `#0000${(i + 16).toString(16)}`
  const metrics = Array.from({ length: 100 }, (_, i) => ['Shop', `Metric${i}`, { color: colour(i) }])
  const image = await draw({ metrics })
  expect(image.where(colour(0))).toHaveLength(64)
  expect(image.where(colour(99))).toEqual([])
  // The chart keeps most of the room: no entry stands in its upper half.
  expect(metrics.every((_, i) => image.where(colour(i)).every(([, y]) => y > 200))).toBe(true)
})

test('the time zone moves the labels, not the lines', async () => {
  const { draw, metrics } = await shop()
  const [utc, ahead] = [await draw({ metrics }), await draw({ metrics, timezone: '+0130' })]
  expect(ahead.where(A)).toEqual(utc.where(A))
  const labels = (image: DecodedPng) => image.where('#687078').filter(([, y]) => y > 362)
  expect(labels(ahead)).not.toEqual(labels(utc))
})

test('start and end may be so long ago', async () => {
  const { draw, metrics } = await shop()
  const lineOf = async (span: object) => (await draw({ metrics, ...span })).where(A).filter(([, y]) => y < 360).length
  const full = await lineOf({ start: '-PT1H5M' })
  expect(full).toBeGreaterThan(300)
  // Of three hours the hour is a third; a month ago there was nothing.
  expect(await lineOf({ start: '-PT3H' })).toBeLessThan(full / 2)
  expect(await lineOf({ start: '-P1M', end: '-P1D' })).toBe(0)
  expect(await lineOf({ start: at(0), end: at(5) })).toBeGreaterThan(300)
})

test('many shares of a large pie are drawn, each next to the other without a gap', async () => {
  const { draw } = await shop()
  const colour = (i: number) => `#0000${(i + 16).toString(16)}`
  const metrics = Array.from({ length: 50 }, (_, i) => [{ expression: `orders * ${i + 1}`, color: colour(i) }] as unknown[])
  const hidden = ['Shop', 'Orders', { id: 'orders', visible: false }]
  const legend = { position: 'hidden' }
  const image = await draw({ view: 'pie', width: 800, height: 800, legend, metrics: [...metrics, hidden] })
  // Shares grow by one each: the area of the last is fifty times that of the first, edges and percentages left aside.
  const areas = metrics.map((_, i) => image.where(colour(i)).length)
  expect((areas[40] ?? 0) / (areas[20] ?? 1)).toBeCloseTo(41 / 21, 0)
  // Nowhere on a circle within does the paper show.
  for (let turn = 0; turn < 360; turn++) {
    const angle = (turn * Math.PI) / 180
    expect(image.pixel(Math.round(400 + 200 * Math.sin(angle)), Math.round(400 - 200 * Math.cos(angle)))).not.toBe(PAPER.light)
  }
})

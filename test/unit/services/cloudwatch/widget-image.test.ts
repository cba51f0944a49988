import { failure } from '../../../support/failure'
import type { DecodedPng } from '../../../support/png'
import { at, widgetWorld } from '../../../support/widgets'

const [A, B] = ['#aa00aa', '#00aa00']
const WHITE = '#ffffff'

/** Where the points of a colour lie on one axis, least and greatest; what is in the legend and in text above left out by the box. */
function extent(image: DecodedPng, colour: string, axis: 0 | 1, { left = 60, bottom = 370 } = {}): [number, number] {
  const found = image.where(colour).flatMap((point) => (point[0] > left && point[1] < bottom ? [point[axis]] : []))
  return [Math.min(...found), Math.max(...found)]
}

/** A line of an annotation that tells where a value lies. */
const ruler = (value: number, color: string, more: object = {}) => ({ value, color, ...more })

test('a picture of the size that is asked for, each metric a line of its colour', async () => {
  const { put, level, draw } = widgetWorld()
  for (let minute = 0; minute < 60; minute++) await put('Orders', minute, minute)
  await level('Refunds', 10)
  const refunds = ['.', 'Refunds', { color: B, label: 'refunds' }]
  const image = await draw({ width: 500, height: 300, title: 'Orders', metrics: [['Shop', 'Orders'], refunds] })
  expect(image).toMatchObject({ width: 500, height: 300, ends: true })
  const inChart = (points: readonly [number, number][]) => points.filter(([, y]) => y < 270)
  const rising = inChart(image.where('#1f77b4'))
  const atLeft = rising.filter(([x]) => x < 80).map(([, y]) => y)
  const atRight = rising.filter(([x]) => x > 450).map(([, y]) => y)
  // Up is less: what rises is higher on the right, what stays is on one level.
  expect(Math.min(...atLeft)).toBeGreaterThan(Math.max(...atRight) + 100)
  const heights = inChart(image.where(B)).map(([, y]) => y)
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(2)
  // Ten of sixty is a sixth of the way up, whatever the margins.
  const [bottom, top] = [Math.max(...atLeft), Math.min(...atRight)]
  expect((bottom - (heights[0] as number)) / (bottom - top)).toBeCloseTo(10 / 59, 1)
})

test('math, and what is not visible', async () => {
  const { level, draw } = widgetWorld()
  await level('Orders', 40)
  const metrics = [['Shop', 'Orders', { id: 'orders', visible: false }], [{ expression: 'orders * 2', id: 'twice', color: A }]]
  const image = await draw({ metrics, annotations: { horizontal: [ruler(50, '#123456')] }, yAxis: { left: { min: 0, max: 100 } } })
  expect(image).toMatchObject({ width: 600, height: 400 })
  expect(image.where('#1f77b4')).toEqual([])
  // 80 is above 50.
  expect(extent(image, A, 1)[1]).toBeLessThan(extent(image, '#123456', 1)[0])
})

test('stacked: each area begins where the one below ends', async () => {
  const { level, draw } = widgetWorld()
  await level('Orders', 40)
  await level('Refunds', 20)
  const metrics = [
    ['Shop', 'Orders', { color: A }],
    ['.', 'Refunds', { color: B }],
  ]
  const widget = { metrics, annotations: { horizontal: [ruler(0, '#123456'), ruler(60, '#654321')] } }
  const stacked = await draw({ ...widget, stacked: true })
  const [zero, sixty] = [extent(stacked, '#123456', 1)[0], extent(stacked, '#654321', 1)[0]]
  const forty = extent(stacked, A, 1)[0]
  expect((zero - forty) / (zero - sixty)).toBeCloseTo(40 / 60, 1)
  expect(Math.abs(extent(stacked, B, 1)[0] - sixty)).toBeLessThanOrEqual(2)
  // The areas are filled, each in a colour of its own; nothing is above them.
  const [lower, upper, above] = [zero - 30, forty - 20, sixty - 12].map((y) => stacked.pixel(203, y))
  expect(new Set([lower, upper, above, WHITE]).size).toBe(3)
  expect(above).toBe(WHITE)
  const lines = await draw(widget)
  expect(lines.pixel(203, zero - 30)).toBe(WHITE)
})

test('a period without a value is a gap, a value alone a dot', async () => {
  const { put, level, draw } = widgetWorld()
  await level('Orders', 5, 20)
  await put('Orders', 50, 5)
  const image = await draw({ metrics: [['Shop', 'Orders', { color: A }]], end: at(60) })
  const columns = new Set(image.where(A).flatMap(([x, y]) => (y < 350 ? [x] : [])))
  const [left, right] = [Math.min(...columns), Math.max(...columns)]
  // Minutes 0 to 19 are a line, minute 50 is a dot of five points.
  const dot = [...columns].filter((x) => x > left + (right - left) / 2)
  expect(dot).toHaveLength(5)
  expect(columns.size - 5).toBeGreaterThan(0.35 * (right - left))
})

test('values far beyond the axis lie on its edge, and take no time', async () => {
  const { put, draw } = widgetWorld()
  await put('Wild', 1, 1e15)
  await put('Wild', 2, -1e15)
  const image = await draw({ metrics: [['Shop', 'Wild', { color: A }]], stacked: true, yAxis: { left: { min: 0.25, max: 0.75 } } })
  const [top, bottom] = extent(image, A, 1, { left: 30 })
  expect(top).toBeGreaterThan(10)
  expect(bottom).toBeLessThan(370)
})

test('no values, one value, and small pictures of every view', async () => {
  const { put, draw } = widgetWorld()
  const dots = async (name: string) => (await draw({ metrics: [['Shop', name]] })).where('#1f77b4').filter(([, y]) => y < 350)
  expect(await dots('None')).toEqual([])
  await put('One', 5, 3)
  expect(await dots('One')).toHaveLength(25)
  for (const view of ['timeSeries', 'bar', 'pie', 'singleValue'])
    for (const [width, height] of [
      [1, 1],
      [20, 10],
    ] as const) {
      const image = await draw({
        view,
        width,
        height,
        title: 'Small',
        metrics: [
          ['Shop', 'One'],
          ['.', 'None'],
        ],
      })
      expect(image).toMatchObject({ width, height })
    }
})

test('a right axis has a scale of its own', async () => {
  const { level, draw } = widgetWorld()
  await level('Orders', 50)
  await level('Latency', 500)
  const metrics = [
    ['Shop', 'Orders', { color: A }],
    ['.', 'Latency', { color: B, yAxis: 'right' }],
  ]
  const yAxis = { left: { min: 0, max: 100 }, right: { min: 0, max: 2000 } }
  const image = await draw({ metrics, yAxis, annotations: { horizontal: [ruler(1000, '#123456', { yAxis: 'right' })] } })
  const [orders, latency] = [extent(image, A, 1)[0], extent(image, B, 1)[0]]
  // 50 of 100 is as high as 1000 of 2000; 500 is half as high.
  expect(Math.abs(orders - extent(image, '#123456', 1)[0])).toBeLessThanOrEqual(2)
  expect(latency).toBeGreaterThan(orders + 50)
})

test('annotations of values: bands, fills, and what is not visible', async () => {
  const { level, draw } = widgetWorld()
  await level('Orders', 50)
  const shade = async (horizontal: unknown[]) => {
    const image = await draw({ metrics: [['Shop', 'Orders']], yAxis: { left: { min: 0, max: 100 } }, annotations: { horizontal } })
    // 90, 65, 35 and 10 of 100, between the lines of the grid.
    const rows = [90, 65, 35, 10].map((value) => Math.round(14 + ((100 - value) / 100) * (358 - 14)))
    return rows.map((y) => image.pixel(333, y) !== WHITE)
  }
  expect(await shade([])).toEqual([false, false, false, false])
  expect(await shade([{ value: 75, color: B, fill: 'above' }])).toEqual([true, false, false, false])
  expect(await shade([{ value: 75, color: B, fill: 'below' }])).toEqual([false, true, true, true])
  expect(await shade([[{ value: 75, color: B }, { value: 25 }]])).toEqual([false, true, true, false])
  expect(await shade([[{ value: 75, color: B, visible: false }, { value: 25 }]])).toEqual([false, false, false, false])
})

test('annotations of times', async () => {
  const { level, draw } = widgetWorld()
  await level('Orders', 0)
  const shade = async (vertical: unknown[]) => {
    const image = await draw({
      metrics: [['Shop', 'Orders']],
      end: at(60),
      yAxis: { left: { min: 0, max: 100 } },
      annotations: { vertical },
    })
    const shaded = [10, 25, 40, 55].map((minute) => image.pixel(Math.round(36 + (minute / 60) * (586 - 36)), 195) !== WHITE)
    return { shaded, line: extent(image, B, 0, { left: 0 }) }
  }
  expect((await shade([{ value: at(30), color: B, fill: 'after' }])).shaded).toEqual([false, false, true, true])
  expect((await shade([{ value: at(30), color: B, fill: 'before' }])).shaded).toEqual([true, true, false, false])
  const { shaded, line } = await shade([[{ value: at(20), color: B }, { value: at(50) }]])
  expect(shaded).toEqual([false, true, true, false])
  // The two lines are half an hour of the hour apart.
  expect((line[1] - line[0]) / (586 - 36)).toBeCloseTo(0.5, 1)
})

test('an alarm shows its metric and its threshold', async () => {
  const { operations, level, draw } = widgetWorld()
  await level('Errors', 2)
  const rule = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 4, EvaluationPeriods: 1, Period: 60, Statistic: 'Sum' } as const
  await operations.PutMetricAlarm({ AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', ...rule })
  await operations.PutCompositeAlarm({ AlarmName: 'both', AlarmRule: 'ALARM("errors")' })
  const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`
  const image = await draw({ annotations: { alarms: [arn('errors')], horizontal: [ruler(0, '#123456')] } })
  const [zero, metric, threshold] = ['#123456', '#1f77b4', '#d62728'].map((colour) => extent(image, colour, 1, { left: 320 })[1])
  expect(((zero as number) - (metric as number)) / ((zero as number) - (threshold as number))).toBeCloseTo(2 / 4, 1)
  const refused = (name: string) => failure(() => draw({ annotations: { alarms: [arn(name)] } }))
  expect(await refused('none')).toMatch(/\/annotations\/alarms\/0 is no alarm/)
  expect(await refused('both')).toMatch(/Not emulated by Portico yet: composite alarms/)
})

test('without live data a point is seen a minute after its period', async () => {
  const { call, put, draw } = widgetWorld()
  await put('Orders', 60, 5)
  const seen = async (more: object = {}) =>
    (await draw({ metrics: [['Shop', 'Orders', { color: A }]], ...more })).where(A).some(([, y]) => y < 350)
  expect(await seen()).toBe(false)
  expect(await seen({ liveData: true })).toBe(true)
  await call.clock.advance(114_000)
  expect(await seen()).toBe(false)
  await call.clock.advance(1000)
  expect(await seen()).toBe(true)
})

test('members that are not drawn are told, until a widget has none', async () => {
  const { call, draw } = widgetWorld()
  const metrics = [['Shop', 'Orders', { fancy: 1 }]]
  await draw({ metrics, sparkline: true, annotations: { horizontal: [{ value: 1, shade: 'x' }] } })
  expect(call.diagnostics.all()).toMatchObject([{ code: 'metric-widget-not-drawn', severity: 'warning' }])
  const [{ message } = { message: '' }] = call.diagnostics.all()
  for (const path of ['/sparkline', '/metrics/0/fancy', '/annotations/horizontal/0/shade']) expect(message).toContain(path)
  await draw({ view: 'pie', metrics: [['Shop', 'Orders']], annotations: { vertical: [{ value: at(1) }] } })
  expect(call.diagnostics.all()).toMatchObject([{ message: expect.stringContaining('/annotations/vertical') }])
  await draw({ metrics: [['Shop', 'Orders']] })
  expect(call.diagnostics.all()).toEqual([])
})

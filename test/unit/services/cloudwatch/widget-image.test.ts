import { inflateSync } from 'node:zlib'
import { cloudwatch } from '../../../../emulator/services/cloudwatch'
import { bind } from '../../../../emulator/services/operations'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const MINUTE = 60_000
const START = TEST_TIME - (TEST_TIME % MINUTE) - 60 * MINUTE

/** The pixels of a PNG of true colours whose rows are not filtered. */
function decode(png: Uint8Array) {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const parts: Record<string, Buffer> = {}
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    parts[bytes.toString('latin1', at + 4, at + 8)] = bytes.subarray(at + 8, at + 8 + length)
    at += length + 12
  }
  const header = parts['IHDR'] as Buffer
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  expect([...header.subarray(8)]).toEqual([8, 2, 0, 0, 0])
  const rows = inflateSync(parts['IDAT'] as Buffer)
  expect(rows).toHaveLength(height * (width * 3 + 1))
  const pixel = (x: number, y: number) => `#${rows.toString('hex', y * (width * 3 + 1) + 1 + x * 3, y * (width * 3 + 1) + 4 + x * 3)}`
  /** The points that have a colour. */
  const where = (colour: string) => {
    const found: [number, number][] = []
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (pixel(x, y) === colour) found.push([x, y])
    return found
  }
  return { width, height, pixel, where, ends: parts['IEND'] !== undefined }
}

function world() {
  const call = testCall()
  const operations = bind(cloudwatch.operations, call)
  const put = (name: string, minute: number, value: number) =>
    operations.PutMetricData({
      Namespace: 'Shop',
      MetricData: [{ MetricName: name, Value: value, Timestamp: new Date(START + minute * MINUTE) }],
    })
  const draw = async (widget: object) => {
    const { MetricWidgetImage } = await operations.GetMetricWidgetImage({
      MetricWidget: JSON.stringify({ start: new Date(START).toISOString(), period: 60, stat: 'Sum', ...widget }),
    })
    return MetricWidgetImage as Uint8Array
  }
  return { operations, put, draw }
}

test('a picture of the size that is asked for, each metric a line of its colour', async () => {
  const { put, draw } = world()
  for (let minute = 0; minute < 60; minute++) {
    await put('Orders', minute, minute)
    await put('Refunds', minute, 10)
  }
  const image = decode(
    await draw({
      width: 500,
      height: 300,
      title: 'Orders',
      metrics: [
        ['Shop', 'Orders'],
        ['.', 'Refunds', { color: '#00aa00', label: 'refunds' }],
      ],
    }),
  )
  expect(image).toMatchObject({ width: 500, height: 300, ends: true })
  const inChart = (points: [number, number][]) => points.filter(([, y]) => y < 275)
  const rising = inChart(image.where('#1f77b4'))
  const level = inChart(image.where('#00aa00'))
  const atLeft = rising.filter(([x]) => x < 80).map(([, y]) => y)
  const atRight = rising.filter(([x]) => x > 450).map(([, y]) => y)
  // Up is less: what rises is higher on the right, what stays is on one level.
  expect(Math.min(...atLeft)).toBeGreaterThan(Math.max(...atRight) + 100)
  const heights = level.map(([, y]) => y)
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(2)
  // Ten of sixty is a sixth of the way up, whatever the margins.
  const [bottom, top] = [Math.max(...atLeft), Math.min(...atRight)]
  expect((bottom - (heights[0] as number)) / (bottom - top)).toBeCloseTo(10 / 59, 1)
})

test('math, annotations, an axis of its own and a stack', async () => {
  const { put, draw } = world()
  for (let minute = 0; minute < 60; minute++) await put('Orders', minute, 40)
  const metrics = [['Shop', 'Orders', { id: 'orders', visible: false }], [{ expression: 'orders * 2', id: 'twice', color: '#aa00aa' }]]
  const widget = {
    metrics,
    yAxis: { left: { min: 0, max: 100, label: 'orders' } },
    annotations: { horizontal: [{ value: 50, label: 'target', color: '#123456' }] },
  }
  const lines = decode(await draw(widget))
  expect(lines).toMatchObject({ width: 600, height: 400 })
  // What is not visible is not drawn.
  expect(lines.where('#1f77b4')).toEqual([])
  const twice = lines
    .where('#aa00aa')
    .filter(([x, y]) => x > 100 && y < 330)
    .map(([, y]) => y)
  const target = lines
    .where('#123456')
    .filter(([x]) => x > 200)
    .map(([, y]) => y)
  // 80 is above 50.
  expect(Math.max(...twice)).toBeLessThan(Math.min(...target))
  const stacked = decode(await draw({ ...widget, stacked: true }))
  expect(stacked.where('#aa00aa').length).toBeGreaterThan(lines.where('#aa00aa').length * 20)
})

test('values far beyond the axis lie on its edge, and take no time', async () => {
  const { put, draw } = world()
  await put('Wild', 1, 1e15)
  await put('Wild', 2, -1e15)
  const image = decode(await draw({ metrics: [['Shop', 'Wild']], stacked: true, yAxis: { left: { min: 0, max: 1 } } }))
  const ys = image.where('#1f77b4').map(([, y]) => y)
  expect(Math.min(...ys)).toBeGreaterThan(20)
})

test('no values, one value, and a small picture', async () => {
  const { put, draw } = world()
  expect(decode(await draw({ metrics: [['Shop', 'None']] })).where('#1f77b4').length).toBeLessThan(100)
  await put('One', 5, 3)
  expect(
    decode(await draw({ metrics: [['Shop', 'One']] }))
      .where('#1f77b4')
      .filter(([, y]) => y < 330),
  ).toHaveLength(25)
  expect(decode(await draw({ width: 20, height: 10, metrics: [['Shop', 'One']] }))).toMatchObject({ width: 20, height: 10 })
})

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /valid JSON object/],
  ['JSON nested too deeply', `${'['.repeat(100_000)}`, /valid JSON object/],
  ['no metrics', {}, /no array "metrics"/],
  ['another view', { view: 'gauge', metrics: [] }, /Not emulated by Portico yet: the view gauge/],
  ['too wide', { width: 5000, metrics: [['Shop', 'x']] }, /width/],
  ['a time that is none', { start: 'long ago', metrics: [['Shop', 'x']] }, /long ago/],
  ['an end before the start', { start: '-PT1H', end: '-PT2H', metrics: [['Shop', 'x']] }, /before its end/],
  ['half a dimension', { metrics: [['Shop', 'x', 'Api']] }, /not complete/],
  ['a metric that is no array', { metrics: ['Shop'] }, /must be an array/],
])('%s is refused', async (_name, widget, message) => {
  const { operations } = world()
  const MetricWidget = typeof widget === 'string' ? widget : JSON.stringify(widget)
  expect(await failure(async () => operations.GetMetricWidgetImage({ MetricWidget }))).toMatch(message)
})

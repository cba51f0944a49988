import { CloudWatchClient, GetMetricWidgetImageCommand } from '@aws-sdk/client-cloudwatch'
import { createControlPlane } from '../../../../emulator/protocols/control-plane'
import { SERVICES } from '../../../../emulator/protocols/services'
import { failure } from '../../../support/failure'
import { decodePng } from '../../../support/png'
import { widgetWorld } from '../../../support/widgets'
import { inProcess } from '../../protocols/in-process'

const metrics = [['Shop', 'Orders']]

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /should be a JSON object/],
  ['JSON nested too deeply', `${'['.repeat(100_000)}`, /should be a JSON object/],
  ['no metrics', {}, /should have required property 'metrics'/],
  ['metrics that are no array', { metrics: {} }, /\/metrics should be array/],
  [
    'more than a hundred metrics',
    { metrics: Array.from({ length: 101 }, () => ['Shop', 'Orders']) },
    /\/metrics should NOT have more than 100 items/,
  ],
  ['a view of dashboards', { view: 'gauge', metrics }, /Not emulated by Portico yet: the view gauge/],
  ['a view that is none', { view: 'donut', metrics }, /\/view should be equal to one of the allowed values: timeSeries, bar, pie/],
  ['too wide', { width: 2001, metrics }, /\/width should be <= 2000/],
  ['no height', { height: 0, metrics }, /\/height should be >= 1/],
  ['half a point', { height: 10.5, metrics }, /\/height should be integer/],
  ['a time that is none', { start: 'long ago', metrics }, /\/start should be a time, and is "long ago"/],
  ['a duration that is none', { start: '-PT', metrics }, /\/start should be a time/],
  ['an end before the start', { start: '-PT1H', end: '-PT2H', metrics }, /\/start should be before \/end/],
  ['half a dimension', { metrics: [['Shop', 'x', 'Api']] }, /\/metrics\/0 should have a value for each dimension/],
  ['a metric that is no array', { metrics: ['Shop'] }, /\/metrics\/0 should be array/],
  ['a dimension that is a number', { metrics: [['Shop', 'x', 'Api', 1]] }, /\/metrics\/0\/3 should be string/],
  ['a colour by name', { metrics: [['Shop', 'x', { color: 'red' }]] }, /\/metrics\/0\/color should be a six-digit HTML hex color code/],
  [
    'a third axis',
    { metrics: [['Shop', 'x', { yAxis: 'top' }]] },
    /\/metrics\/0\/yAxis should be equal to one of the allowed values: left, right/,
  ],
  ['a label that is a number', { metrics: [['Shop', 'x', { label: 1 }]] }, /\/metrics\/0\/label should be string/],
  [
    'the id of another',
    {
      metrics: [
        ['Shop', 'x', { id: 'a' }],
        ['Shop', 'y', { id: 'a' }],
      ],
    },
    /not unique/,
  ],
  ['another period', { metrics, period: 7 }, /multiple of 60/],
  ['another statistic', { metrics, stat: 'Most' }, /Most/],
  ['another Region', { metrics, region: 'eu-west-1' }, /\/region should be the local Region us-east-1/],
  ['a metric of another Region', { metrics: [['Shop', 'x', { region: 'eu-west-1' }]] }, /\/metrics\/0\/region should be the local Region/],
  ['another account', { metrics, accountId: '210987654321' }, /Not emulated by Portico yet: metrics of other accounts .* \/accountId/],
  [
    'a legend on top',
    { metrics, legend: { position: 'top' } },
    /\/legend\/position should be equal to one of the allowed values: bottom, right, hidden/,
  ],
  ['a theme of its own', { metrics, theme: 'blue' }, /\/theme should be/],
  ['a zone by name', { metrics, timezone: 'CET' }, /\/timezone should be \+ or - and four digits/],
  ['a stack of text', { metrics, stacked: 'yes' }, /\/stacked should be boolean/],
  ['an axis that is a text', { metrics, yAxis: { left: { min: '0' } } }, /\/yAxis\/left\/min should be number/],
  ['an axis upside down', { metrics, yAxis: { right: { min: 5, max: 5 } } }, /\/yAxis\/right\/min should be < max/],
  [
    'an annotation without a value',
    { metrics, annotations: { horizontal: [{ label: 'x' }] } },
    /\/annotations\/horizontal\/0 should have required property 'value'/,
  ],
  [
    'a band of three',
    { metrics, annotations: { horizontal: [[{ value: 1 }, { value: 2 }, { value: 3 }]] } },
    /\/annotations\/horizontal\/0 should have the 2 edges/,
  ],
  [
    'a fill of the other kind',
    { metrics, annotations: { horizontal: [{ value: 1, fill: 'after' }] } },
    /\/annotations\/horizontal\/0\/fill should be .* above, below, none/,
  ],
  [
    'a relative annotation',
    { metrics, annotations: { vertical: [{ value: '-PT1H' }] } },
    /\/annotations\/vertical\/0\/value should be an absolute time/,
  ],
  ['two alarms', { annotations: { alarms: ['a', 'b'] } }, /\/annotations\/alarms should NOT have more than 1 items/],
])('%s is refused', async (_name, widget, message) => {
  const { operations } = widgetWorld()
  const MetricWidget = typeof widget === 'string' ? widget : JSON.stringify(widget)
  expect(await failure(async () => operations.GetMetricWidgetImage({ MetricWidget }))).toMatch(message)
})

test('other formats than PNG are refused by name', async () => {
  const { operations } = widgetWorld()
  const asked = { MetricWidget: JSON.stringify({ metrics }), OutputFormat: 'image/png' }
  expect(await failure(async () => operations.GetMetricWidgetImage(asked))).toMatch(/Not emulated by Portico yet: the format image\/png/)
})

test('the SDK gets the bytes of the picture, and the error by name', async () => {
  const { call } = widgetWorld()
  const requestHandler = inProcess(createControlPlane({ services: SERVICES, callFor: () => call, account: call.account }))
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new CloudWatchClient({ region: 'us-east-1', credentials, requestHandler: requestHandler as never })
  const ask = (widget: object) => client.send(new GetMetricWidgetImageCommand({ MetricWidget: JSON.stringify({ metrics, ...widget }) }))
  const { MetricWidgetImage } = await ask({ view: 'bar', width: 120, height: 90 })
  expect(decodePng(MetricWidgetImage as Uint8Array)).toMatchObject({ width: 120, height: 90, ends: true })
  await expect(ask({ theme: 'blue' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('/theme'),
  })
})

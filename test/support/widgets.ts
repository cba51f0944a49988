import { cloudwatch } from '../../emulator/services/cloudwatch'
import { bind } from '../../emulator/services/operations'
import { TEST_TIME, testCall } from './call'
import { decodePng } from './png'

const MINUTE = 60_000
/** An hour before the time of a test call, on a full minute. */
const START = TEST_TIME - (TEST_TIME % MINUTE) - 60 * MINUTE

/** CloudWatch with values of a namespace `Shop` to draw, minutes counted from an hour ago. */
export function widgetWorld() {
  const call = testCall()
  const operations = bind(cloudwatch.operations, call)
  const put = (
    name: string,
    minute: number,
    value: number,
    more: { readonly Unit?: 'Count' | 'Milliseconds'; readonly stage?: string } = {},
  ) => {
    const { Unit, stage } = more
    const Dimensions = stage === undefined ? [] : [{ Name: 'Stage', Value: stage }]
    const datum = {
      MetricName: name,
      Value: value,
      Timestamp: new Date(START + minute * MINUTE),
      Dimensions,
      ...(Unit === undefined ? {} : { Unit }),
    }
    return operations.PutMetricData({ Namespace: 'Shop', MetricData: [datum] })
  }
  /** The same value in each of so many minutes. */
  const level = async (name: string, value: number, minutes = 60) => {
    for (let minute = 0; minute < minutes; minute++) await put(name, minute, value)
  }
  /** The picture of a widget of the hour, by minutes and sums unless it says otherwise. */
  const draw = async (widget: object) => {
    const MetricWidget = JSON.stringify({ start: at(0), period: 60, stat: 'Sum', ...widget })
    const { MetricWidgetImage } = await operations.GetMetricWidgetImage({ MetricWidget })
    return decodePng(MetricWidgetImage as Uint8Array)
  }
  return { call, operations, put, level, draw }
}

/** A minute of the hour as ISO 8601. */
export function at(minute: number): string {
  return new Date(START + minute * MINUTE).toISOString()
}

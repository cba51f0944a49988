import { GetMetricData } from './metric-data'
import { type CloudWatchOperations, invalidValue, missing } from './operations'
import { COLOURS, drawChart } from './widget/chart'
import { readWidget } from './widget/definition'

/** A picture of a metric widget: lines over time, in PNG. Uncertain: how AWS draws; the numbers are those of GetMetricData. */
export const GetMetricWidgetImage: CloudWatchOperations['GetMetricWidgetImage'] = async (input, call) => {
  if (input.MetricWidget === undefined) throw missing('MetricWidget')
  if (input.OutputFormat !== undefined && input.OutputFormat !== 'png')
    throw invalidValue(`Not emulated by Portico yet: the format ${input.OutputFormat} of a metric widget`)
  const widget = readWidget(input.MetricWidget, call.clock.now())
  const span = { StartTime: new Date(widget.from), EndTime: new Date(widget.to), ScanBy: 'TimestampAscending' as const }
  const { MetricDataResults = [] } = await GetMetricData({ MetricDataQueries: [...widget.queries], ...span }, call)
  const series = MetricDataResults.map(({ Id = '', Label = '', Timestamps = [], Values = [] }, at) => ({
    label: Label,
    colour: widget.colours[Id] ?? (COLOURS[at % COLOURS.length] as string),
    points: Timestamps.map((time, i) => [time.getTime(), Values[i] as number] as const),
  }))
  return { MetricWidgetImage: drawChart(widget, series) }
}

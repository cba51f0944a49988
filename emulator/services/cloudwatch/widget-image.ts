import type { Call } from '../operations'
import { type CloudWatchOperations, invalidValue, missing } from './operations'
import { readAlarm } from './widget/alarm-annotation'
import { readWidget, type Widget } from './widget/definition'
import { drawWidget } from './widget/draw'
import { readSeries } from './widget/series'

const SOURCE = 'GetMetricWidgetImage'

/** A picture of a metric widget in PNG; the numbers are those of GetMetricData. */
export const GetMetricWidgetImage: CloudWatchOperations['GetMetricWidgetImage'] = (input, call) => {
  if (input.MetricWidget === undefined) throw missing('MetricWidget')
  if (input.OutputFormat !== undefined && input.OutputFormat !== 'png')
    throw invalidValue(`Not emulated by Portico yet: the format ${input.OutputFormat} of a metric widget`)
  const widget = readWidget(input.MetricWidget, call.clock.now(), call)
  const { annotations } = widget
  const alarms = annotations.alarms.map((arn) => readAlarm(arn, call))
  // A widget with metrics of its own shows those, and of the alarm its line.
  const metrics = widget.metrics.length > 0 ? widget.metrics : alarms.flatMap((alarm) => alarm.metrics)
  const horizontal = [...annotations.horizontal, ...alarms.flatMap(({ lines }) => lines)]
  tell(widget, call)
  return { MetricWidgetImage: drawWidget({ ...widget, annotations: { ...annotations, horizontal } }, readSeries(widget, metrics, call)) }
}

/** Says what of the widget is not drawn, in place of what was said of the one before. */
function tell({ unread }: Widget, call: Call): void {
  const message = `The picture of a metric widget does not show what the widget sets by ${unread.join(', ')}.`
  call.diagnostics.replace(SOURCE, unread.length === 0 ? [] : [{ code: 'metric-widget-not-drawn', severity: 'warning', message }])
}

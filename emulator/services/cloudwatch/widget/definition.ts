import { isNestedDeeper } from '../../../base/nesting'
import { invalidValue } from '../operations'
import { type Annotations, readAnnotations } from './annotations'
import { broken, Fields, isObject } from './fields'
import { checkPlace, type Here, readMetrics, type WidgetMetric } from './metrics'
import type { ThemeName } from './theme'
import { readSpan, readTimezone } from './times'
import { VIEW_NAMES, type ViewName } from './views/names'

/** What a widget says of one of its axes. */
export interface AxisOptions {
  readonly min?: number
  readonly max?: number
  readonly label?: string
  readonly showUnits: boolean
}

/** A widget as its JSON describes it (CloudWatch API reference, "GetMetricWidgetImage: Metric Widget Structure and Syntax"). */
export interface Widget {
  readonly title: string
  readonly view: ViewName
  readonly width: number
  readonly height: number
  readonly from: number
  readonly to: number
  /** Milliseconds that the times shown are ahead of UTC. */
  readonly ahead: number
  readonly theme: ThemeName
  readonly legend: 'bottom' | 'right' | 'hidden'
  readonly stacked: boolean
  /** One value for the whole span in place of that of the latest period: of views that show one. From the structure of dashboards. */
  readonly wholeSpan: boolean
  readonly liveData: boolean
  /** Of `singleValue`, from the structure of dashboards. */
  readonly fullPrecision: boolean
  readonly metrics: readonly WidgetMetric[]
  readonly axes: { readonly left: AxisOptions; readonly right: AxisOptions }
  readonly annotations: Annotations
  /** Paths of members that are not drawn. */
  readonly unread: readonly string[]
}

const DEEPEST = 20
const LARGEST = 2000
/** Of dashboards; none of them is one of pictures by the reference. */
const OTHER_VIEWS = ['gauge', 'table']

/** Reads the definition. Throws AWS's error for one that is none; views that are not drawn say so. */
export function readWidget(text: string, now: number, here: Here): Widget {
  const widget = new Fields(parsed(text), '')
  const view = widget.text('view')
  if (view !== undefined && OTHER_VIEWS.includes(view))
    throw invalidValue(`Not emulated by Portico yet: the view ${view} of a metric widget`)
  const annotations = readAnnotations(widget)
  if (annotations.alarms.length === 0 && (widget.list('metrics') ?? []).length === 0)
    throw broken('', "should have required property 'metrics'")
  checkPlace(widget, here)
  const axes = widget.part('yAxis')
  const read = {
    title: widget.text('title') ?? '',
    view: widget.choice('view', VIEW_NAMES, 'timeSeries'),
    width: widget.integer('width', 1, LARGEST) ?? 600,
    height: widget.integer('height', 1, LARGEST) ?? 400,
    ...readSpan(widget, now),
    ahead: readTimezone(widget),
    theme: widget.choice('theme', ['light', 'dark'], 'light'),
    legend: widget.part('legend').choice('position', ['bottom', 'right', 'hidden'], 'bottom'),
    stacked: widget.flag('stacked'),
    wholeSpan: widget.flag('setPeriodToTimeRange') && view !== undefined && view !== 'timeSeries',
    liveData: widget.flag('liveData'),
    fullPrecision: widget.flag('singleValueFullPrecision'),
    metrics: readMetrics(widget, here),
    axes: { left: axisOf(axes.part('left')), right: axisOf(axes.part('right')) },
    annotations,
  }
  return { ...read, unread: [...widget.unread(), ...notInView(read)] }
}

/** Annotations that a view has no place for: times are seen in `timeSeries` only, values in `bar` too. */
function notInView({ view, annotations: { horizontal, vertical, alarms } }: Pick<Widget, 'view' | 'annotations'>): string[] {
  const values = view === 'timeSeries' || view === 'bar'
  return [
    ...(horizontal.length > 0 && !values ? ['/annotations/horizontal'] : []),
    ...(vertical.length > 0 && view !== 'timeSeries' ? ['/annotations/vertical'] : []),
    ...(alarms.length > 0 && !values ? ['/annotations/alarms'] : []),
  ]
}

function parsed(text: string): unknown {
  try {
    const value: unknown = isNestedDeeper(text, DEEPEST, 'json') ? undefined : JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Said below.
  }
  throw broken('', 'should be a JSON object')
}

function axisOf(axis: Fields): AxisOptions {
  const [min, max, label] = [axis.number('min'), axis.number('max'), axis.text('label')]
  if (min !== undefined && max !== undefined && min >= max) throw broken(`${axis.path}/min`, 'should be < max')
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(label === undefined ? {} : { label }),
    showUnits: axis.flag('showUnits', true),
  }
}

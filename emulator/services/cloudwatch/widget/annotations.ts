import { broken, type Fields } from './fields'
import type { Side } from './metrics'
import { readMoment } from './times'

/** An edge of an annotation: a value, or a time in epoch milliseconds. */
export interface Edge {
  readonly value: number
  readonly label: string
}

/** A line across a chart, or two with a band between them. */
export interface Annotation {
  readonly edges: readonly Edge[]
  readonly colour: string
  /** What is shaded besides a band: on the side of greater values (`above`, `after`), or of smaller ones. */
  readonly fill: 'greater' | 'smaller' | 'none'
  /** Of horizontal ones: whose values. */
  readonly axis: Side
}

export interface Annotations {
  readonly horizontal: readonly Annotation[]
  readonly vertical: readonly Annotation[]
  /** ARNs. */
  readonly alarms: readonly string[]
}

/** What annotations have that say none. Uncertain: AWS's own. */
export const ANNOTATION_COLOUR = '#d62728'
const FILLS = { above: 'greater', below: 'smaller', after: 'greater', before: 'smaller', none: 'none' } as const
/** "A single metric widget can have up to one alarm", says the structure of dashboards. */
const MOST_ALARMS = 1

/** The annotations of a widget that are to be seen. */
export function readAnnotations(widget: Fields): Annotations {
  const fields = widget.part('annotations')
  const alarms = fields.list('alarms') ?? []
  if (alarms.length > MOST_ALARMS) throw broken('/annotations/alarms', `should NOT have more than ${MOST_ALARMS} items`)
  return {
    horizontal: readLines(fields, 'horizontal', ['above', 'below', 'none'], (edge) => {
      const value = edge.number('value')
      if (value === undefined) throw broken(edge.path, "should have required property 'value'")
      return value
    }),
    vertical: readLines(fields, 'vertical', ['before', 'after', 'none'], (edge) => readMoment(edge, 'value')),
    alarms: alarms.map((arn, i) => {
      if (typeof arn === 'string') return arn
      throw broken(`/annotations/alarms/${i}`, 'should be string')
    }),
  }
}

/** An object is a line; two in an array are a band, for which the first speaks. */
function readLines(
  annotations: Fields,
  name: 'horizontal' | 'vertical',
  fills: readonly (keyof typeof FILLS)[],
  placeOf: (edge: Fields) => number,
): Annotation[] {
  return (annotations.list(name) ?? []).flatMap((given, i) => {
    const band = Array.isArray(given)
    if (band && given.length !== 2) throw broken(`/annotations/${name}/${i}`, 'should have the 2 edges of a band')
    const fields = (band ? given : [given]).map((one, at) => annotations.item(one, band ? `${name}/${i}/${at}` : `${name}/${i}`))
    const edges = fields.map((edge) => ({ value: placeOf(edge), label: edge.text('label') ?? '' }))
    const [first] = fields
    if (first === undefined) return []
    const colour = first.colour('color') ?? ANNOTATION_COLOUR
    const axis = name === 'horizontal' ? first.choice('yAxis', ['left', 'right'], 'left') : 'left'
    const fill = FILLS[first.choice('fill', fills, 'none')]
    // Whatever else the second edge says is the first's to say.
    for (const other of fields.slice(1)) for (const member of ['color', 'fill', 'visible', 'yAxis']) other.ignore(member)
    return first.flag('visible', true) ? [{ edges, colour, fill: band ? 'none' : fill, axis }] : []
  })
}

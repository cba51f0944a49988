/** The views that are drawn: those of the reference, and the number, which dashboards have. */
export const VIEW_NAMES = ['timeSeries', 'bar', 'pie', 'singleValue'] as const

export type ViewName = (typeof VIEW_NAMES)[number]

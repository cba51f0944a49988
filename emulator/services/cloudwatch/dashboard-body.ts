/** Something about the body of a dashboard. What is not fatal is told and kept. */
export interface DashboardFinding {
  readonly DataPath: string
  readonly Message: string
  readonly fatal: boolean
}

/** The property that each type of widget cannot do without; absent where it is none. */
const WIDGETS: Readonly<Record<string, readonly string[]>> = {
  metric: ['region'],
  text: ['markdown'],
  log: ['query', 'region'],
  alarm: ['alarms'],
  explorer: ['metrics'],
  custom: ['endpoint'],
}
const WIDEST = 24
const HIGHEST = 1000

type Json = Readonly<Record<string, unknown>>

/** Checks the body of a dashboard by the structure that CloudWatch documents. Uncertain: the wordings. */
export function checkDashboard(body: string): DashboardFinding[] {
  let root: unknown
  try {
    root = JSON.parse(body)
  } catch {
    return [fatal('', 'The field DashboardBody must be a valid JSON object')]
  }
  if (!isObject(root)) return [fatal('', 'The field DashboardBody must be a valid JSON object')]
  if (!Array.isArray(root['widgets'])) return [fatal('', 'Should have required property "widgets"')]
  return root['widgets'].flatMap((widget: unknown, i) => checkWidget(widget, `/widgets/${i}`))
}

function checkWidget(widget: unknown, path: string): DashboardFinding[] {
  if (!isObject(widget)) return [fatal(path, 'Should be object')]
  const { type, properties } = widget
  const needed = typeof type === 'string' && Object.hasOwn(WIDGETS, type) ? WIDGETS[type] : undefined
  if (needed === undefined)
    return [fatal(`${path}/type`, `Should be equal to one of the allowed values: ${Object.keys(WIDGETS).join(', ')}`)]
  if (!isObject(properties)) return [fatal(path, 'Should have required property "properties"')]
  const findings = [
    ...checkNumber(widget, 'x', 0, WIDEST - 1, path),
    ...checkNumber(widget, 'y', 0, Number.MAX_SAFE_INTEGER, path),
    ...checkNumber(widget, 'width', 1, WIDEST, path),
    ...checkNumber(widget, 'height', 1, HIGHEST, path),
  ]
  for (const name of needed) {
    if (properties[name] === undefined) findings.push(fatal(`${path}/properties`, `Should have required property "${name}"`))
  }
  return type === 'metric' ? [...findings, ...checkMetricWidget(properties, `${path}/properties`)] : findings
}

function checkMetricWidget(properties: Json, path: string): DashboardFinding[] {
  const { metrics, annotations } = properties
  if (metrics === undefined && annotations === undefined) return [fatal(path, 'Should have required property "metrics"')]
  if (metrics === undefined) return []
  if (!Array.isArray(metrics)) return [fatal(`${path}/metrics`, 'Should be array')]
  return metrics.flatMap((metric: unknown, i) => {
    if (!Array.isArray(metric)) return [fatal(`${path}/metrics/${i}`, 'Should be array')]
    const names = metric.filter((part) => typeof part === 'string')
    const isExpression = metric.some((part) => isObject(part) && part['expression'] !== undefined)
    // Namespace and name, then pairs of dimensions; `.` and `...` repeat those before.
    const odd = !isExpression && !names.includes('...') && names.length % 2 !== 0
    return odd ? [{ DataPath: `${path}/metrics/${i}`, Message: 'Should have a value for each dimension', fatal: false }] : []
  })
}

function checkNumber(widget: Json, name: string, least: number, most: number, path: string): DashboardFinding[] {
  const value = widget[name]
  if (value === undefined) return []
  if (typeof value !== 'number' || !Number.isInteger(value)) return [fatal(`${path}/${name}`, 'Should be integer')]
  if (value < least) return [fatal(`${path}/${name}`, `Should be >= ${least}`)]
  return value > most ? [fatal(`${path}/${name}`, `Should be <= ${most}`)] : []
}

function fatal(DataPath: string, Message: string): DashboardFinding {
  return { DataPath, Message, fatal: true }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

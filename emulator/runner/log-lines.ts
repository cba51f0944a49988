/** The lines that Lambda writes around those of the handler (facts/11, section 7). */
export function initStartLine(runtime: string): string {
  return `INIT_START Runtime Version: ${runtimeVersion(runtime)}`
}

/** Of Node.js the version that really runs here. */
export function runtimeVersion(runtime: string): string {
  return runtime.startsWith('nodejs') ? `nodejs:${process.version}` : runtime.replace(/^[a-z]+/, '$&:').replace(':.', ':')
}

/** A try to load a handler that failed; `took` in milliseconds. */
export function initReportLine(took: number, phase: 'init' | 'invoke', status: 'error' | 'timeout', errorType?: string): string {
  const parts = [`INIT_REPORT Init Duration: ${took.toFixed(2)} ms`, `Phase: ${phase}`, `Status: ${status}`]
  return [...parts, ...(errorType === undefined ? [] : [`Error Type: ${errorType}`])].join('\t')
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`
}

/** What a REPORT line tells. Durations in milliseconds, `memory` in MB, `used` in bytes. */
export interface Report {
  readonly requestId: string
  readonly duration: number
  readonly memory: number
  readonly used: number
  /** Only for the first event of an environment. */
  readonly initDuration?: number
  /** Only when Lambda ended the event itself. */
  readonly status?: 'timeout' | 'error'
  readonly errorType?: string
  /** Only for a sampled event: its trace, and the segment of the function. */
  readonly trace?: { readonly root: string; readonly segment: string }
}

export function reportLine(report: Report): string {
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(report.duration)} ms`,
    `Memory Size: ${report.memory} MB`,
    `Max Memory Used: ${Math.ceil(report.used / 1_048_576)} MB`,
  ]
  if (report.initDuration !== undefined) parts.push(`Init Duration: ${report.initDuration.toFixed(2)} ms`)
  if (report.trace !== undefined) parts.push(`XRAY TraceId: ${report.trace.root}`, `SegmentId: ${report.trace.segment}`, 'Sampled: true')
  if (report.status !== undefined) parts.push(`Status: ${report.status}`)
  if (report.errorType !== undefined) parts.push(`Error Type: ${report.errorType}`)
  return parts.join('\t')
}

/** `YYYY/MM/DD/[version]` and 32 hexadecimal digits: one for each environment. */
export function logStreamName(at: number, version: string, hex: string): string {
  return `${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${hex}`
}

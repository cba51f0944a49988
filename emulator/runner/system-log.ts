import { endLine, initReportLine, initStartLine, type Report, reportLine, runtimeVersion, startLine } from './log-lines'
import type { RunnableFunction } from './runner'
import type { Initialization } from './sandbox'

/** The lines that Lambda itself writes around those of a function. `at` in epoch milliseconds, `took` in milliseconds. */
export interface SystemLog {
  initStart(at: number, initialization: Initialization): string[]
  initFailed(at: number, took: number, phase: 'init' | 'invoke', status: 'error' | 'timeout', errorType?: string): string[]
  start(at: number, requestId: string, version: string): string
  end(at: number, report: Report): string[]
  /** What is said of an event that Lambda gives up, besides its report. */
  givenUp(line: string): string[]
}

/** In plain text, as functions have it unless they ask for JSON. */
const TEXT: SystemLog = {
  initStart: () => [],
  initFailed: (_at, took, phase, status, errorType) => [initReportLine(took, phase, status, errorType)],
  start: (_at, requestId, version) => startLine(requestId, version),
  end: (_at, report) => [endLine(report.requestId), reportLine(report)],
  givenUp: (line) => [line],
}

/** How detailed the events of Lambda's own are. */
const SYSTEM_LEVELS = { DEBUG: 0, INFO: 1, WARN: 2 } as const
type SystemLevel = keyof typeof SYSTEM_LEVELS

/** What writes for a function, by its log format (facts/11, section 7; Lambda developer guide, "Log-level filtering"). */
export function systemLog({ logging, runtime }: Pick<RunnableFunction, 'logging' | 'runtime'>): SystemLog {
  if (logging === undefined) return { ...TEXT, initStart: () => [initStartLine(runtime)] }
  const least = SYSTEM_LEVELS[logging.system]
  const event = (at: number, level: SystemLevel, type: string, record: object): string[] =>
    SYSTEM_LEVELS[level] < least ? [] : [JSON.stringify({ time: new Date(at).toISOString(), type: `platform.${type}`, record })]
  return {
    initStart: (at, initializationType) =>
      event(at, 'INFO', 'initStart', { initializationType, phase: 'init', runtimeVersion: runtimeVersion(runtime) }),
    initFailed: (at, took, phase, status, errorType) =>
      event(at, 'WARN', 'initReport', {
        initializationType: 'on-demand',
        phase,
        status,
        ...(errorType === undefined ? {} : { errorType }),
        metrics: { durationMs: rounded(took) },
      }),
    start: (at, requestId, version) => event(at, 'INFO', 'start', { requestId, version })[0] ?? '',
    end: (at, report) => {
      const { requestId, status = 'success', errorType } = report
      const ending = { requestId, status, ...(errorType === undefined ? {} : { errorType }) }
      const done = { ...ending, metrics: { durationMs: rounded(report.duration) } }
      return [
        ...event(at, status === 'success' ? 'DEBUG' : 'WARN', 'runtimeDone', done),
        ...event(at, status === 'success' ? 'INFO' : 'WARN', 'report', { ...ending, metrics: metrics(report), ...tracing(report) }),
      ]
    },
    // Uncertain: that the report tells it alone.
    givenUp: () => [],
  }
}

function metrics({ duration, memory, used, initDuration }: Report): object {
  return {
    durationMs: rounded(duration),
    billedDurationMs: Math.ceil(duration),
    memorySizeMB: memory,
    maxMemoryUsedMB: Math.ceil(used / 1_048_576),
    ...(initDuration === undefined ? {} : { initDurationMs: rounded(initDuration) }),
  }
}

function tracing({ trace }: Report): object {
  if (trace === undefined) return {}
  const { root, segment } = trace
  return { tracing: { spanId: segment, type: 'X-Amzn-Trace-Id', value: `Root=${root};Parent=${segment};Sampled=1` } }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

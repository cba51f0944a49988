/** Levels of a function's own lines, the most detailed first. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
export type ApplicationLevel = (typeof LEVELS)[number]

/**
 * Whether a line of a function with JSON logs is kept: an object goes by its member `level` (or `log_level`, which Python's runtime writes),
 * anything else is INFO (Lambda developer guide, "Log-level filtering").
 */
export function passes(line: string, least: ApplicationLevel): boolean {
  return LEVELS.indexOf(levelOf(line)) >= LEVELS.indexOf(least)
}

function levelOf(line: string): ApplicationLevel {
  if (!line.startsWith('{')) return 'INFO'
  try {
    const { level, log_level } = JSON.parse(line) as { level?: unknown; log_level?: unknown }
    const name = String(level ?? log_level).toUpperCase()
    // Python and Java have names of their own.
    const known = name === 'WARNING' ? 'WARN' : name === 'CRITICAL' ? 'FATAL' : name
    return LEVELS.find((each) => each === known) ?? 'INFO'
  } catch {
    return 'INFO'
  }
}

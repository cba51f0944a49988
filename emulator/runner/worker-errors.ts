import { inspect, types } from 'node:util'

/** An error that Lambda's runtime makes itself: its name begins with `Runtime.`. */
export class RuntimeFault extends Error {
  constructor(
    readonly kind: string,
    message: string,
    cause?: unknown,
  ) {
    super(message)
    this.name = `Runtime.${kind}`
    const frames = cause instanceof Error ? (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
    this.stack = [`${this.name}: ${message}`, ...frames].join('\n')
    Object.defineProperty(this, 'kind', { enumerable: false })
  }
}

/** The type of an error that ends an environment. */
export function errorType(error: unknown): string {
  return error instanceof Error ? String(error.name) : typeof error
}

/** An error as the JSON that a caller gets (facts/11, section 4). */
export function errorPayload(error: unknown): string {
  try {
    if (isError(error)) {
      return JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') })
    }
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] })
  } catch {
    return JSON.stringify({
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    })
  }
}

/** An error as the JSON that Lambda's runtime writes to the log: with its own members and its stack. */
export function errorLog(error: unknown): string {
  try {
    return JSON.stringify(isError(error) ? loggable(error) : { errorType: typeof error, errorMessage: String(error), stack: [] })
  } catch {
    return inspect(error)
  }
}

function loggable(error: Error): Record<string, unknown> {
  const own = Object.fromEntries(Object.entries(error).filter(([key]) => !['name', 'message', 'stack'].includes(key)))
  for (const [key, value] of Object.entries(own)) if (isError(value)) own[key] = loggable(value)
  return { errorType: error.name, errorMessage: error.message, ...own, stack: (error.stack ?? '').split('\n') }
}

/** Also what only looks like an error: some libraries make their own. */
function isError(value: unknown): value is Error {
  if (types.isNativeError(value)) return true
  const candidate = value as Partial<Error> | null | undefined
  return typeof candidate?.name === 'string' && typeof candidate.message === 'string' && typeof candidate.stack === 'string'
}

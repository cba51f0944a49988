import { format, types } from 'node:util'

/**
 * A line of Node.js's console where a function logs as JSON: one value stands as it is, several are formatted together, and the first error
 * among them is told apart (Lambda developer guide, "Using Lambda advanced logging controls with Node.js"). Uncertain: the order of members.
 */
export function jsonLine(at: number, level: string, requestId: string | undefined, values: readonly unknown[]): string {
  const line: Record<string, unknown> = { timestamp: new Date(at).toISOString(), level, requestId }
  if (values.length === 1) {
    try {
      return JSON.stringify({ ...line, message: values[0] }, describeErrors)
    } catch {
      // A value that holds itself.
      return JSON.stringify({ ...line, message: format(values[0]) })
    }
  }
  const error = values.find((value) => types.isNativeError(value))
  return JSON.stringify({ ...line, message: format(...values), ...(error === undefined ? {} : (describeErrors('', error) as object)) })
}

function describeErrors(_key: string, value: unknown): unknown {
  if (!types.isNativeError(value)) return value
  const { name, message, stack } = value
  return {
    errorType: value.constructor.name === 'Error' ? name : value.constructor.name,
    errorMessage: message,
    stackTrace: stack?.split('\n') ?? [],
  }
}

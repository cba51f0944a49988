import type { Entry } from './template'

/** The value that parameters of a response give to a header: what is between quotes where it is a constant. */
export function headerOf(parameters: Entry, name: string): string | undefined {
  const found = Object.entries(parameters).find(([key]) => key.toLowerCase().endsWith(`response.header.${name}`))
  return found === undefined ? undefined : String(found[1]).replace(/^'(.*)'$/s, '$1')
}

/** Whether parameters of a response give a header. */
export function hasHeader(parameters: Entry, name: string): boolean {
  return headerOf(parameters, name) !== undefined
}

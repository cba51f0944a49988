import { badRequest } from './errors'
import { present } from './members'

const DEFAULT_LIMIT = 25
const GREATEST_LIMIT = 500

/** What Get...s operations ask for. */
export interface PageRequest {
  readonly limit?: number | undefined
  readonly position?: string | undefined
}

/**
 * A page of a collection: `limit` items (25 unless told, 500 at most) after `position`, and the next position unless this is the last page.
 * A limit out of range is tolerated (facts/13, 185).
 */
export function page<T>(items: readonly T[], { limit, position }: PageRequest): { items: T[]; position?: string } {
  const size = limit === undefined || limit < 1 ? DEFAULT_LIMIT : Math.min(limit, GREATEST_LIMIT)
  const start = position === undefined || position === '' ? 0 : readPosition(position)
  const end = start + size
  return present({ items: items.slice(start, end), position: end < items.length ? writePosition(end) : undefined })
}

/** A page whose items are described only once it is known which they are. */
export function pageOf<T, Answer>(items: readonly T[], request: PageRequest, describe: (item: T) => Answer) {
  const { items: chosen, ...rest } = page(items, request)
  return { ...rest, items: chosen.map(describe) }
}

function writePosition(offset: number): string {
  return Buffer.from(`offset ${offset}`).toString('base64url')
}

function readPosition(position: string): number {
  const offset = /^offset (\d+)$/.exec(Buffer.from(position, 'base64url').toString())?.[1]
  // The wording is uncertain.
  if (offset === undefined) throw badRequest('Invalid position parameter specified')
  return Number(offset)
}

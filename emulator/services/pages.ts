/** One page of a list, and the marker of the next when there is one. The marker is the place in the list. */
export function page<T>(all: readonly T[], marker: string | undefined, most: number): { readonly items: T[]; readonly next?: string } {
  const start = marker === undefined ? 0 : Math.max(0, Number.parseInt(marker, 36) || 0)
  const items = all.slice(start, start + most)
  return start + most < all.length ? { items, next: (start + most).toString(36) } : { items }
}

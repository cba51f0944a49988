export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>='

const ORDER: Readonly<Record<'<' | '<=' | '>' | '>=', (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Compares a number with another; undefined for `=` and `!=`. */
export function orderOf(comparator: Comparator): ((a: number, b: number) => boolean) | undefined {
  return comparator === '=' || comparator === '!=' ? undefined : ORDER[comparator]
}

/** Whether a text is another, in which `*` stands for anything. */
export function likeText(wanted: string): (text: string) => boolean {
  const source = wanted
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*')
  const pattern = new RegExp(`^${source}$`)
  return (text) => pattern.test(text)
}

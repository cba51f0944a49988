/** Characters that JSON takes as they are. */
const PLAIN = /^[ !#-[\]-~]*$/

/** A text as JSON; most need no more than their quotation marks. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** A map as a JSON object; `otherwise` when it is absent. */
export function objectText(map: object | null | undefined, otherwise: 'null' | '{}'): string {
  return map === undefined || map === null ? otherwise : JSON.stringify(map)
}

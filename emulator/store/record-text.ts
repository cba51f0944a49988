/** Members of records that JSON has no form for: moments and bytes, each as an object with one member of this name. */
const MOMENT = '$portico.moment'
const BYTES = '$portico.bytes'

/** A record, or a tree of records, as JSON text that keeps moments and bytes. */
export function toRecordText(value: unknown): string {
  return JSON.stringify(value, replace)
}

/** What `toRecordText` wrote. Throws where the text is no JSON. */
export function fromRecordText(text: string): unknown {
  return JSON.parse(text, revive)
}

function replace(this: unknown, key: string, value: unknown): unknown {
  // A Date has turned itself into a text by now: the object that holds it still knows.
  const original = (this as Record<string, unknown>)[key]
  if (original instanceof Date) return { [MOMENT]: original.getTime() }
  if (original instanceof Uint8Array) return { [BYTES]: Buffer.from(original).toString('base64') }
  return value
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { [MOMENT]: moment, [BYTES]: bytes } = value as Record<string, unknown>
  if (typeof moment === 'number') return new Date(moment)
  return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value
}

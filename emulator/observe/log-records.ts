/** Begins a record of several messages: the lengths of prefix and messages, `;`, then they themselves, one behind the other. */
const PACKED = '\0'
/** The lengths that most lines have, as they are written. */
const LENGTHS = Array.from({ length: 1200 }, (_, length) => `,${length}`)

/** Messages of one moment, each behind the prefix, as one record of the store: a request's lines come and go together, and each record costs. */
export function packMessages(messages: readonly string[], prefix = ''): string {
  const [only] = messages
  if (messages.length === 1 && only !== undefined && prefix === '' && !only.startsWith(PACKED)) return only
  let lengths = PACKED + prefix.length
  for (const { length } of messages) lengths += LENGTHS[length] ?? `,${length}`
  return `${lengths};${prefix}${messages.join('')}`
}

/** The messages of a record. */
export function unpackMessages(record: string): readonly string[] {
  if (!record.startsWith(PACKED)) return [record]
  const end = record.indexOf(';')
  const [length = 0, ...lengths] = record.slice(1, end).split(',').map(Number)
  const prefix = record.slice(end + 1, end + 1 + length)
  let at = end + 1 + length
  return lengths.map((each) => {
    at += each
    return prefix + record.slice(at - each, at)
  })
}

/** The evaluated properties of a resource, read with the kinds that its type's table has given them. */
export class Properties {
  constructor(readonly raw: Readonly<Record<string, unknown>>) {}

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null
  }

  text(name: string): string | undefined {
    const value = this.raw[name]
    return typeof value === 'string' ? value : undefined
  }

  /** A text that the type's table requires. */
  needed(name: string): string {
    return this.text(name) ?? ''
  }

  number(name: string): number | undefined {
    const value = this.raw[name]
    return typeof value === 'number' ? value : undefined
  }

  flag(name: string): boolean | undefined {
    const value = this.raw[name]
    return typeof value === 'boolean' ? value : undefined
  }

  /** A list of texts. */
  texts(name: string): string[] | undefined {
    const value = this.raw[name]
    return Array.isArray(value) ? value.map(String) : undefined
  }

  /** An object whose members are texts. */
  map(name: string): Record<string, string> | undefined {
    const value = this.raw[name]
    if (!isObject(value)) return undefined
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, String(member)]))
  }

  /** An object whose members are booleans. */
  flags(name: string): Record<string, boolean> | undefined {
    const value = this.raw[name]
    if (!isObject(value)) return undefined
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, member === true || member === 'true']))
  }

  entry(name: string): Properties | undefined {
    const value = this.raw[name]
    return isObject(value) ? new Properties(value) : undefined
  }

  entries(name: string): Properties[] {
    const value = this.raw[name]
    return Array.isArray(value) ? value.filter(isObject).map((item) => new Properties(item)) : []
  }

  /** An object with an entry for each key. */
  entryMap(name: string): Record<string, Properties> {
    const value = this.raw[name]
    if (!isObject(value)) return {}
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => isObject(member))
        .map(([key, member]) => [key, new Properties(member as Record<string, unknown>)]),
    )
  }

  /** A document: an object as JSON text, a text as it is (facts/13, 354). */
  document(name: string): string | undefined {
    const value = this.raw[name]
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

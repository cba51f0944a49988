import type { Budget } from './budget'

/** What a template can hold: Java's values. A `number` is an Integer; the other kinds of numbers are `JNumber`s. */
export type Value = string | number | boolean | null | JNumber | JChar | JList | JMap | JObject

/** A number that is no Integer. */
export class JNumber {
  constructor(
    readonly kind: 'long' | 'big' | 'double' | 'decimal',
    /** A bigint for `long` and `big`, a number for `double` and `decimal`. */
    readonly value: bigint | number,
    /** How a BigDecimal prints. */
    readonly text = '',
  ) {}
}

/** A Double. */
export function double(value: number): JNumber {
  return new JNumber('double', value)
}

/** A Character. */
export class JChar {
  constructor(readonly value: string) {}
}

/** `json` is json-smart's JSONArray: it prints as JSON. `array` is a Java array: its size is fixed. `set` and `collection` have no index. */
export type ListKind = 'list' | 'json' | 'array' | 'set' | 'collection'

/** A List, a Set, a Collection or an array. */
export class JList {
  /** Counts changes of the size: a loop over a list that changes fails. */
  changes = 0

  constructor(
    readonly items: Value[],
    readonly kind: ListKind = 'list',
    /** What the elements are taken from, so that changes there are seen. */
    readonly source?: JMap,
  ) {}
}

/** How the keys of a map are ordered, and whether it prints: maps of `$context` do not (facts/14, 4). */
export interface MapOptions {
  readonly order?: 'linked' | 'hash'
  readonly prints?: boolean
}

/** Where a map takes its members from when they are asked for. */
export interface MapSource {
  /** In the order in which they would have been put. */
  readonly names: readonly string[]
  /** Undefined for what is none of the names. */
  readonly value: (name: string) => Value | undefined
}

/** A LinkedHashMap, or a HashMap; with a source, its members are worked out when first asked for. */
export class JMap {
  changes = 0
  readonly hashed: boolean
  readonly prints: boolean
  private table: Map<unknown, JEntry> | undefined
  /** The most entries that it ever had: a HashMap never shrinks. */
  private largest = 0

  constructor(
    options: MapOptions = {},
    private source?: MapSource,
  ) {
    this.hashed = options.order === 'hash'
    this.prints = options.prints !== false
  }

  get size(): number {
    return this.all().size
  }

  get(key: Value): Value | undefined {
    const entry = this.table?.get(identity(key))
    if (entry !== undefined || this.source === undefined) return entry?.value
    const value = typeof key === 'string' ? this.source.value(key) : undefined
    if (value === undefined) return undefined
    this.table ??= new Map()
    this.table.set(key, new JEntry(key, value))
    return value
  }

  /** Takes from the source what is still there, each member at its place. */
  private all(): Map<unknown, JEntry> {
    const { source, table: taken } = this
    if (source === undefined) {
      this.table ??= new Map()
      return this.table
    }
    const table = new Map<unknown, JEntry>()
    for (const name of source.names) table.set(name, taken?.get(name) ?? new JEntry(name, source.value(name) ?? null))
    this.source = undefined
    this.table = table
    this.largest = table.size
    return table
  }

  has(key: Value): boolean {
    return this.all().has(identity(key))
  }

  /** Puts a value, and answers the one that was there. */
  put(key: Value, value: Value): Value {
    const at = identity(key)
    const table = this.all()
    const entry = table.get(at)
    if (entry !== undefined) {
      const before = entry.value
      entry.value = value
      return before
    }
    table.set(at, new JEntry(key, value))
    this.changes++
    if (table.size > this.largest) this.largest = table.size
    return null
  }

  remove(key: Value): Value {
    const at = identity(key)
    const table = this.all()
    const before = table.get(at)?.value
    if (!table.delete(at)) return null
    this.changes++
    return before ?? null
  }

  clear(): void {
    this.all().clear()
    this.changes++
  }

  /** The entries, in the order in which they print. */
  entries(): JEntry[] {
    const entries = [...this.all().values()]
    if (!this.hashed) return entries
    let buckets = 16
    while (this.largest > buckets * 0.75) buckets *= 2
    const bucket = (entry: JEntry): number => {
      const hash = typeof entry.key === 'string' ? stringHash(entry.key) : 0
      return (hash ^ (hash >>> 16)) & (buckets - 1)
    }
    return entries
      .map((entry) => ({ entry, at: bucket(entry) }))
      .sort((a, b) => a.at - b.at)
      .map(({ entry }) => entry)
  }
}

/** What equal keys have in common. */
function identity(key: Value): unknown {
  if (key instanceof JNumber) return `\u0000${key.kind}${key.kind === 'decimal' ? key.text : key.value}`
  if (key instanceof JChar) return `\u0000char${key.value}`
  return key
}

/** String.hashCode. */
export function stringHash(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

/** An object with a closed list of properties and methods; nothing else of it can be reached from a template. */
export abstract class JObject {
  abstract readonly className: string

  /** The value of a property; undefined when there is none of that name. */
  property(_name: string, _budget: Budget): Value | undefined {
    return undefined
  }

  /** Calls a method; undefined when there is none of that name for these arguments. */
  call(_name: string, _args: readonly Value[], _budget: Budget): Value | undefined {
    return undefined
  }

  /** Sets a property; false when there is none. */
  setProperty(_name: string, _value: Value): boolean {
    return false
  }

  /** What it prints. */
  text(_budget: Budget): string {
    return ''
  }

  /** The elements that `#foreach` runs over, if it can. */
  elements(): Iterator<Value> | undefined {
    return undefined
  }
}

/** A Map.Entry. */
export class JEntry extends JObject {
  override readonly className = 'java.util.HashMap$Node'

  constructor(
    readonly key: Value,
    public value: Value,
  ) {
    super()
  }

  override property(name: string): Value | undefined {
    return name === 'key' ? this.key : name === 'value' ? this.value : undefined
  }

  override setProperty(name: string, value: Value): boolean {
    if (name !== 'value') return false
    this.value = value
    return true
  }

  override call(name: string, args: readonly Value[]): Value | undefined {
    const [value] = args
    if (name === 'setValue' && value !== undefined) {
      const before = this.value
      this.value = value
      return before
    }
    return args.length > 0 ? undefined : name === 'getKey' ? this.key : name === 'getValue' ? this.value : undefined
  }
}

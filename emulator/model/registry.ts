import type { Tables } from './tables'

/** What happened to one record. `record` is absent when it was deleted. */
export interface Change<Name extends keyof Tables = keyof Tables> {
  readonly account: string
  readonly region: string
  readonly table: Name
  readonly parent: string
  readonly id: string
  readonly record?: Tables[Name]
}

/**
 * Records of one kind, by id below a parent (`''` for what stands on its own), in the order in which they were first put.
 * Records are never changed in place: a change puts a new one, so whoever holds the old one holds a snapshot.
 */
export class Table<T> {
  readonly #byParent = new Map<string, Map<string, T>>()

  constructor(private readonly changed: (parent: string, id: string, record: T | undefined) => void) {}

  get(id: string, parent = ''): T | undefined {
    return this.#byParent.get(parent)?.get(id)
  }

  /** The records below a parent. */
  list(parent = ''): T[] {
    return [...(this.#byParent.get(parent)?.values() ?? [])]
  }

  /** The ids below a parent. */
  ids(parent = ''): string[] {
    return [...(this.#byParent.get(parent)?.keys() ?? [])]
  }

  /** Those parents that have records. */
  parents(): string[] {
    return [...this.#byParent.keys()]
  }

  put(record: T, id: string, parent = ''): T {
    let children = this.#byParent.get(parent)
    if (children === undefined) {
      children = new Map()
      this.#byParent.set(parent, children)
    }
    children.set(id, record)
    this.changed(parent, id, record)
    return record
  }

  delete(id: string, parent = ''): boolean {
    const children = this.#byParent.get(parent)
    if (children === undefined || !children.delete(id)) return false
    if (children.size === 0) this.#byParent.delete(parent)
    this.changed(parent, id, undefined)
    return true
  }

  deleteAll(parent: string): void {
    for (const id of this.ids(parent)) this.delete(id, parent)
  }
}

/** The tables of one account in one region. */
export type Records = { readonly [Name in keyof Tables]: Table<Tables[Name]> }

/** All records of one account and region, as plain data: table, then parent, then id. */
export interface RegistrySnapshot {
  readonly scopes: readonly { account: string; region: string; tables: Record<string, Record<string, Record<string, unknown>>> }[]
}

/** The region under which global tables stand. */
const GLOBAL = 'aws-global'

/** AWS's records, by account and region: the one model that every way in writes and that the gateway is compiled from. */
export class Registry {
  readonly #scopes = new Map<string, { account: string; region: string; records: Records }>()
  readonly #listeners = new Set<(change: Change) => void>()

  constructor(
    private readonly tableNames: readonly (keyof Tables)[],
    /** Tables that are one for all regions of an account; they stand under the region `aws-global`. */
    private readonly globalTables: ReadonlySet<keyof Tables> = new Set(),
  ) {}

  /** The tables of an account in a region; made when first asked for. */
  records(account: string, region: string): Records {
    const key = `${account}/${region}`
    const known = this.#scopes.get(key)
    if (known !== undefined) return known.records
    const everywhere = region === GLOBAL ? undefined : this.records(account, GLOBAL)
    const tables = this.tableNames.map((table) => [
      table,
      (this.globalTables.has(table) ? everywhere?.[table] : undefined) ??
        new Table<unknown>((parent, id, record) => {
          this.#tell({ account, region, table, parent, id, ...(record === undefined ? {} : { record }) } as Change)
        }),
    ])
    const records = Object.fromEntries(tables) as Records
    this.#scopes.set(key, { account, region, records })
    return records
  }

  /** The regions of an account that have been asked for. */
  regions(account: string): string[] {
    return this.scopes().flatMap((scope) => (scope.account === account ? [scope.region] : []))
  }

  /** Every account and region that has been asked for. */
  scopes(): readonly { account: string; region: string; records: Records }[] {
    return [...this.#scopes.values()]
  }

  /** Calls back after each change, in order, before the call that made it returns. The answer ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The state as it is; later changes do not reach it, since records are never changed in place. */
  snapshot(): RegistrySnapshot {
    const scopes = this.scopes().map(({ account, region, records }) => {
      const tables: Record<string, Record<string, Record<string, unknown>>> = {}
      for (const name of this.#tablesOf(region)) {
        const table = records[name] as Table<unknown>
        const below = (parent: string) => Object.fromEntries(table.ids(parent).map((id) => [id, table.get(id, parent)]))
        tables[name] = Object.fromEntries(table.parents().map((parent) => [parent, below(parent)]))
      }
      return { account, region, tables }
    })
    return { scopes }
  }

  /** Puts a snapshot in place of the present state; listeners hear of every difference as a change. */
  restore(snapshot: RegistrySnapshot): void {
    for (const { region, records } of this.scopes()) {
      for (const name of this.#tablesOf(region)) for (const parent of records[name].parents()) records[name].deleteAll(parent)
    }
    for (const { account, region, tables } of snapshot.scopes) {
      const records = this.records(account, region)
      for (const name of this.tableNames) {
        for (const [parent, children] of Object.entries(tables[name] ?? {})) {
          for (const [id, record] of Object.entries(children)) (records[name] as Table<unknown>).put(record, id, parent)
        }
      }
    }
  }

  /** The tables that stand under a region: all, or under `aws-global` the global ones. */
  #tablesOf(region: string): readonly (keyof Tables)[] {
    return this.tableNames.filter((name) => this.globalTables.has(name) === (region === GLOBAL))
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }
}

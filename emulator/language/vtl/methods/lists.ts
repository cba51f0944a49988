import type { Budget } from '../budget'
import { contains, equal, hash, indexIn } from '../equality'
import { TemplateError } from '../errors'
import { toText } from '../text'
import { JList, JObject, type Value } from '../values'
import { asInt, type Method, type Methods, methods, outOfBounds, plain, taking } from './arguments'

function checked(self: JList, index: number): number {
  if (index < 0 || index >= self.items.length) throw outOfBounds('IndexOutOfBoundsException', index, self.items.length)
  return index
}

/** An Iterator; it fails when the list changes under it. */
export class JIterator extends JObject {
  override readonly className = 'java.util.Iterator'
  private at = 0
  private readonly expected: number
  /** A map's iterator knows its next entry beforehand, a list's compares its place with the size (as Java's do). */
  private readonly length: number

  constructor(private readonly list: JList) {
    super()
    this.expected = changesOf(list)
    this.length = list.items.length
  }

  hasNext(): boolean {
    return this.at !== (this.list.source === undefined ? this.list.items.length : this.length)
  }

  next(): Value {
    if (changesOf(this.list) !== this.expected)
      throw new TemplateError('ConcurrentModificationException', 'the list changed within the loop')
    if (this.at >= this.list.items.length) throw new TemplateError('NoSuchElementException', 'there is no further element')
    return this.list.items[this.at++] as Value
  }

  override call(name: string, args: readonly Value[]): Value | undefined {
    if (args.length > 0) return undefined
    return name === 'hasNext' ? this.hasNext() : name === 'next' ? this.next() : undefined
  }
}

function changesOf(list: JList): number {
  return list.source === undefined ? list.changes : list.source.changes
}

/** Replaces all elements; true when their number changed. */
function keep(self: JList, wanted: (item: Value) => boolean): boolean {
  const kept = self.items.filter(wanted)
  if (kept.length === self.items.length) return false
  self.items.splice(0, self.items.length, ...kept)
  self.changes++
  return true
}

function insert(self: JList, at: number, values: readonly Value[], budget: Budget): void {
  if (at < 0 || at > self.items.length) throw outOfBounds('IndexOutOfBoundsException', at, self.items.length)
  budget.step(1 + values.length)
  if (at === self.items.length) for (const value of values) self.items.push(value)
  else {
    budget.step((self.items.length - at) >> 6)
    self.items.splice(at, 0, ...values)
  }
  self.changes++
}

const taken = (items: Value): readonly Value[] | undefined => (items instanceof JList ? [...items.items] : undefined)

const anyCollection: Record<string, Method<JList>> = {
  size: plain((self) => self.items.length),
  isEmpty: plain((self) => self.items.length === 0),
  contains: taking((self, value, budget) => contains(self.items, value, budget)),
  containsAll: taking((self, all, budget) => taken(all)?.every((value) => contains(self.items, value, budget))),
  iterator: plain((self) => new JIterator(self)),
  toArray: plain((self, budget) => {
    budget.step(self.items.length)
    return new JList([...self.items], 'array')
  }),
  equals: taking((self, value, budget) => equal(self, value, budget)),
  hashCode: plain((self, budget) => hash(self, budget)),
  toString: plain<JList>((self, budget) => toText(self, budget)),
}

const changing: Record<string, Method<JList>> = {
  clear: plain((self) => {
    self.items.length = 0
    self.changes++
    return ''
  }),
  removeAll: taking((self, all, budget) => {
    const unwanted = taken(all)
    return unwanted && keep(self, (item) => !contains(unwanted, item, budget))
  }),
  retainAll: taking((self, all, budget) => {
    const wanted = taken(all)
    return wanted && keep(self, (item) => contains(wanted, item, budget))
  }),
}

const remove: Method<JList> = (self, args, budget) => {
  const [what] = args
  if (args.length !== 1 || what === undefined) return undefined
  const at = typeof what === 'number' ? checked(self, what) : indexIn(self.items, what, budget)
  if (at < 0) return false
  const [removed] = self.items.splice(at, 1)
  self.changes++
  return typeof what === 'number' ? (removed as Value) : true
}

const indexed: Record<string, Method<JList>> = {
  get: (self, args) => {
    const index = asInt(args[0])
    return args.length !== 1 || index === undefined ? undefined : (self.items[checked(self, index)] as Value)
  },
  set: (self, args) => {
    const [at, value] = [asInt(args[0]), args[1]]
    if (args.length !== 2 || at === undefined || value === undefined) return undefined
    const before = self.items[checked(self, at)] as Value
    self.items[at] = value
    return before
  },
}

const ofLists: Record<string, Method<JList>> = {
  ...indexed,
  indexOf: taking((self, value, budget) => indexIn(self.items, value, budget)),
  lastIndexOf: taking((self, value, budget) => {
    const found = indexIn([...self.items].reverse(), value, budget)
    return found < 0 ? -1 : self.items.length - 1 - found
  }),
  add: (self, args, budget) => {
    const at = args.length === 2 ? asInt(args[0]) : self.items.length
    if (args.length < 1 || args.length > 2 || at === undefined) return undefined
    insert(self, at, args.slice(-1), budget)
    return args.length === 1 ? true : ''
  },
  addAll: (self, args, budget) => {
    const at = args.length === 2 ? asInt(args[0]) : self.items.length
    const values = taken(args.at(-1) ?? null)
    if (args.length > 2 || at === undefined || values === undefined) return undefined
    insert(self, at, values, budget)
    return values.length > 0
  },
  remove,
  subList: (self, args, budget) => {
    const [from, to] = [asInt(args[0]), asInt(args[1])]
    if (args.length !== 2 || from === undefined || to === undefined) return undefined
    if (from < 0 || to > self.items.length) throw outOfBounds('IndexOutOfBoundsException', from < 0 ? from : to, self.items.length)
    if (from > to) throw new TemplateError('IllegalArgumentException', `fromIndex(${from}) > toIndex(${to})`)
    budget.step(1 + to - from)
    return new JList(self.items.slice(from, to))
  },
}

const LIST = methods({ ...anyCollection, ...changing, ...ofLists })
const ARRAY = methods({
  ...pick(anyCollection, ['size', 'isEmpty', 'contains', 'containsAll', 'iterator', 'toArray', 'toString']),
  ...indexed,
  ...pick(ofLists, ['indexOf', 'lastIndexOf', 'subList']),
})
const COLLECTION = methods(anyCollection)

/** Velocity shows an array as a list of fixed size. */
function pick(table: Readonly<Record<string, Method<JList>>>, names: readonly string[]): Record<string, Method<JList>> {
  return Object.fromEntries(names.map((name) => [name, table[name] as Method<JList>]))
}

/** The methods of a list, by its kind. */
export function listMethods(list: JList): Methods<JList> {
  if (list.kind === 'list' || list.kind === 'json') return LIST
  return list.kind === 'array' ? ARRAY : COLLECTION
}

import { contains, equal, hash } from '../equality'
import { toText } from '../text'
import { JList, JMap, type Value } from '../values'
import { type Method, methods, plain, taking } from './arguments'

function pair(run: (self: JMap, key: Value, value: Value) => Value): Method<JMap> {
  return (self, args) => (args.length === 2 ? run(self, args[0] as Value, args[1] as Value) : undefined)
}

/** The methods of Map. */
export const MAP_METHODS = methods<JMap>({
  get: taking((self, key) => self.get(key) ?? null),
  put: (self, args, budget) => {
    budget.step()
    return args.length === 2 ? self.put(args[0] as Value, args[1] as Value) : undefined
  },
  putAll: taking((self, other, budget) => {
    if (!(other instanceof JMap)) return undefined
    budget.step(1 + other.size)
    for (const { key, value } of other.entries()) self.put(key, value)
    return ''
  }),
  putIfAbsent: pair((self, key, value) => self.get(key) ?? self.put(key, value)),
  getOrDefault: pair((self, key, value) => (self.has(key) ? (self.get(key) as Value) : value)),
  replace: pair((self, key, value) => (self.has(key) ? self.put(key, value) : null)),
  containsKey: taking((self, key) => self.has(key)),
  containsValue: taking((self, value, budget) =>
    contains(
      self.entries().map((entry) => entry.value),
      value,
      budget,
    ),
  ),
  remove: (self, args, budget) => {
    const [key, value] = args
    if (key === undefined || args.length > 2) return undefined
    if (value === undefined) return self.remove(key)
    const same = self.has(key) && equal(self.get(key) as Value, value, budget)
    if (same) self.remove(key)
    return same
  },
  size: plain((self) => self.size),
  isEmpty: plain((self) => self.size === 0),
  clear: plain((self) => {
    self.clear()
    return ''
  }),
  keySet: plain((self, budget) => {
    budget.step(1 + self.size)
    return keys(self)
  }),
  values: plain((self, budget) => {
    budget.step(1 + self.size)
    return mapValues(self)
  }),
  entrySet: plain((self, budget) => {
    budget.step(1 + self.size)
    return new JList(self.entries(), 'set', self)
  }),
  equals: taking((self, value, budget) => equal(self, value, budget)),
  hashCode: plain((self, budget) => hash(self, budget)),
  toString: plain<JMap>((self, budget) => toText(self, budget)),
})

function keys(map: JMap): JList {
  return new JList(
    map.entries().map(({ key }) => key),
    'set',
    map,
  )
}

/** The values of a map, as `#foreach` runs over them. */
export function mapValues(map: JMap): JList {
  return new JList(
    map.entries().map(({ value }) => value),
    'collection',
    map,
  )
}

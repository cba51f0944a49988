import { quote } from '../json/print'
import type { Budget } from './budget'
import { numberText } from './numbers'
import { JChar, JEntry, JList, JMap, JNumber, type Value } from './values'

/** `toString()`: what a value prints. */
export function toText(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || value instanceof JNumber) return numberText(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (value instanceof JChar) return value.value
  return budget.nested(() => {
    if (value instanceof JList) return listText(value, budget)
    if (value instanceof JMap) return mapText(value, budget)
    if (value instanceof JEntry) return `${toText(value.key, budget)}=${toText(value.value, budget)}`
    return value.text(budget)
  })
}

function listText(list: JList, budget: Budget): string {
  // A parsed array prints as JSON, with all that is in it (facts/14).
  if (list.kind === 'json') return jsonText(list, budget, true)
  if (list.kind === 'array') return '[Ljava.lang.Object;@0'
  const items = list.items.map((item) => {
    budget.step()
    return item === list ? '(this Collection)' : toText(item, budget)
  })
  return budget.made(`[${items.join(', ')}]`)
}

function mapText(map: JMap, budget: Budget): string {
  if (!map.prints) return ''
  const entries = map.entries().map(({ key, value }) => {
    budget.step()
    return `${toText(key, budget)}=${value === map ? '(this Map)' : toText(value, budget)}`
  })
  return budget.made(`{${entries.join(', ')}}`)
}

/** JSON text as json-smart writes it; `web` escapes `/`, as printed arrays do and `$input.json` does not (uncertain, facts/14). */
export function jsonText(value: Value, budget: Budget, web = false): string {
  budget.step()
  if (typeof value === 'string') return quote(value, web ? 'web' : 'plain')
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (value instanceof JNumber) return typeof value.value === 'number' && !Number.isFinite(value.value) ? 'null' : numberText(value)
  return budget.nested(() => {
    if (value instanceof JList) return budget.made(`[${value.items.map((item) => jsonText(item, budget, web)).join(',')}]`)
    if (value instanceof JMap) {
      const members = value
        .entries()
        .map((entry) => `${quote(toText(entry.key, budget), web ? 'web' : 'plain')}:${jsonText(entry.value, budget, web)}`)
      return budget.made(`{${members.join(',')}}`)
    }
    return quote(toText(value, budget), web ? 'web' : 'plain')
  })
}

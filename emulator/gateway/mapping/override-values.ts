import { Budget } from '../../language/vtl/budget'
import { toText } from '../../language/vtl/text'
import { JList, JMap, type Value } from '../../language/vtl/values'
import type { Overrides } from '../exchange'

/** The overrides of a `$context`, as they are when they are asked for. */
export function overridesIn(context: JMap): Overrides {
  return {
    at: (kind, place) => {
      const all = member(context.get(kind), place)
      if (!(all instanceof JMap) || all.size === 0) return []
      return all.entries().map(({ key, value }) => [textOf(key), textOf(value)])
    },
    status: () => {
      const status = member(context.get('responseOverride'), 'status')
      return status === undefined || status === null ? undefined : textOf(status)
    },
  }
}

function member(map: Value | undefined, name: string): Value | undefined {
  return map instanceof JMap ? map.get(name) : undefined
}

/** A list is several values, joined by a comma. */
function textOf(value: Value): string {
  const budget = new Budget()
  return value instanceof JList ? value.items.map((item) => toText(item, budget)).join(',') : toText(value, budget)
}

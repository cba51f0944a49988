import { type Comparator, likeText, orderOf } from './comparison'
import { invalid } from './operations'
import type { FilterPattern } from './pattern'
import { regexOf } from './pattern-regex'

type Test = (field: string) => boolean

interface Field {
  readonly name: string
  readonly test: Test | undefined
}

/** Stands for any number of fields. */
const ELLIPSIS = '...'
const CONDITION = /^\s*([\w-]+)\s*(=|!=|<=?|>=?)\s*("(?:[^"\\]|\\.)*"|%[^%]+%|[^\s&|]+)\s*$/

/**
 * A pattern of fields that spaces divide: `[ip, user, ..., status = 4*, bytes > 1000]`. What stands in quotation marks or brackets is one
 * field. Without `...` a message needs as many fields as the pattern has.
 */
export function spacePattern(pattern: string): FilterPattern {
  if (!pattern.endsWith(']')) throw invalid(`Invalid filter pattern: ${pattern}`)
  const parts = splitFields(pattern.slice(1, -1), pattern)
  const gap = parts.indexOf(ELLIPSIS)
  if (gap !== parts.lastIndexOf(ELLIPSIS)) throw invalid(`Invalid filter pattern: ${pattern}`)
  const fields = parts.map((part) => (part === ELLIPSIS ? undefined : fieldOf(part, pattern)))
  const line = (message: string): readonly (readonly [Field, string])[] | undefined => {
    const found = fieldsOf(message)
    const missing = found.length - (fields.length - 1)
    if (gap < 0 ? found.length !== fields.length : missing < 0) return undefined
    return fields.flatMap((field, i) => {
      if (field === undefined) return []
      const text = found[gap < 0 || i < gap ? i : i + missing - 1]
      return text === undefined ? [] : [[field, text] as const]
    })
  }
  const values = (message: string) => Object.fromEntries((line(message) ?? []).map(([{ name }, text]) => [`$${name}`, text]))
  return {
    matches: (message) => line(message)?.every(([{ test }, text]) => test === undefined || test(text)) ?? false,
    values,
    read: (selector, message) => values(message)[selector],
  }
}

/** The parts between commas that stand in no quotation marks and no regular expression. */
function splitFields(text: string, pattern: string): string[] {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|%[^%]*%|[^,"%])+/g) ?? []
  if (parts.join(',') !== text) throw invalid(`Invalid filter pattern: ${pattern}`)
  return parts.map((part) => part.trim())
}

/** `status`, `status = 4*`, `status = 404 || status = 410`, `size > 10 && size < 20`. */
function fieldOf(part: string, pattern: string): Field {
  if (/^[\w-]+$/.test(part)) return { name: part, test: undefined }
  let name: string | undefined
  const anyOf = part.split('||').map((alternative) => {
    const all = alternative.split('&&').map((condition) => {
      const [, own, comparator, wanted] = CONDITION.exec(condition) ?? []
      if (own === undefined || wanted === undefined || (name !== undefined && name !== own))
        throw invalid(`Invalid filter pattern: ${pattern}`)
      name = own
      return testOf(comparator as Comparator, wanted, pattern)
    })
    return (field: string) => all.every((test) => test(field))
  })
  return { name: name ?? '', test: (field) => anyOf.some((test) => test(field)) }
}

function testOf(comparator: Comparator, wanted: string, pattern: string): Test {
  const order = orderOf(comparator)
  if (order !== undefined) {
    const number = Number(wanted)
    if (Number.isNaN(number)) throw invalid(`Invalid filter pattern: ${pattern}`)
    return (field) => field.trim() !== '' && order(Number(field), number)
  }
  const test = wanted.startsWith('%') ? regexOf(wanted.slice(1, -1), pattern) : equals(wanted.replace(/^"(.*)"$/, '$1'))
  return comparator === '=' ? test : (field) => !test(field)
}

function equals(wanted: string): Test {
  const like = likeText(wanted)
  const number = Number(wanted)
  return Number.isNaN(number) || wanted === '' ? like : (field) => like(field) || (field !== '' && Number(field) === number)
}

/** The fields of a message; those in quotation marks or brackets without them. */
function fieldsOf(message: string): string[] {
  return [...message.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map(([, quoted, bracketed, plain]) => quoted ?? bracketed ?? plain ?? '')
}

import type { StateValue } from '@aws-sdk/client-cloudwatch'
import { constraint } from '../operations'

/** The rule of a composite alarm: whether it holds, given the states of alarms by name or ARN. */
export interface AlarmRule {
  readonly holds: (stateOf: (alarm: string) => StateValue | undefined) => boolean
  /** The alarms that it names, as it names them. */
  readonly alarms: readonly string[]
}

type Test = AlarmRule['holds']
const STATES = new Set<string>(['ALARM', 'OK', 'INSUFFICIENT_DATA'])
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[(),]|[^\s(),"]+)/y
const DEEPEST = 100

/** Takes `ALARM("a") AND NOT (OK(b) OR TRUE)` apart; `AT_LEAST(2, ALARM, (a, b, c))` too. Throws AWS's error when it is no rule. */
export function parseRule(text: string): AlarmRule {
  const parser = new Parser(text)
  const holds = parser.whole()
  return { holds, alarms: [...parser.alarms] }
}

class Parser {
  readonly alarms = new Set<string>()
  readonly #tokens: string[] = []
  #at = 0
  #depth = 0

  constructor(private readonly text: string) {
    const token = new RegExp(TOKEN)
    while (token.lastIndex < text.trimEnd().length) {
      const match = token.exec(text)
      if (match === null) throw this.#broken()
      this.#tokens.push(match[1] as string)
    }
  }

  whole(): Test {
    const test = this.#either()
    if (this.#at < this.#tokens.length) throw this.#broken()
    return test
  }

  #either(): Test {
    const parts = [this.#both()]
    while (this.#takes('OR')) parts.push(this.#both())
    return parts.length === 1 ? (parts[0] as Test) : (stateOf) => parts.some((part) => part(stateOf))
  }

  #both(): Test {
    const parts = [this.#one()]
    while (this.#takes('AND')) parts.push(this.#one())
    return parts.length === 1 ? (parts[0] as Test) : (stateOf) => parts.every((part) => part(stateOf))
  }

  #one(): Test {
    if (this.#takes('NOT')) {
      const inner = this.#one()
      return (stateOf) => !inner(stateOf)
    }
    if (this.#takes('(')) {
      if (++this.#depth > DEEPEST) throw this.#broken()
      const inner = this.#either()
      this.#expect(')')
      this.#depth--
      return inner
    }
    if (this.#takes('TRUE')) return () => true
    if (this.#takes('FALSE')) return () => false
    if (this.#takes('AT_LEAST')) return this.#atLeast()
    const state = this.#next()
    if (!STATES.has(state)) throw this.#broken()
    this.#expect('(')
    const alarm = this.#alarm()
    this.#expect(')')
    return (stateOf) => stateOf(alarm) === state
  }

  /** So many of the alarms, or so many per cent of them, have a state, or with NOT do not have it. */
  #atLeast(): Test {
    this.#expect('(')
    const given = this.#next()
    this.#expect(',')
    const negated = this.#takes('NOT')
    const state = this.#next()
    this.#expect(',')
    this.#expect('(')
    const alarms = [this.#alarm()]
    while (this.#takes(',')) alarms.push(this.#alarm())
    this.#expect(')')
    this.#expect(')')
    const number = Number(given.replace(/%$/, ''))
    if (!STATES.has(state) || !(number >= 0)) throw this.#broken()
    const least = given.endsWith('%') ? Math.ceil((number / 100) * alarms.length) : number
    return (stateOf) => alarms.filter((alarm) => (stateOf(alarm) === state) !== negated).length >= least
  }

  #alarm(): string {
    const token = this.#next()
    if (/^[(),]$/.test(token)) throw this.#broken()
    const name = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token
    this.alarms.add(name)
    return name
  }

  #next(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw this.#broken()
    return token
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw this.#broken()
  }

  /** Uncertain: AWS's wording. */
  #broken(): Error {
    return constraint('alarmRule', this.text, 'Member must be a valid alarm rule')
  }
}

import type { Metric } from '../../../observe/metrics'
import { invalidValue } from '../operations'

const MOST_FOUND = 500

/** Whether a metric is meant. */
type Test = (metric: Metric) => boolean

/**
 * The metrics that a search of metric math means, 500 at most: `{AWS/ApiGateway,ApiName} MetricName="Count" prod`. Braces name the namespace
 * and all dimension names; `"quoted"` words have to be there as they are, plain ones as a part.
 */
export function searchMetrics(metrics: readonly Metric[], query: string): Metric[] {
  const { schema, rest } = splitSchema(query)
  const test = new Terms(rest).whole()
  return metrics.filter((metric) => schema(metric) && test(metric)).slice(0, MOST_FOUND)
}

function splitSchema(query: string): { readonly schema: Test; readonly rest: string } {
  const found = /^\s*\{([^}]*)\}([\s\S]*)$/.exec(query)
  if (found === null) return { schema: () => true, rest: query }
  const [namespace, ...names] = (found[1] ?? '').split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
  const wanted = names.sort().join('\0')
  return {
    schema: (metric) => metric.namespace === namespace && metric.dimensions.map(({ Name }) => Name).join('\0') === wanted,
    rest: found[2] ?? '',
  }
}

/** Terms side by side all count (`AND`); `OR` and `NOT` and parentheses as one expects. */
class Terms {
  readonly #tokens: string[]
  #at = 0

  constructor(private readonly text: string) {
    this.#tokens = text.match(/"[^"]*"|[()]|[^\s()="]+|=/g) ?? []
  }

  whole(): Test {
    if (this.#tokens.length === 0) return () => true
    const test = this.#either()
    if (this.#at < this.#tokens.length) throw this.#broken()
    return test
  }

  #either(): Test {
    const parts = [this.#both()]
    while (this.#takes('OR')) parts.push(this.#both())
    return (metric) => parts.some((part) => part(metric))
  }

  #both(): Test {
    const parts = [this.#one()]
    for (;;) {
      const token = this.#tokens[this.#at]
      if (token === undefined || token === ')' || token === 'OR') return (metric) => parts.every((part) => part(metric))
      this.#takes('AND')
      parts.push(this.#one())
    }
  }

  #one(): Test {
    if (this.#takes('NOT')) {
      const inner = this.#one()
      return (metric) => !inner(metric)
    }
    if (this.#takes('(')) {
      const inner = this.#either()
      if (!this.#takes(')')) throw this.#broken()
      return inner
    }
    const word = this.#tokens[this.#at++]
    if (word === undefined || word === '=' || word === ')') throw this.#broken()
    if (!this.#takes('=')) return (metric) => texts(metric).some((text) => fits(text, word))
    const name = unquoted(word)
    if (this.#takes('(')) {
      const values = [this.#tokens[this.#at++] ?? '']
      while (this.#takes('OR')) values.push(this.#tokens[this.#at++] ?? '')
      if (!this.#takes(')')) throw this.#broken()
      return (metric) => values.some((value) => property(metric, name).some((text) => fits(text, value)))
    }
    const value = this.#tokens[this.#at++]
    if (value === undefined) throw this.#broken()
    return (metric) => property(metric, name).some((text) => fits(text, value))
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #broken(): Error {
    return invalidValue(`Error in SEARCH expression '${this.text}': Invalid syntax.`)
  }
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1')
}

/** A quoted text is the whole; a plain one is a part, in any case. */
function fits(text: string, wanted: string): boolean {
  return wanted.startsWith('"') ? text === unquoted(wanted) : text.toLowerCase().includes(wanted.toLowerCase())
}

function texts({ namespace, name, dimensions }: Metric): string[] {
  return [namespace, name, ...dimensions.flatMap(({ Name, Value }) => [Name, Value])]
}

function property({ namespace, name, dimensions }: Metric, wanted: string): string[] {
  if (wanted === 'MetricName') return [name]
  if (wanted === 'Namespace') return [namespace]
  return dimensions.filter(({ Name }) => Name === wanted).map(({ Value }) => Value)
}

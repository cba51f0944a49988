import type { AwsError } from '../../../model/errors'
import { invalidValue } from '../operations'

type Json = Readonly<Record<string, unknown>>

/** A widget's definition is not what it must be, and where. The words are those of the checks of dashboards; uncertain for pictures. */
export function broken(path: string, message: string): AwsError {
  return invalidValue(`The parameter MetricWidget is not valid: ${path === '' ? '' : `${path} `}${message}`)
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The members of an object in a widget's definition, read by their type; it remembers which nobody asked for. */
export class Fields {
  readonly #asked = new Set<string>()
  readonly #json: Json
  readonly #parts: Fields[] = []

  constructor(
    value: unknown,
    readonly path: string,
  ) {
    if (!isObject(value)) throw broken(path, 'should be object')
    this.#json = value
  }

  text(name: string): string | undefined {
    return this.#read(name, 'string', (value) => typeof value === 'string')
  }

  number(name: string): number | undefined {
    return this.#read(name, 'number', (value) => typeof value === 'number' && Number.isFinite(value))
  }

  flag(name: string, otherwise = false): boolean {
    return this.#read<boolean>(name, 'boolean', (value) => typeof value === 'boolean') ?? otherwise
  }

  list(name: string): readonly unknown[] | undefined {
    return this.#read(name, 'array', Array.isArray)
  }

  /** A whole number within limits. */
  integer(name: string, least: number, most: number): number | undefined {
    const value = this.#read<number>(name, 'integer', Number.isInteger)
    if (value === undefined || (value >= least && value <= most)) return value
    throw broken(this.#at(name), value < least ? `should be >= ${least}` : `should be <= ${most}`)
  }

  choice<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    const value = this.text(name) ?? otherwise
    if (allowed.includes(value as T)) return value as T
    throw broken(this.#at(name), `should be equal to one of the allowed values: ${allowed.join(', ')}`)
  }

  /** Six digits of a colour in HTML, `#1f77b4`. */
  colour(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || /^#[0-9a-f]{6}$/i.test(value)) return value?.toLowerCase()
    throw broken(this.#at(name), `should be a six-digit HTML hex color code, and is ${JSON.stringify(value)}`)
  }

  /** An object in it; an empty one where there is none. */
  part(name: string): Fields {
    return this.item(this.#read(name, 'object', isObject) ?? {}, name)
  }

  /** An object somewhere below: what nobody asks for in it is told here. */
  item(value: unknown, at: string): Fields {
    const part = new Fields(value, this.#at(at))
    this.#parts.push(part)
    return part
  }

  /** A member that has no effect by AWS's own rules. */
  ignore(name: string): void {
    this.#asked.add(name)
  }

  /** The paths of members that nobody asked for. */
  unread(): string[] {
    const own = Object.keys(this.#json).filter((name) => !this.#asked.has(name))
    return [...own.map((name) => this.#at(name)), ...this.#parts.flatMap((part) => part.unread())]
  }

  #read<T>(name: string, type: string, fits: (value: unknown) => boolean): T | undefined {
    this.#asked.add(name)
    const value = Object.hasOwn(this.#json, name) ? this.#json[name] : undefined
    if (value === undefined || fits(value)) return value as T | undefined
    throw broken(this.#at(name), `should be ${type}`)
  }

  #at(name: string): string {
    return `${this.path}/${name}`
  }
}

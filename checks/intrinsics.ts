/** Values of parameters, as they are given to CloudFormation. */
export type Parameters = Readonly<Record<string, string>>

/** A value that only the deployment knows. */
export const UNKNOWN = '${?}'

/** Evaluates what a template says, as far as it can be without deploying it. */
export interface Resolver {
  /**
   * The value with its functions evaluated. A resource is `${Orders}`, an attribute of it `${Orders.Arn}`, a pseudo parameter
   * `${AWS::Region}`, another stack's export `${Import:name}`, and what nobody knows yet `${?}`; `AWS::NoValue` is not there.
   */
  value(written: unknown): unknown
  /** Whether a condition holds; undefined where only the deployment knows. */
  condition(name: string): boolean | undefined
  /** The logical ids that a value refers to. */
  referencesOf(written: unknown): string[]
}

type Functions = Readonly<Record<string, (argument: unknown) => unknown>>
type Entry = Readonly<Record<string, unknown>>

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value)
const section = (template: Entry, name: string): Entry => {
  const found = template[name]
  return isEntry(found) ? found : {}
}

/** Deeper than any template that CloudFormation takes: what refers to itself ends there. */
const DEEPEST = 100

/** A resolver for a template with these parameters, or their defaults. */
export function createResolver(template: Entry, given: Parameters): Resolver {
  const [parameters, conditions, mappings] = [
    section(template, 'Parameters'),
    section(template, 'Conditions'),
    section(template, 'Mappings'),
  ]
  let depth = 0

  function value(written: unknown): unknown {
    if (depth > DEEPEST) return UNKNOWN
    depth++
    try {
      if (Array.isArray(written)) return written.map(value).filter((item) => item !== undefined)
      if (!isEntry(written)) return written
      const [only, ...others] = Object.entries(written)
      if (only !== undefined && others.length === 0) {
        const [name, argument] = only
        const run = Object.hasOwn(functions, name) ? functions[name] : undefined
        if (run !== undefined) return run(argument)
        if (name.startsWith('Fn::')) return UNKNOWN
      }
      const entries = Object.entries(written).map(([key, item]) => [key, value(item)] as const)
      return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
    } finally {
      depth--
    }
  }

  function reference(name: string): unknown {
    if (name === 'AWS::NoValue') return undefined
    if (!Object.hasOwn(parameters, name)) return `\${${name}}`
    const { Default, Type } = section(parameters, name)
    const known = given[name] ?? Default
    if (known === undefined || String(Type).startsWith('AWS::SSM::')) return UNKNOWN
    return Type === 'CommaDelimitedList' || String(Type).startsWith('List<')
      ? String(known)
          .split(',')
          .map((item) => item.trim())
      : known
  }

  function attribute(argument: unknown): string {
    const [id, name] = Array.isArray(argument) ? argument : [String(argument).split('.')[0], String(argument).split('.').slice(1).join('.')]
    return typeof name === 'string' ? `\${${id}.${name}}` : UNKNOWN
  }

  function substitute(argument: unknown): string {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}]
    if (typeof text !== 'string') return UNKNOWN
    return text.replace(/\$\{(!?)([^}]*)\}/g, (_all, escaped: string, name: string) => {
      if (escaped === '!') return `\${${name}}`
      if (isEntry(own) && Object.hasOwn(own, name)) return plain(value(own[name]))
      return name.includes('.') && !name.includes('::') ? attribute(name) : plain(reference(name.trim()))
    })
  }

  function choose(argument: unknown): unknown {
    const [name, yes, no] = Array.isArray(argument) ? argument : []
    const holds = condition(String(name))
    return holds === undefined ? UNKNOWN : value(holds ? yes : no)
  }

  function argumentsOf(argument: unknown): unknown[] {
    const list = value(argument)
    return Array.isArray(list) ? list : []
  }

  const functions: Functions = {
    Ref: (argument) => reference(String(argument)),
    'Fn::GetAtt': attribute,
    'Fn::Sub': substitute,
    'Fn::If': choose,
    'Fn::Join': (argument) => {
      const [separator, list] = argumentsOf(argument)
      return Array.isArray(list) ? list.map(plain).join(String(separator)) : UNKNOWN
    },
    'Fn::Select': (argument) => {
      const [index, list] = argumentsOf(argument)
      return Array.isArray(list) ? (list[Number(index)] ?? UNKNOWN) : UNKNOWN
    },
    'Fn::Split': (argument) => {
      const [separator, text] = argumentsOf(argument)
      return typeof text === 'string' && !text.includes('${?}') ? text.split(String(separator)) : UNKNOWN
    },
    'Fn::FindInMap': (argument) => {
      const [map, top, second] = argumentsOf(argument)
      return section(section(mappings, String(map)), String(top))[String(second)] ?? UNKNOWN
    },
    'Fn::ImportValue': (argument) => `\${Import:${plain(value(argument))}}`,
  }

  function condition(name: string): boolean | undefined {
    return Object.hasOwn(conditions, name) ? holds(conditions[name]) : undefined
  }

  function holds(written: unknown): boolean | undefined {
    if (!isEntry(written) || depth > DEEPEST) return undefined
    depth++
    try {
      const [[name, argument] = ['', undefined]] = Object.entries(written)
      if (name === 'Condition') return condition(String(argument))
      const list = Array.isArray(argument) ? argument : []
      if (name === 'Fn::Equals') {
        const [one, other] = list.map(value)
        return String(one).includes('${') || String(other).includes('${') ? undefined : String(one) === String(other)
      }
      const parts = list.map(holds)
      if (name === 'Fn::Not') return parts[0] === undefined ? undefined : !parts[0]
      if (name === 'Fn::And') return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true
      if (name === 'Fn::Or') return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false
      return undefined
    } finally {
      depth--
    }
  }

  return { value, condition, referencesOf }
}

function referencesOf(written: unknown): string[] {
  const found = JSON.stringify(written ?? {}).matchAll(
    /"Ref":"([A-Za-z0-9]+)"|"Fn::GetAtt":(?:\["|")([A-Za-z0-9]+)|\$\{([A-Za-z0-9]+)[.}]/g,
  )
  return [...found].map(([, ref, attribute, substituted]) => (ref ?? attribute ?? substituted) as string)
}

function plain(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? value.map(plain).join(',') : UNKNOWN
}

import { compileBlock } from './address'
import { compileArnPattern, compileWildcard } from './wildcard'

/** Makes the test of a request's value against one that the policy names; undefined for what is no value of the operator. */
type Compile = (wanted: string) => ((given: string) => boolean) | undefined

const number = (text: string): number | undefined => (/^[-+]?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined)

/** ISO 8601 as W3C has it, in UTC where no zone stands. */
const DATE = /^\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[-+]\d\d:\d\d)?)?)?$/

/** A date, or seconds since 1970, in milliseconds. */
function date(text: string): number | undefined {
  const seconds = number(text)
  if (seconds !== undefined) return seconds * 1000
  const found = DATE.exec(text)
  const at = found === null ? Number.NaN : Date.parse(text.includes('T') && found[1] === undefined ? `${text}Z` : text)
  return Number.isNaN(at) ? undefined : at
}

const bool = (wanted: string): ((given: string) => boolean) | undefined =>
  /^(?:true|false)$/i.test(wanted) ? (given) => given.toLowerCase() === wanted.toLowerCase() : undefined
const bytes: Compile = (wanted) => {
  const held = Buffer.from(wanted, 'base64')
  return (given) => Buffer.from(given, 'base64').equals(held)
}

function compared(read: (text: string) => number | undefined, test: (given: number, wanted: number) => boolean): Compile {
  return (text) => {
    const wanted = read(text)
    if (wanted === undefined) return undefined
    return (value) => {
      const given = read(value)
      return given !== undefined && test(given, wanted)
    }
  }
}

const equals: Compile = (wanted) => (given) => given === wanted
const equalsIgnoringCase: Compile = (wanted) => (given) => given.toLowerCase() === wanted.toLowerCase()
const likeArn: Compile = (wanted) => compileArnPattern(wanted)

interface Operator {
  readonly compile: Compile
  readonly negative?: true
}

/** Each condition operator of the policy language; `negative` ones hold where the test of none of the values does. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries<Operator>({
    StringEquals: { compile: equals },
    StringNotEquals: { compile: equals, negative: true },
    StringEqualsIgnoreCase: { compile: equalsIgnoringCase },
    StringNotEqualsIgnoreCase: { compile: equalsIgnoringCase, negative: true },
    StringLike: { compile: compileWildcard },
    StringNotLike: { compile: compileWildcard, negative: true },
    NumericEquals: { compile: compared(number, (a, b) => a === b) },
    NumericNotEquals: { compile: compared(number, (a, b) => a === b), negative: true },
    NumericLessThan: { compile: compared(number, (a, b) => a < b) },
    NumericLessThanEquals: { compile: compared(number, (a, b) => a <= b) },
    NumericGreaterThan: { compile: compared(number, (a, b) => a > b) },
    NumericGreaterThanEquals: { compile: compared(number, (a, b) => a >= b) },
    DateEquals: { compile: compared(date, (a, b) => a === b) },
    DateNotEquals: { compile: compared(date, (a, b) => a === b), negative: true },
    DateLessThan: { compile: compared(date, (a, b) => a < b) },
    DateLessThanEquals: { compile: compared(date, (a, b) => a <= b) },
    DateGreaterThan: { compile: compared(date, (a, b) => a > b) },
    DateGreaterThanEquals: { compile: compared(date, (a, b) => a >= b) },
    Bool: { compile: bool },
    BinaryEquals: { compile: bytes },
    IpAddress: { compile: compileBlock },
    NotIpAddress: { compile: compileBlock, negative: true },
    ArnEquals: { compile: likeArn },
    ArnNotEquals: { compile: likeArn, negative: true },
    ArnLike: { compile: likeArn },
    ArnNotLike: { compile: likeArn, negative: true },
  }),
)

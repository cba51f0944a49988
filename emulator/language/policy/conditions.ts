import { compileBlock } from './address'
import { compileArnPattern, compileWildcard } from './wildcard'

/** Tests a value of a request against one that the policy names; the policy's variables are filled in. */
type Compile = (wanted: string) => ((given: string) => boolean) | undefined

const number = (text: string): number | undefined => (/^[-+]?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined)
const date = (text: string): number | undefined => {
  const seconds = number(text)
  const at = seconds === undefined ? Date.parse(text) : seconds * 1000
  return Number.isNaN(at) ? undefined : at
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

/** Each condition operator of the policy language; `negative` ones hold where the test of none of the values does. */
export const OPERATORS: Readonly<Record<string, { readonly compile: Compile; readonly negative?: true }>> = {
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
  Bool: { compile: equalsIgnoringCase },
  BinaryEquals: { compile: equals },
  IpAddress: { compile: compileBlock },
  NotIpAddress: { compile: compileBlock, negative: true },
  ArnEquals: { compile: likeArn },
  ArnNotEquals: { compile: likeArn, negative: true },
  ArnLike: { compile: likeArn },
  ArnNotLike: { compile: likeArn, negative: true },
}

import { cidrBlocks } from './cidr'
import { asText, fail, type IntrinsicFunction } from './scope'

/** The functions that take or make lists. */
export const LIST_FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Join': (argument, scope, path, evaluate) => {
    const [delimiter, list] = Array.isArray(argument) ? (argument as unknown[]) : []
    const items = evaluate(list, scope, [...path, 1])
    if (typeof delimiter !== 'string' || !Array.isArray(items)) {
      const aws =
        'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.'
      return fail(scope, path, aws, 'Fn::Join takes a delimiter and a list.', argument)
    }
    return items.map((item) => asText(item, scope, path)).join(delimiter)
  },

  'Fn::Split': (argument, scope, path, evaluate) => {
    const [delimiter, source] = Array.isArray(argument) ? (argument as unknown[]) : []
    const text = evaluate(source, scope, [...path, 1])
    if (typeof delimiter !== 'string' || delimiter === '' || typeof text !== 'string') {
      const aws =
        'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.'
      return fail(scope, path, aws, 'Fn::Split takes a delimiter and a text.', argument)
    }
    return text.split(delimiter)
  },

  'Fn::Select': (argument, scope, path, evaluate) => {
    const [first, second] = Array.isArray(argument) ? (argument as unknown[]) : []
    const index = Number(evaluate(first, scope, [...path, 0]))
    const list = evaluate(second, scope, [...path, 1])
    if (!Array.isArray(list) || !Number.isInteger(index)) {
      const aws =
        'Template error: every Fn::Select object requires two parameters, (1) an index and (2) a list of objects to select from or a function that returns a list of objects to select from (such as Fn::GetAZs)'
      return fail(scope, path, aws, 'Fn::Select takes an index and a list.', argument)
    }
    return (
      list[index] ??
      fail(
        scope,
        path,
        `Template error: Fn::Select  cannot select nonexistent value at index ${index}`,
        `Fn::Select asks for index ${index} of a list of ${list.length}.`,
      )
    )
  },

  'Fn::Cidr': (argument, scope, path, evaluate) => {
    const [block, count, bits] = Array.isArray(argument) ? argument.map((part, i) => evaluate(part, scope, [...path, i])) : []
    const blocks = cidrBlocks(String(block), Number(count), bits === undefined ? undefined : Number(bits))
    const aws = 'Template error: Fn::Cidr could not generate requested subnets'
    return blocks ?? fail(scope, path, aws, 'Fn::Cidr takes a block, a count of 1 to 256 that fits in it, and a number of bits.', argument)
  },

  'Fn::Length': (argument, scope, path, evaluate) => {
    const list = evaluate(argument, scope, path)
    const aws = 'Template error: Fn::Length expects a list of elements or an intrinsic function returning a list of elements'
    return Array.isArray(list) ? list.length : fail(scope, path, aws, 'Fn::Length takes a list.', argument)
  },
}

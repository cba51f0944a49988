import type * as sdk from '@aws-sdk/client-wafv2'

/** Members of rules and actions that are numbers, as texts too in a template. */
const NUMBERS = new Set(['EvaluationWindowSec', 'ImmunityTime', 'Limit', 'Priority', 'ResponseCode', 'Size'])

/** The rules of a template as the operations have them: search strings are bytes, `Arn` is `ARN`, lists of one may be written without a list. */
export function rulesOf(raw: unknown): sdk.Rule[] | undefined {
  if (raw === undefined || raw === null) return undefined
  return [raw].flat().map((rule) => converted(rule) as sdk.Rule)
}

/** Any part of a rule, or an action. */
export function converted(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => converted(one))
  if (typeof value !== 'object' || value === null) return NUMBERS.has(name) ? Number(value) : value
  const { SearchStringBase64, Arn, ...members } = value as Record<string, unknown>
  const made = Object.fromEntries(Object.entries(members).map(([key, member]) => [key, converted(member, key)]))
  if (typeof members['SearchString'] === 'string') made['SearchString'] = Buffer.from(members['SearchString'], 'utf8')
  if (typeof SearchStringBase64 === 'string') made['SearchString'] = Buffer.from(SearchStringBase64, 'base64')
  if (Arn !== undefined) made['ARN'] = Arn
  return made
}

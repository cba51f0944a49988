import { AwsError } from '../../model/errors'

/** How many an account may have in a region (facts/10). */
const MOST = {
  'API Keys': 10_000,
  'Usage Plans': 300,
  'Usage Plans for this API Key': 10,
  'method throttles for this API Stage': 20,
} as const

/** Refuses what would be more than AWS's quota. The wording is uncertain. */
export function checkCount(what: keyof typeof MOST, count: number): void {
  if (count <= MOST[what]) return
  const additional = what.replace(/ for this.*/, '')
  const message = `Maximum number of ${what} has been reached. Please contact AWS if you need additional ${additional}.`
  throw new AwsError('LimitExceededException', message, 429)
}

/** What a Lambda authorizer has answered, checked; plain data, since it is kept in the store. */
export interface AuthorizerAnswer {
  readonly principalId: string
  readonly policyDocument: object
  readonly context: Readonly<Record<string, string>>
  readonly usageIdentifierKey?: string
}

/** Characters of a resource in the policy (facts/04, section 1). */
const LONGEST_RESOURCE = 512
const MEMBERS = new Set(['principalId', 'policyDocument', 'context', 'usageIdentifierKey'])

/**
 * Reads what an authorizer's function returned: a principal, a policy, and a context of texts, numbers and booleans. A text says what is
 * wrong, as the execution log does (facts/04, section 1). Uncertain: the wordings but that of an unknown member, and what becomes of
 * a resource that is too long.
 */
export function readAnswer(payload: string): AuthorizerAnswer | string {
  let answer: unknown
  try {
    answer = JSON.parse(payload)
  } catch {
    return 'Invalid JSON in response: Unexpected end-of-input'
  }
  if (!isMap(answer)) return 'Invalid JSON in response: Cannot deserialize the authorizer response'
  for (const name in answer)
    if (!MEMBERS.has(name)) return `Invalid JSON in response: Unrecognized field "${name}" , not marked as ignorable`
  const { principalId, policyDocument, context, usageIdentifierKey } = answer
  if (typeof principalId !== 'string' && typeof principalId !== 'number') return 'Invalid JSON in response: principalId is missing'
  if (!isMap(policyDocument)) return 'Invalid JSON in response: policyDocument is missing'
  if (resourcesOf(policyDocument).some((resource) => String(resource).length > LONGEST_RESOURCE))
    return `Invalid JSON in response: a Resource has more than ${LONGEST_RESOURCE} characters`
  const texts: Record<string, string> = {}
  if (context !== undefined && context !== null) {
    if (!isMap(context)) return 'Invalid JSON in response: context is not a map'
    for (const [name, value] of Object.entries(context)) {
      if (value === null || value === undefined) continue
      if (typeof value === 'object')
        return `Invalid JSON in response: the context value ${name} is neither a string, a number nor a boolean`
      texts[name] = String(value)
    }
  }
  const common = { principalId: String(principalId), policyDocument, context: texts }
  return typeof usageIdentifierKey === 'string' ? { ...common, usageIdentifierKey } : common
}

function resourcesOf({ Statement }: Record<string, unknown>): unknown[] {
  return [Statement].flat().flatMap((statement) => (isMap(statement) ? [statement['Resource']].flat() : []))
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

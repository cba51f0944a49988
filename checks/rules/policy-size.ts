import { readPermissions } from '../permissions'
import type { Rule } from '../rule'
import { referenceIn, textOf } from '../template'

/** Bytes of a function's policy, and of an API's (facts/10). */
const MOST_OF_FUNCTION = 20_480
const MOST_OF_API = 8_192
const NEAR = 0.8
/** What a statement has besides the text of its ARNs: Sid, Effect, Principal, Action, Condition. */
const STATEMENT = 260

export const policySize: Rule = {
  id: 'policy-size',
  severity: 'error',
  fix: 'Give one permission for all of the API (SourceArn .../*/*) in place of one for each route, or shorten the resource policy.',
  documentation:
    "The policy of a function holds 20 KB: with a permission for each route and one more for the console's test, some fifty routes of one function are too many, and the deployment fails. A resource policy of an API holds 8,192 characters. Told from 80 per cent as a warning; sizes of functions are estimated.",
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  *find({ apis, template }) {
    const sizes = new Map<string, number>()
    for (const { name, resource } of readPermissions(template)) {
      const fn = referenceIn(name)
      const size = STATEMENT + expanded(String(resource.properties['SourceArn'] ?? '')) + 80
      if (fn !== undefined) sizes.set(fn, (sizes.get(fn) ?? 0) + size)
    }
    for (const [fn, size] of sizes) {
      if (size > MOST_OF_FUNCTION * NEAR)
        yield {
          message: `The policy of ${fn} has about ${size} bytes of the ${MOST_OF_FUNCTION} that it may have.`,
          resource: fn,
          severity: size > MOST_OF_FUNCTION ? 'error' : 'warning',
        }
    }
    for (const { resource, policy, name } of apis) {
      if (resource === undefined || policy === undefined) continue
      const size = (textOf(policy) ?? JSON.stringify(policy)).length
      if (size > MOST_OF_API * NEAR)
        yield {
          message: `The resource policy of ${name} has ${size} characters of the ${MOST_OF_API} that it may have.`,
          resource: resource.id,
          property: 'Properties.Policy',
          severity: size > MOST_OF_API ? 'error' : 'warning',
        }
    }
  },
}

/** Characters once references are filled in: an id of an API has ten, a region about as many. */
function expanded(text: string): number {
  return text.replace(/\$\{[^}]*\}/g, 'abcdefghij').length
}

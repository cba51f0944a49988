import type * as sdk from '@aws-sdk/client-wafv2'
import type { HeaderFields } from '../../base/headers'
import { GatewayError } from '../errors'
import { DONE, type Exchange } from '../exchange'

/** What a rule does with a request that it matches: `undefined` goes on to the next rule, `allow` to the API; a refusal throws, or answers itself. */
export type Act = (exchange: Exchange) => undefined | 'allow' | typeof DONE

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  APPLICATION_JSON: 'application/json',
  TEXT_HTML: 'text/html',
  TEXT_PLAIN: 'text/plain',
}

/** Compiles the action of a rule or of a web ACL; `by` names it for people. */
export function compileAction(
  action: sdk.RuleAction | undefined,
  bodies: Readonly<Record<string, sdk.CustomResponseBody>>,
  by: string,
  report: (what: string) => void,
): Act {
  const { Block, Allow, Count, Captcha, Challenge } = action ?? {}
  if (Block !== undefined) return block(Block.CustomResponse, bodies, by)
  if (Allow !== undefined) return inserting(Allow.CustomRequestHandling, 'allow')
  if (Count !== undefined) return inserting(Count.CustomRequestHandling, undefined)
  if (Captcha !== undefined || Challenge !== undefined) {
    // Nobody solves anything here: every request is one without a token (WAF developer guide, "How the CAPTCHA and Challenge actions work").
    const [status, word] = Captcha === undefined ? ([202, 'challenge'] as const) : ([405, 'captcha'] as const)
    report(`puzzles cannot be solved here: the ${word} is answered ${status} always`)
    return (exchange) => answer(exchange, status, ['x-amzn-waf-action', word, 'Content-Type', 'text/html'], '')
  }
  report('it has no action that is emulated: it does nothing')
  return () => undefined
}

/** 403 as the API configures it; a response of the rule's own goes before that (facts/01, step 8). */
function block(response: sdk.CustomResponse | undefined, bodies: Readonly<Record<string, sdk.CustomResponseBody>>, by: string): Act {
  if (response === undefined) {
    return (exchange) => {
      note(exchange, 'WAF_BLOCK')
      throw new GatewayError('WAF_FILTERED', undefined, { why: by })
    }
  }
  const { ResponseCode = 403, CustomResponseBodyKey, ResponseHeaders = [] } = response
  const { ContentType, Content = '' } = bodies[CustomResponseBodyKey ?? ''] ?? {}
  const headers: HeaderFields = ResponseHeaders.flatMap(({ Name = '', Value = '' }) => [Name, Value])
  if (ContentType !== undefined) headers.push('Content-Type', CONTENT_TYPES[ContentType] ?? 'text/plain')
  return (exchange) => answer(exchange, ResponseCode, headers, Content)
}

function answer(exchange: Exchange, status: number, headers: HeaderFields, body: string): typeof DONE {
  note(exchange, 'WAF_BLOCK')
  exchange.response = { status, headers: [...headers], body }
  return DONE
}

/** Headers of WAF's own begin with `x-amzn-waf-` (WAF developer guide, "Custom request header insertions"). */
function inserting(handling: sdk.CustomRequestHandling | undefined, then: 'allow' | undefined): Act {
  const headers = (handling?.InsertHeaders ?? []).flatMap(({ Name = '', Value = '' }) => [`x-amzn-waf-${Name}`, Value])
  return ({ request }) => {
    request.headers.push(...headers)
    return then
  }
}

/** `$context.wafResponseCode`. */
export function note({ waf }: Exchange, responseCode: 'WAF_ALLOW' | 'WAF_BLOCK'): void {
  if (waf !== undefined) waf.responseCode = responseCode
}

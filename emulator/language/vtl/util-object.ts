import type { Budget } from './budget'
import { TemplateError } from './errors'
import { type HostMethod, HostObject } from './host-object'
import { valueOfJsonText } from './json-values'
import { toText } from './text'
import type { Value } from './values'

/** A function of `$util` with one string; of anything else it does not exist (uncertain, facts/14). */
function ofString(run: (text: string, budget: Budget) => Value | undefined): HostMethod {
  return (args, budget) => {
    const [text] = args
    if (args.length !== 1 || typeof text !== 'string') return undefined
    budget.step(1 + (text.length >> 4))
    const result = run(text, budget)
    return typeof result === 'string' ? budget.made(result) : result
  }
}

function escapeJavaScript(args: readonly Value[], budget: Budget): Value | undefined {
  const [value] = args
  if (args.length !== 1 || value === undefined) return undefined
  if (value === null) return null
  const text = toText(value, budget)
  budget.step(1 + (text.length >> 4))
  return budget.made(escapeScript(text))
}

/** What stands for each character of ASCII; undefined for those that stay. */
const ESCAPES: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const short = new Map(Object.entries({ 8: 'b', 9: 't', 10: 'n', 12: 'f', 13: 'r', 34: '"', 39: "'", 47: '/', 92: '\\' })).get(
    String(code),
  )
  return short !== undefined ? `\\${short}` : code < 32 ? byNumber(code) : undefined
})

function byNumber(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Escapes as commons-lang does: also `'` and `/`, and everything beyond ASCII by number (facts/14). */
export function escapeScript(text: string): string {
  let out = ''
  let done = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const escaped = code < 128 ? ESCAPES[code] : byNumber(code)
    if (escaped === undefined) continue
    out += text.slice(done, at) + escaped
    done = at + 1
  }
  return done === 0 ? text : out + text.slice(done)
}

/** java.net.URLEncoder: a blank is `+`. */
export function urlEncode(text: string): string {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))
  return encoded.replaceAll('%20', '+').replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** java.net.URLDecoder. */
export function urlDecode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9A-Fa-f]{2})+|%/g, (escapes) => {
    if (escapes === '%') throw new TemplateError('IllegalArgumentException', 'URLDecoder: Illegal hex characters in escape (%) pattern')
    return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8')
  })
}

function base64Decode(text: string): string {
  const whole = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && (text.includes('=') ? text.length % 4 === 0 : text.length % 4 !== 1)
  if (!whole) throw new TemplateError('IllegalArgumentException', 'Illegal base64 character or wrong ending')
  return Buffer.from(text, 'base64').toString('utf8')
}

/** `$util`: the six functions of API Gateway (facts/03, 3). */
export const UTIL = new HostObject('Util', {
  methods: {
    escapeJavaScript,
    // What is no JSON at all gives nothing (facts/14).
    parseJson: ofString((text, budget) => valueOfJsonText(text, budget) ?? null),
    urlEncode: ofString(urlEncode),
    urlDecode: ofString(urlDecode),
    base64Encode: ofString((text) => Buffer.from(text, 'utf8').toString('base64')),
    base64Decode: ofString(base64Decode),
  },
})

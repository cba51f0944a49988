/** The name under which a header goes to the client; undefined when it is dropped. */
type Rule = (name: string) => string | undefined

const EVERYWHERE = ['connection', 'content-length', 'date', 'server']
const LAMBDA = new Set([...EVERYWHERE, 'www-authenticate'])
const HTTP_PROXY = new Set([...EVERYWHERE, 'x-amzn-requestid'])
const CUSTOM = new Set([
  ...EVERYWHERE,
  'authorization',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
])

function rule(remapped: ReadonlySet<string>, dropped: readonly string[], prefix = 'x-amzn-Remapped-'): Rule {
  return (name) => {
    const lower = name.toLowerCase()
    if (dropped.includes(lower)) return undefined
    if (!remapped.has(lower)) return name
    return lower === 'x-amzn-requestid' ? 'x-amzn-remapped-x-amzn-requestid' : prefix + name
  }
}

/** What becomes of a header that a backend or a mapping sets (facts/01, section 6; facts/13, 313 and 314). Uncertain: WWW-Authenticate of AWS_PROXY. */
export const RESPONSE_HEADER_RULES = {
  lambdaProxy: rule(LAMBDA, ['transfer-encoding']),
  httpProxy: rule(HTTP_PROXY, ['transfer-encoding', 'content-encoding', 'via']),
  custom: rule(CUSTOM, ['transfer-encoding']),
} as const

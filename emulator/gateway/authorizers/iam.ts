import { GatewayError } from '../errors'
import type { Ports } from '../phase'
import type { Principal } from '../principals'
import { policyRequest } from './decision'
import type { AuthorizerKind } from './kind'
import { BECAUSE, deniedByPolicy } from './refusals'
import { bodyIsAsSigned, canonical, signedWith } from './sigv4/canonical'
import { readSignature, type Signature, type WireRequest } from './sigv4/signature'

/** Milliseconds that a signature may be old, or young (facts/04, section 4). */
const SKEW = 5 * 60_000
/** Seconds that a presigned request may hold. */
const LONGEST_PRESIGNED = 604_800

/** AWS_IAM: a signature tells who calls, the principal's policies what they may (facts/04, section 4). Uncertain: the texts marked C there. */
export const iam: AuthorizerKind = {
  plan: (route, { principals, verifySignatures, clock }) => {
    const { region, account } = route
    const signer = planSigner({ service: 'execute-api', region, account }, { principals, verifySignatures, clock })
    return (exchange, methodArn) => {
      const principal = signer(exchange.request.wire)
      exchange.caller = { iam: principal.identity }
      return principal.evaluate(policyRequest(exchange, methodArn))
    }
  },
  refuse: (exchange, methodArn, explicitly) =>
    deniedByPolicy(exchange, methodArn, explicitly ? BECAUSE.identityDenies : BECAUSE.identityIsSilent),
}

/** Whom a signature has to be for. */
export interface SignedFor {
  /** The signing name. */
  readonly service: string
  readonly region: string
  /** Whose root user an unknown key is taken for, where signatures are not verified. */
  readonly account: string
}

/** Who signed a request; throws `GatewayError` when nobody did, or not as AWS asks. */
export function planSigner(
  { service, region, account }: SignedFor,
  { principals, verifySignatures, clock }: Pick<Ports, 'principals' | 'verifySignatures' | 'clock'>,
): (wire: WireRequest | undefined) => Principal {
  return (wire) => {
    const signature = wire === undefined ? undefined : signatureOf(wire)
    if (wire === undefined || signature === undefined) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN')
    checkScope(signature, service, region)
    const known = principals.find(signature.accessKeyId)
    if (verifySignatures) verify(wire, signature, known, clock.now())
    const principal = known ?? principals.root(account, signature.accessKeyId)
    checkSession(principal, signature, clock.now())
    return principal
  }
}

function signatureOf(wire: WireRequest): Signature | undefined {
  const read = readSignature(wire)
  if ('missing' in read) return undefined
  if ('incomplete' in read)
    throw new GatewayError('MISSING_AUTHENTICATION_TOKEN', read.incomplete, { errorType: 'IncompleteSignatureException' })
  return read.signature
}

function invalid(message: string): GatewayError {
  return new GatewayError('INVALID_SIGNATURE', message)
}

function checkScope({ region, service }: Signature, ownService: string, own: string): void {
  if (region !== undefined && region !== own) throw invalid(`Credential should be scoped to a valid region, not '${region}'. `)
  if (service !== ownService) throw invalid(`Credential should be scoped to correct service: '${ownService}'. `)
}

/** Temporary keys end. */
function checkSession({ expiresAt }: Principal, _signature: Signature, now: number): void {
  if (expiresAt !== undefined && expiresAt <= now) throw new GatewayError('EXPIRED_TOKEN')
}

function verify(wire: WireRequest, signature: Signature, principal: Principal | undefined, now: number): void {
  if (principal === undefined || (principal.sessionToken ?? signature.sessionToken) !== signature.sessionToken)
    throw new GatewayError('INVALID_SIGNATURE', 'The security token included in the request is invalid.', {
      errorType: 'UnrecognizedClientException',
    })
  checkTime(signature, now)
  if (signature.algorithm !== 'AWS4-HMAC-SHA256') throw invalid('Portico does not verify signatures of version 4a.')
  const expected = canonical(wire, signature)
  if (signature.signedHeaders.includes('host') && bodyIsAsSigned(wire) && signedWith(principal.secret, signature, expected)) return
  throw invalid(
    `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${expected.request}'\n\nThe String-to-Sign should have been\n'${expected.stringToSign}'\n`,
  )
}

function checkTime({ time, date, expires }: Signature, now: number): void {
  const at = timeOf(time)
  if (at === undefined || !time.startsWith(date))
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${time.slice(0, 8)}', from '${time}'.`,
    )
  if (expires !== undefined && (!(expires > 0) || expires > LONGEST_PRESIGNED))
    throw invalid('X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds')
  const allowed = expires === undefined ? SKEW : expires * 1000
  if (at + allowed < now)
    throw invalid(
      `Signature expired: ${time} is now earlier than ${basic(now - allowed)} (${basic(now)} - ${expires === undefined ? '5 min.' : `${expires} s`})`,
    )
  if (at - SKEW > now) throw invalid(`Signature not yet current: ${time} is still later than ${basic(now + SKEW)} (${basic(now)} + 5 min.)`)
}

function timeOf(time: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? []
  return year === undefined
    ? undefined
    : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

function basic(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
}

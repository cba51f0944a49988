import { firstHeader } from '../base/headers'
import { authorizerContext } from './caller'
import type { Exchange } from './exchange'

/** A `$context` variable of a request; undefined where AWS has none. */
export type Variable = (exchange: Exchange) => string | number | boolean | null | undefined

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let lastSecond = Number.NaN
let lastText = ''

/** `dd/MMM/yyyy:HH:mm:ss +0000`. */
export function formatRequestTime(at: number): string {
  const second = Math.floor(at / 1000)
  if (second === lastSecond) return lastText
  lastSecond = second
  lastText = requestTime(new Date(at))
  return lastText
}

function requestTime(date: Date): string {
  const two = (value: number) => (value < 10 ? `0${value}` : String(value))
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

/** Every `$context` variable of a REST API that the gateway can tell so far (facts/03, section 1), by name. */
export const CONTEXT_VARIABLES: Readonly<Record<string, Variable>> = {
  accountId: ({ stage }) => stage.account,
  apiId: ({ stage }) => stage.apiId,
  cipherSuite: ({ request }) => request.tls?.cipherSuite,
  'customDomain.basePathMatched': ({ request }) => request.basePath,
  'customDomain.routingRuleIdMatched': ({ request }) => request.routingRuleId,
  deploymentId: ({ stage }) => stage.deploymentId,
  domainName: ({ request }) => request.domainName,
  domainPrefix: ({ request }) => request.domainName.split('.', 1)[0],
  'error.message': ({ error }) => (error === undefined ? undefined : error.text),
  'error.messageString': ({ error }) => (error === undefined ? undefined : JSON.stringify(error.text)),
  'error.responseType': ({ error }) => error?.type,
  'error.validationErrorString': ({ error }) => error?.options.validationErrorString,
  extendedRequestId: ({ extendedId }) => extendedId,
  httpMethod: ({ request }) => request.method,
  'identity.accessKey': ({ caller }) => caller?.iam?.accessKey,
  'identity.accountId': ({ caller }) => caller?.iam?.accountId,
  'identity.apiKey': ({ key }) => key?.value,
  'identity.apiKeyId': ({ key }) => key?.id,
  'identity.caller': ({ caller }) => caller?.iam?.caller,
  'identity.clientCert.clientCertPem': ({ request }) => request.clientCert?.clientCertPem,
  'identity.clientCert.issuerDN': ({ request }) => request.clientCert?.issuerDN,
  'identity.clientCert.serialNumber': ({ request }) => request.clientCert?.serialNumber,
  'identity.clientCert.subjectDN': ({ request }) => request.clientCert?.subjectDN,
  'identity.clientCert.validity.notAfter': ({ request }) => request.clientCert?.validity.notAfter,
  'identity.clientCert.validity.notBefore': ({ request }) => request.clientCert?.validity.notBefore,
  'identity.cognitoAuthenticationProvider': ({ caller }) => caller?.iam?.cognitoAuthenticationProvider,
  'identity.cognitoAuthenticationType': ({ caller }) => caller?.iam?.cognitoAuthenticationType,
  'identity.cognitoIdentityId': ({ caller }) => caller?.iam?.cognitoIdentityId,
  'identity.cognitoIdentityPoolId': ({ caller }) => caller?.iam?.cognitoIdentityPoolId,
  'identity.principalOrgId': ({ caller }) => caller?.iam?.principalOrgId,
  'identity.sourceIp': ({ request }) => request.sourceIp,
  'identity.user': ({ caller }) => caller?.iam?.user,
  'identity.userAgent': ({ request }) => firstHeader(request.headers, 'user-agent'),
  'identity.userArn': ({ caller }) => caller?.iam?.userArn,
  'identity.vpcId': ({ request }) => request.vpcId,
  'identity.vpceId': ({ request }) => request.vpceId,
  isCanaryRequest: ({ stage }) => stage.isCanary,
  operationName: ({ route }) => route.operationName,
  path: ({ request }) => request.fullPath,
  protocol: () => 'HTTP/1.1',
  requestId: ({ id }) => id,
  requestTime: ({ receivedAt }) => formatRequestTime(receivedAt),
  requestTimeEpoch: ({ receivedAt }) => receivedAt,
  resourceId: ({ route }) => route.resourceId,
  resourcePath: ({ route }) => route.resourcePath,
  stage: ({ stage }) => stage.stageName,
  status: ({ response }) => response?.status,
  tlsVersion: ({ request }) => request.tls?.version,
  'waf.status': ({ waf }) => (waf === undefined ? undefined : 200),
  wafResponseCode: ({ waf }) => waf?.responseCode,
  webaclArn: ({ waf }) => waf?.webAclArn,
}

/** The variable by its name behind `$context.`; undefined when the gateway does not know it. */
export function contextVariable(name: string): Variable | undefined {
  if (Object.hasOwn(CONTEXT_VARIABLES, name)) return CONTEXT_VARIABLES[name]
  return name.startsWith('authorizer.') ? authorizerVariable(name.slice('authorizer.'.length)) : undefined
}

/** `authorizer.principalId`, what a Lambda authorizer passes on, and `authorizer.claims.*` or `authorizer.claims['custom:role']`. */
function authorizerVariable(name: string): Variable {
  const claim = /^claims(?:\.(.+)|\['(.+)'\])$/.exec(name)
  if (claim !== null) {
    const key = claim[1] ?? claim[2] ?? ''
    return ({ caller }) => (caller?.claims !== undefined && Object.hasOwn(caller.claims, key) ? caller.claims[key] : undefined)
  }
  return ({ caller }) => {
    const context = authorizerContext(caller)
    const value = context !== undefined && Object.hasOwn(context, name) ? context[name] : undefined
    return typeof value === 'object' ? undefined : (value as string | number | undefined)
  }
}

import { firstHeader } from '../base/headers'
import type { Exchange } from './exchange'

/** A `$context` variable of a request; undefined where AWS has none. */
export type Variable = (exchange: Exchange) => string | number | boolean | null | undefined

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `dd/MMM/yyyy:HH:mm:ss +0000`. */
export function formatRequestTime(at: number): string {
  const date = new Date(at)
  const two = (value: number) => (value < 10 ? `0${value}` : String(value))
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

const absent: Variable = () => undefined

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
  'identity.accountId': absent,
  'identity.apiKey': ({ key }) => key?.value,
  'identity.apiKeyId': ({ key }) => key?.id,
  'identity.caller': absent,
  'identity.clientCert.clientCertPem': ({ request }) => request.clientCert?.clientCertPem,
  'identity.clientCert.issuerDN': ({ request }) => request.clientCert?.issuerDN,
  'identity.clientCert.serialNumber': ({ request }) => request.clientCert?.serialNumber,
  'identity.clientCert.subjectDN': ({ request }) => request.clientCert?.subjectDN,
  'identity.clientCert.validity.notAfter': ({ request }) => request.clientCert?.validity.notAfter,
  'identity.clientCert.validity.notBefore': ({ request }) => request.clientCert?.validity.notBefore,
  'identity.sourceIp': ({ request }) => request.sourceIp,
  'identity.user': absent,
  'identity.userAgent': ({ request }) => firstHeader(request.headers, 'user-agent'),
  'identity.userArn': absent,
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
}

/** The variable by its name behind `$context.`; undefined when the gateway does not know it. */
export function contextVariable(name: string): Variable | undefined {
  return Object.hasOwn(CONTEXT_VARIABLES, name) ? CONTEXT_VARIABLES[name] : undefined
}

import { badRequest } from './errors'

const PROXY_TARGETS = [
  /^lambda:path\/2015-03-31\/functions\/(arn:|\$\{stageVariables).*\/invocations$/s,
  /^lambda:path\/2021-11-15\/functions\/(arn:|\$\{stageVariables).*\/response-streaming-invocations$/s,
  /^firehose:action\//,
]

/** Checks an integration's URI against its type (facts/13, 118-121). */
export function checkIntegrationUri(type: string, uri: string | undefined): void {
  if (type === 'HTTP' || type === 'HTTP_PROXY') checkHttpUri(uri ?? '')
  if (type === 'AWS' || type === 'AWS_PROXY') checkAwsUri(type, uri ?? '')
}

function checkHttpUri(uri: string): void {
  const match = /^https?:\/\/(?:\[[^\]]*\]|\$\{[^}]*\}|\{[^}]*\}|[^\s/:?#$])+(?::(\d+|\$\{[^}]*\}))?(?:[/?#].*)?$/s.exec(uri)
  const port = match?.[1]
  // Ports 80, 443 and those above 1023 are allowed.
  const portAllowed =
    port === undefined || port.startsWith('$') || [80, 443].includes(Number(port)) || (Number(port) >= 1024 && Number(port) <= 65_535)
  if (match === null || !portAllowed) throw badRequest('Invalid HTTP endpoint specified for URI')
}

function checkAwsUri(type: string, uri: string): void {
  const parts = uri.split(':')
  if (parts[0] !== 'arn' || parts.length < 6) throw badRequest('Invalid ARN specified in the request')
  const target = parts.slice(5).join(':')
  if (parts[2] !== 'apigateway' || !/^(path|action)\//.test(target)) {
    throw badRequest('AWS ARN for integration must contain path or action')
  }
  if (type === 'AWS_PROXY' && !PROXY_TARGETS.some((proxy) => proxy.test(`${parts[4]}:${target}`))) {
    throw badRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")
  }
}

import { type Awaitable, isPromise } from '../../base/awaitable'
import { compileFullMatch } from '../../language/java-pattern'
import type { Decision } from '../../language/policy/policy'
import type { AuthorizerRecord } from '../../model/apigateway'
import { InvokeRefused } from '../../model/invocation'
import { cannotAssume, planAssumedRole } from '../assumed-role'
import { planRequestEvent, tokenEvent } from '../events/authorizer-event'
import type { Exchange } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import type { Ports, RestRoute } from '../phase'
import { beginPart } from '../tracing/authorizer-part'
import { masked } from '../trail'
import { noteEndpointReply, noteEndpointRequest } from '../trail-notes'
import { type AuthorizerAnswer, readAnswer } from './authorizer-answer'
import { authorizerCachePrefix } from './cache-prefix'
import { decide, policyOf } from './decision'
import { compileSources, type IdentitySource } from './identity-sources'
import type { Authorize, AuthorizerKind } from './kind'
import { broken, deniedByAuthorizer, unauthorized } from './refusals'

/** Seconds that an answer is kept unless the authorizer says otherwise (facts/04, section 1). */
const USUAL_TTL = 300
/** Milliseconds that an authorizer's function may take; uncertain, since no page tells. */
const TIMEOUT = 30_000

/** CUSTOM: the authorizer that the method names. */
export const custom: AuthorizerKind = {
  plan: (route, ports) => {
    const authorizer = route.definition.authorizers.find(({ id }) => id === route.method.authorizerId)
    if (authorizer !== undefined) return planLambdaAuthorizer(route, authorizer, ports)
    return () => Promise.reject(broken('Execution failed due to configuration error: Authorizer error'))
  },
  refuse: (_exchange, _methodArn, explicitly) => deniedByAuthorizer(explicitly),
}

/** A Lambda authorizer, TOKEN or REQUEST: who calls is told by a function, whose answer is kept by the values of its identity sources. */
function planLambdaAuthorizer(route: RestRoute, authorizer: AuthorizerRecord, ports: Ports): Authorize {
  const { store, clock } = ports
  const sources = compileSources(authorizer.identitySource, route.variables)
  const ttl = authorizer.authorizerResultTtlInSeconds ?? USUAL_TTL
  const ask = planQuestion(route, authorizer, ports, sources)
  const checkIdentity = planIdentityCheck(authorizer, sources, ttl > 0)
  const prefix = `${authorizerCachePrefix(route.definition.api.id, route.stage.stageName)}${authorizer.id}/`
  const kept = ttl > 0 && sources.length > 0
  const take = (exchange: Exchange, methodArn: string, answer: AuthorizerAnswer, began: number) => {
    exchange.trail?.push(`Using valid authorizer policy for principal: ${masked(answer.principalId)}`)
    exchange.trail?.push('Successfully completed authorizer execution')
    const { principalId, policyDocument, context, usageIdentifierKey } = answer
    const common = { principalId, policyDocument, context, authorizerLatency: clock.now() - began }
    exchange.caller = usageIdentifierKey === undefined ? common : { ...common, usageIdentifierKey }
    return decide(policyOf(policyDocument), exchange, methodArn)
  }
  return (exchange, methodArn): Awaitable<Decision> => {
    exchange.trail?.push(`Starting authorizer: ${authorizer.id} for request: ${exchange.id}`)
    const began = clock.now()
    const identity = checkIdentity(exchange)
    if (!kept) return ask(exchange, methodArn).then((answer) => take(exchange, methodArn, answer, began))
    const key = prefix + JSON.stringify(identity)
    const asked = async () => {
      const answer = await ask(exchange, methodArn)
      await store.set(key, answer, clock.now() + ttl * 1000)
      return take(exchange, methodArn, answer, began)
    }
    const found = store.get(key, began) as Awaitable<AuthorizerAnswer | undefined>
    if (isPromise(found)) return found.then((answer) => (answer === undefined ? asked() : take(exchange, methodArn, answer, began)))
    return found === undefined ? asked() : take(exchange, methodArn, found, began)
  }
}

/** Reads the identity sources; one that is missing, or a token that does not look like one, is 401 without a question (facts/04, section 1). */
function planIdentityCheck(
  { type, identityValidationExpression }: AuthorizerRecord,
  sources: readonly IdentitySource[],
  caching: boolean,
): (exchange: Exchange) => readonly (string | undefined)[] {
  const isToken = type === 'TOKEN'
  const looksRight = identityValidationExpression === undefined ? undefined : compileFullMatch(identityValidationExpression)
  return (exchange) => {
    const values = sources.map(({ read }) => read(exchange))
    exchange.trail?.push(`Incoming identity: ${isToken ? masked(values[0] ?? '') : shown(sources, values)}`)
    const missing = isToken || caching ? sources.find((_, at) => values[at] === undefined || values[at] === '') : undefined
    if (missing !== undefined) throw unauthorized(exchange, `the request has no ${missing.name}`)
    if (isToken && looksRight !== undefined && !looksRight(values[0] ?? ''))
      throw unauthorized(exchange, `the token does not match ${identityValidationExpression}`)
    return values
  }
}

function shown(sources: readonly IdentitySource[], values: readonly (string | undefined)[]): string {
  return `{${sources.map(({ name }, at) => `${name}=${masked(values[at] ?? '')}`).join(', ')}}`
}

/** Plans the call of the authorizer's function: answers what it said, or throws AWS's refusal. */
function planQuestion(
  route: RestRoute,
  authorizer: AuthorizerRecord,
  ports: Ports,
  sources: readonly IdentitySource[],
): (exchange: Exchange, methodArn: string) => Promise<AuthorizerAnswer> {
  const { invoke, clock, ids } = ports
  const { account, region, definition, variables, report } = route
  const uri = fillStageVariables(authorizer.authorizerUri ?? '', variables)
  const functionArn = /:lambda:path\/\/?2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1]?.trim()
  if (functionArn === undefined) {
    report('authorizer-uri', `The authorizer's URI names no function: ${uri}. Requests are answered 500.`, 'Give the URI of a function.')
    return () => Promise.reject(broken('Execution failed due to configuration error: Invalid endpoint address'))
  }
  const caller = {
    service: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${region}:${account}:${definition.api.id}/authorizers/${authorizer.id}`,
  }
  const credentials =
    authorizer.authorizerCredentials === undefined ? undefined : fillStageVariables(authorizer.authorizerCredentials, variables)
  const checkRole = credentials === undefined ? undefined : planRoleCheck(route, credentials, functionArn, ports)
  const requestEvent = authorizer.type === 'REQUEST' ? planRequestEvent(route) : undefined
  const url = `https://lambda.${functionArn.split(':')[3] ?? region}.amazonaws.com/2015-03-31/functions/${functionArn}/invocations`
  return async (exchange, methodArn) => {
    const event = requestEvent === undefined ? tokenEvent(methodArn, sources[0]?.read(exchange) ?? '') : requestEvent(exchange, methodArn)
    const { trail } = exchange
    checkRole?.()
    const began = clock.now()
    const part = beginPart(exchange, functionArn, began, ids)
    const traceId = part?.header ?? exchange.traceId
    if (trail !== undefined) noteEndpointRequest(exchange, { url, headers: [], body: event })
    const result = await withinTime(invoke(functionArn, event, credentials !== undefined ? { traceId } : { traceId, caller }), clock)
    part?.end(clock.now(), result)
    if (trail !== undefined) {
      noteEndpointReply(exchange, { status: result.status, headers: [], body: result.payload }, clock.now() - began)
      trail.trace(() => `Authorizer result body before parsing: ${result.payload}`)
    }
    if (result.functionError !== undefined) {
      if (errorMessage(result.payload) === 'Unauthorized') throw unauthorized(exchange, 'the authorizer said so')
      throw broken('Execution failed due to configuration error: Authorizer error')
    }
    const answer = readAnswer(result.payload)
    if (typeof answer !== 'string') return answer
    trail?.fail(`Execution failed due to configuration error: ${answer}`)
    throw broken('AuthorizerConfigurationException')
  }
}

/** Refuses where the authorizer's role does not let API Gateway call the function. */
function planRoleCheck(route: RestRoute, arn: string, functionArn: string, ports: Ports): () => void {
  const judge = planAssumedRole(route, arn, ports)
  return () => {
    const verdict = judge('lambda:InvokeFunction', functionArn)
    if (verdict === 'untrusted') throw broken(cannotAssume(arn))
    if (verdict === 'deny') throw broken('Execution failed due to configuration error: Invalid permissions on Lambda function')
  }
}

type Invocation = ReturnType<Ports['invoke']>

function withinTime(invocation: Invocation, clock: Ports['clock']): Invocation {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(TIMEOUT, () => reject(broken('Execution failed due to configuration error: Authorizer error')))
    const end = () => cancel()
    invocation.then(end, end)
    invocation.then(resolve, (error) => {
      if (!(error instanceof InvokeRefused)) reject(error)
      else if (error.code === 'AccessDeniedException')
        reject(broken('Execution failed due to configuration error: Invalid permissions on Lambda function'))
      else reject(broken('Execution failed due to configuration error: Authorizer error'))
    })
  })
}

function errorMessage(payload: string): unknown {
  try {
    return (JSON.parse(payload) as { errorMessage?: unknown } | null)?.errorMessage
  } catch {
    return undefined
  }
}

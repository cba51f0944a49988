import { byteLength } from '../../base/bytes'
import { firstHeader } from '../../base/headers'
import { failures, type Segment } from '../../observe/traces'
import type { Exchange, GatewayResponse } from '../exchange'
import type { ClosingPhase, RestStage } from '../phase'

/**
 * Sends the segment of each sampled request to X-Ray. A stage that does not trace is passive: it has a segment of what somebody before it
 * has sampled (facts/06, section 4; X-Ray developer guide, "Integrating AWS X-Ray with other AWS services"). Uncertain: the details of AWS's
 * segments.
 */
export const recordTrace: ClosingPhase = {
  name: 'record-trace',
  plan: (stage, { traces }) => {
    const isPassive = !stage.stage.tracingEnabled
    const scope = traces.in(stage.account, stage.region)
    return (exchange, response) => {
      if (isPassive && exchange.givenTrace === undefined) return
      const { trace } = exchange
      if (trace.rule !== undefined) scope.put(trace.root, segmentOf(stage, exchange, response))
    }
  },
}

function segmentOf({ definition, stage, region, account }: RestStage, exchange: Exchange, response: GatewayResponse): Segment {
  const { trace, request, receivedAt, endedAt, route } = exchange
  const { id: apiId, name } = definition.api
  const subsegments = [...trace.parts, ...integration(exchange)]
  const userAgent = firstHeader(request.headers, 'user-agent')
  return {
    id: trace.segment,
    name: `${name}/${stage.stageName}`,
    start_time: receivedAt / 1000,
    end_time: endedAt / 1000,
    ...(trace.parent === undefined ? {} : { parent_id: trace.parent }),
    origin: 'AWS::ApiGateway::Stage',
    resource_arn: `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stage.stageName}`,
    http: {
      request: {
        url: `https://${request.domainName}${request.fullPath}`,
        method: request.method,
        client_ip: request.sourceIp,
        x_forwarded_for: true,
        ...(userAgent === undefined ? {} : { user_agent: userAgent }),
      },
      response: { status: response.status, content_length: byteLength(response.body) },
    },
    ...failures(response.status),
    aws: {
      api_gateway: { account_id: account, rest_api_id: apiId, stage: stage.stageName, request_id: exchange.id },
      ...(trace.rule === undefined || trace.rule === '' ? {} : { xray: { sampling_rule_name: trace.rule } }),
    },
    annotations: { 'aws:api_id': apiId, 'aws:api_stage': stage.stageName },
    metadata: {
      default: {
        extended_request_id: exchange.extendedId,
        request_id: exchange.id,
        ...(route.resourcePath === '' ? {} : { resource_path: route.resourcePath }),
      },
    },
    ...(subsegments.length === 0 ? {} : { subsegments }),
  }
}

/** The part that was spent at the integration, where there was one to wait for. */
function integration({ trace, route, outbound, reply, integrationLatency, endedAt }: Exchange): Segment[] {
  if (integrationLatency === undefined) return []
  const [kind = '', name = ''] = route.target.split(' ')
  const status = reply?.invocation?.status ?? reply?.status
  const common = {
    id: trace.subsegment,
    start_time: (endedAt - integrationLatency) / 1000,
    end_time: endedAt / 1000,
    ...(status === undefined ? { fault: true } : { http: { response: { status } }, ...failures(status) }),
  }
  if (reply?.invocation === undefined && kind !== 'AWS_PROXY') {
    const called = kind === 'AWS' ? name.replace(/[:/].*$/s, '') : backendName(outbound?.url ?? name)
    return [{ ...common, name: called || kind, namespace: kind === 'AWS' ? 'aws' : 'remote' }]
  }
  const { requestId, functionError } = reply?.invocation ?? {}
  const aws = { function_name: name, operation: 'Invoke', ...(requestId === undefined ? {} : { request_id: requestId }) }
  return [{ ...common, name: 'Lambda', namespace: 'aws', aws, ...(functionError === undefined ? {} : { fault: true }) }]
}

/** Characters that the name of a segment may have (X-Ray developer guide, "Segment documents"). */
const LONGEST_NAME = 200

/**
 * A backend by its URL without the query: each path is a node of its own on the map (X-Ray developer guide, "Amazon API Gateway active tracing
 * support"). Uncertain: that the host is part of the name.
 */
function backendName(url: string): string {
  return url
    .replace(/^https?:\/\//, '')
    .replace(/[?#].*$/s, '')
    .slice(0, LONGEST_NAME)
}

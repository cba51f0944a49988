import { byteLength } from '../../base/bytes'
import { type Ended, type LogVariable, logVariable } from '../access-log-variables'
import type { ClosingPhase, Ports, RestStage } from '../phase'
import { streamOf } from './write-execution-log'

/** Milliseconds that a delivery stream elsewhere may take for a line. */
const PATIENCE = 10_000
const REFERENCE = /\$(?:context\.([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*|\['[^']*'\])*)|\{context\.([^}]+)\})/g

/**
 * Writes a line for each request in the format of the stage, to a log group or a Firehose stream (facts/06, section 3). A variable that
 * has no value is `-`. Of a streamed response when its end has been sent.
 */
export const writeAccessLog: ClosingPhase = {
  name: 'write-access-log',
  plan: (stage, ports) => {
    const { destinationArn, format } = stage.stage.accessLogSettings ?? {}
    if (destinationArn === undefined || format === undefined) return undefined
    const write = planDestination(stage, ports, destinationArn)
    if (write === undefined) return undefined
    const line = compileFormat(format, stage)
    const { clock } = ports
    return (exchange, response) => {
      const end = (length: number, endedAt: number) => write(line({ exchange, response, length, endedAt }), endedAt)
      if (response.stream === undefined) end(byteLength(response.body), exchange.endedAt)
      else response.stream = counted(response.stream, (length) => end(length, clock.now()))
    }
  },
}

type Write = (line: string, at: number) => void

/** Where lines go; undefined where they go nowhere, which is reported. */
function planDestination(stage: RestStage, ports: Ports, arn: string): Write | undefined {
  const [, , service, region = stage.region, account = stage.account, ...rest] = arn.split(':')
  if (service === 'firehose') return planFirehose(stage, ports, region, rest.join(':').replace(/^deliverystream\//, ''))
  if (service !== 'logs' || rest[0] !== 'log-group') {
    stage.report('access-log-destination', `Access logs go to no log group and no Firehose stream, but to ${arn}: none is written.`)
    return undefined
  }
  const { logs } = ports
  const group = `${rest[1] ?? ''}${stage.isCanary === true ? '/Canary' : ''}`
  const writer = logs.in(account, region).open(group, streamOf(`${group} ${stage.definition.api.id}/${stage.stage.stageName}`))
  let made = false
  return (line, at) => {
    // Not before it is needed: a template may make it later than the stage. Uncertain: AWS drops lines for a group that is not there.
    if (!made) logs.make(account, region, group)
    made = true
    writer.write(at, line)
  }
}

/** A record for each line; what becomes of it, nobody is told, as on AWS. */
function planFirehose({ report }: RestStage, { services }: Ports, region: string, stream: string): Write | undefined {
  if (!services.serves('firehose')) {
    report(
      'access-log-destination',
      `Access logs go to the Firehose stream ${stream}, which nothing here serves: none is written.`,
      'Name an endpoint that has it: --services http://127.0.0.1:8000.',
    )
    return undefined
  }
  return (line) => {
    const Data = Buffer.from(`${line}\n`).toString('base64')
    const call = services.call({
      service: 'firehose',
      region,
      role: undefined,
      method: 'POST',
      url: `https://firehose.${region}.amazonaws.com/`,
      headers: ['X-Amz-Target', 'Firehose_20150804.PutRecord', 'Content-Type', 'application/x-amz-json-1.1'],
      body: JSON.stringify({ DeliveryStreamName: stream, Record: { Data } }),
      timeout: PATIENCE,
    })
    call.catch(() => {})
  }
}

/** Takes a format apart, once. */
function compileFormat(format: string, { report }: RestStage): (ended: Ended) => string {
  const parts: (string | LogVariable)[] = []
  let end = 0
  for (const match of format.matchAll(REFERENCE)) {
    const name = (match[1] ?? match[2]) as string
    const variable = logVariable(name)
    if (variable === undefined && !NEVER_SET.test(name)) {
      report('access-log-variable', `The access log names $context.${name}, which is written as "-": there is no such variable.`)
    }
    parts.push(format.slice(end, match.index), variable ?? (() => undefined))
    end = match.index + match[0].length
  }
  parts.push(format.slice(end))
  return (ended) => {
    let text = ''
    for (const part of parts) {
      if (typeof part === 'string') text += part
      else {
        const value = part(ended)
        text += value === undefined || value === null || value === '' ? '-' : value
      }
    }
    return text
  }
}

/** Variables of AWS's that have no value here: no web ACL stands before an API, phases of authorization are not told apart. */
const NEVER_SET = /^(?:waf\.|wafResponseCode$|webaclArn$|authorize\.|authenticate\.|authorizer\.|integration\.time)/

/** The same pieces; `end` is told their bytes when the last has been sent, or the client has gone. */
async function* counted(stream: AsyncIterable<Uint8Array>, end: (length: number) => void): AsyncGenerator<Uint8Array> {
  let length = 0
  try {
    for await (const piece of stream) {
      length += piece.byteLength
      yield piece
    }
  } finally {
    end(length)
  }
}

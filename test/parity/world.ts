import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { emulate, type Gateway } from '../../emulator/testing/index'
import { restTemplate } from '../support/rest-template'
import { ROOT, sign } from '../support/sign'
import type { BackendAnswer, ControlCall, Given, Request, SignedBy, Step, TestInvoke } from './case'

/** A request as the backend received it. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

/** What the last step of a case answered. */
export interface Answer {
  readonly status: number
  /** Name, value, name, value: as they came off the wire. */
  readonly lines: readonly string[]
  readonly bytes: Buffer
}

/** An emulator with the API of a case on a port, its clock at 2026-01-02T03:04:05.006Z, and a backend when the case has one. */
export class World {
  /** Requests that the backend received since the last step. */
  received: Received[] = []
  readonly #agent = new Agent({ keepAlive: true })
  readonly #kept: Record<string, string> = {}
  #stopped = false

  private constructor(
    readonly gateway: Gateway,
    private readonly backend: Server | undefined,
  ) {}

  static async of(given: Given): Promise<World> {
    let world: World | undefined
    const answers = given.backend
    const backend = answers === undefined ? undefined : createServer((incoming, response) => collect(incoming, response))
    const collect = (incoming: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        const { method = '', url = '', headers } = incoming
        const received = { method, url, headers, bytes: Buffer.concat(chunks) }
        world?.received.push(received)
        send(response, received, answers?.[String(headers['x-amz-target'])] ?? answers?.[url.split('?', 1)[0] as string])
      })
    }
    const host = backend === undefined ? undefined : await listen(backend)
    const stage = host === undefined ? given.stage : { ...given.stage, Variables: { ...variablesOf(given), backend: host } }
    const template = restTemplate({ ...given, stage: stage ?? {} })
    const { Deployment } = template.Resources as { Deployment: { DependsOn: string[] } }
    for (const [id, { Type }] of Object.entries(given.resources ?? {}) as [string, { Type: string }][])
      if (Type === 'AWS::ApiGateway::GatewayResponse') Deployment.DependsOn.push(id)
    const ids: [string, object][] = Object.keys(template.Resources).map((id) => [id, { Value: { Ref: id } }])
    for (const [id, { Type }] of Object.entries(given.resources ?? {}) as [string, { Type: string }][])
      if (Type === 'AWS::IAM::AccessKey') ids.push([`${id}Secret`, { Value: { 'Fn::GetAtt': [id, 'SecretAccessKey'] } }])
    const gateway = await emulate(
      { ...template, Outputs: { ...Object.fromEntries(ids), ...(template['Outputs'] as object) } },
      {
        clock: new Date('2026-01-02T03:04:05.006Z'),
        port: 0,
        ...(given.verifySignatures === true ? { verifySignatures: true } : {}),
        ...(given.services === true && host !== undefined ? { services: `http://${host}` } : {}),
      },
    )
    world = new World(gateway, backend)
    return world
  }

  /** Runs the steps; answers what the last one did. */
  async run(steps: Step | readonly Step[]): Promise<Answer> {
    let answer: Answer | undefined
    for (const step of Array.isArray(steps) ? (steps as readonly Step[]) : [steps as Step]) {
      this.received = []
      if ('advance' in step) await this.gateway.clock.advance(step.advance)
      else
        answer = 'call' in step ? await this.#call(step) : 'testInvoke' in step ? await this.#testInvoke(step) : await this.#request(step)
    }
    if (answer === undefined) throw new Error('A case without steps.')
    return answer
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#agent.destroy()
    await this.gateway.stop()
    this.backend?.closeAllConnections()
    this.backend?.close()
  }

  /** A text with `{ApiId}`, `{RootResourceId}` and `{logicalId}` of the template filled in. */
  fill(text: string): string {
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => this.#kept[name] ?? this.gateway.outputs[name] ?? whole)
  }

  async #request(request: Request): Promise<Answer> {
    const { method = 'GET', path, target = `/test${path}`, headers = {}, body, token, signed, timePasses } = request
    const lines = Object.entries(headers).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, this.fill(String(value))]))
    const { clientCertificate } = request
    if (clientCertificate !== undefined) return this.#overTls(`https://${headers['Host']}${target}`, clientCertificate)
    if (token !== undefined) lines.push('Authorization', await this.gateway.token(token))
    const waiting =
      signed === undefined
        ? this.#send(method, this.fill(target), lines, body)
        : this.#sendSigned(method, this.fill(target), lines, body, signed)
    if (timePasses !== true) return await waiting
    let done = false
    const settled = () => {
      done = true
    }
    waiting.then(settled, settled)
    while (!done && !this.#stopped) await this.gateway.clock.advance({ seconds: 1 })
    return await waiting
  }

  async #overTls(url: string, clientCertificate: string): Promise<Answer> {
    const response = await this.gateway.fetch(url, { clientCertificate })
    return { status: response.status, lines: [...response.headers].flat(), bytes: Buffer.from(await response.arrayBuffer()) }
  }

  async #sendSigned(method: string, target: string, lines: readonly string[], body: Request['body'], by: SignedBy): Promise<Answer> {
    const { accessKeyId = by.key === undefined ? ROOT.accessKeyId : `{${by.key}}`, sessionToken } = by
    const { secret = by.key === undefined ? ROOT.secretAccessKey : `{${by.key}Secret}` } = by
    const keys = {
      accessKeyId: this.fill(accessKeyId),
      secretAccessKey: this.fill(secret),
      ...(sessionToken === undefined ? {} : { sessionToken: this.fill(sessionToken) }),
    }
    const headers = Object.fromEntries(pairsOf(lines))
    const unsigned = { method, host: this.fill('{ApiId}.execute-api.us-east-1.amazonaws.com'), target, headers }
    const done = await sign(body === undefined ? unsigned : { ...unsigned, body }, keys, {
      ...by,
      at: by.at === undefined ? this.gateway.clock.now() : new Date(by.at),
    })
    const [from = '', to = ''] = by.then?.target ?? []
    return this.#send(method, done.target.replace(from, to), Object.entries(done.headers).flat(), by.then?.body ?? body)
  }

  async #call({ call, service = 'apigateway', headers = {}, body, keep = {} }: ControlCall): Promise<Answer> {
    const [method, path] = call.split(' ') as [string, string]
    const scope = `Credential=AKIAPORTICO/20260102/us-east-1/${service}/aws4_request`
    const lines = [
      'Host',
      `${service}.us-east-1.amazonaws.com`,
      'Authorization',
      `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    ]
    const payload = typeof body === 'string' || body instanceof Uint8Array || body === undefined ? body : this.fill(JSON.stringify(body))
    const answer = await this.#send(method, this.fill(path), [...lines, ...Object.entries(headers).flat()], payload)
    for (const [name, pattern] of Object.entries(keep)) this.#kept[name] = pattern.exec(answer.bytes.toString('utf8'))?.[1] ?? ''
    return answer
  }

  async #testInvoke({ testInvoke, method = 'GET', ...input }: TestInvoke): Promise<Answer> {
    const listed = await this.#call({ call: 'GET /restapis/{ApiId}/resources?limit=500' })
    const { item } = JSON.parse(listed.bytes.toString()) as { item: readonly { id: string; path: string }[] }
    const resource = [item].flat().find(({ path }) => path === testInvoke)
    return this.#call({ call: `POST /restapis/{ApiId}/resources/${resource?.id}/methods/${method}`, body: input })
  }

  #send(method: string, path: string, headers: readonly string[], body: string | Uint8Array | undefined): Promise<Answer> {
    const has = (name: string) => headers.some((field, at) => at % 2 === 0 && field.toLowerCase() === name)
    const lines = has('host') ? [...headers] : ['Host', this.fill('{ApiId}.execute-api.us-east-1.amazonaws.com'), ...headers]
    if (body !== undefined && !has('content-length') && !has('transfer-encoding'))
      lines.push('Content-Length', String(Buffer.byteLength(body)))
    const { port } = new URL(this.gateway.url as string)
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method, path, agent: this.#agent, headers: lines as unknown as Record<string, string> }
      const outgoing = request(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        const done = () => resolve({ status: response.statusCode ?? 0, lines: response.rawHeaders, bytes: Buffer.concat(chunks) })
        response.on('end', done)
        response.on('error', reject)
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }
}

function pairsOf(lines: readonly string[]): [string, string][] {
  return lines.flatMap((name, at) => (at % 2 === 0 ? [[name, lines[at + 1] ?? ''] as [string, string]] : []))
}

function variablesOf({ stage }: Given): Record<string, string> {
  return (stage?.['Variables'] ?? {}) as Record<string, string>
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function send(response: ServerResponse, received: Received, answer: BackendAnswer | undefined): void {
  if (answer?.fails === 'never') return
  if (answer?.fails === 'reset') return void response.destroy()
  if (answer !== undefined) {
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value as string | string[])
    const body = answer.body ?? ''
    if (!response.hasHeader('Content-Length')) response.setHeader('Content-Length', Buffer.byteLength(body))
    response.writeHead(answer.status ?? 200)
    return void response.end(body)
  }
  const { bytes, ...rest } = received
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ ...rest, body: bytes.toString('utf8') }))
}

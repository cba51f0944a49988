import type { DurationParts, TokenOptions } from '../../emulator/testing/index'
import { mockOf, type TestApi, type TestMethod } from '../support/rest-template'

/** How well it is known that AWS does so: AWS's documentation says it, it was recorded from AWS, or neither. */
export const EVIDENCE = ['documented', 'recorded', 'uncertain'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** Where an expectation comes from: `facts/13, 254`, or a page of AWS's developer guide, `docs: api-gateway-caching`. */
export interface Source {
  readonly evidence: Evidence
  readonly at: string
}

/** What a backend answers to a request. */
export interface BackendAnswer {
  /** 200 unless given. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  /** `never`: no answer comes; `reset`: the connection breaks. */
  readonly fails?: 'never' | 'reset'
}

/** An API, and what is behind it. Cases that share one share an emulator, unless a step of theirs changes it. */
export interface Given extends TestApi {
  /** Answers by X-Amz-Target, or by path without the query string; any other request is echoed as JSON. `${stageVariables.backend}` is its host and port. */
  readonly backend?: Readonly<Record<string, BackendAnswer>>
  /** Calls of AWS that Portico does not serve go to that backend. */
  readonly services?: true
  /** Signatures of AWS_IAM are verified. */
  readonly verifySignatures?: true
}

/** By whom, and when, a request is signed: by the root user and now unless given. */
export interface SignedBy {
  /** The logical id of an AWS::IAM::AccessKey. */
  readonly key?: string
  /** In place of the key's own. */
  readonly accessKeyId?: string
  readonly secret?: string
  readonly sessionToken?: string
  readonly at?: string
  readonly region?: string
  readonly service?: string
  /** Seconds: signed in the query string. */
  readonly presignedFor?: number
  /** What becomes of the request behind the signer's back. */
  readonly then?: { readonly target?: readonly [string, string]; readonly body?: string }
}

/** A request to the stage `test`. Nothing is sent but what is given: no Accept, no User-Agent. */
export interface Request {
  /** GET unless given. */
  readonly method?: string
  /** Behind the stage, raw. */
  readonly path: string
  /** The whole request target in place of stage and path. */
  readonly target?: string
  /** PEM of a certificate for mutual TLS: goes to the host that `headers` name, without a socket. */
  readonly clientCertificate?: string
  /** Names go out as they are written; a list is several lines. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  /** An Authorization header with a token of a user pool. */
  readonly token?: TokenOptions
  readonly signed?: SignedBy
  /** The clock runs, second by second, until the answer is there; else it stands still. */
  readonly timePasses?: true
}

/** A call of an AWS service over HTTP, of API Gateway unless named: `PATCH /restapis/{ApiId}`. */
export interface ControlCall {
  readonly call: string
  readonly service?: 'apigateway' | 's3' | 'sts'
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes and texts go as they are, anything else as JSON. */
  readonly body?: unknown
  /** Names for the first groups of patterns in the answer: later steps write `{name}`. */
  readonly keep?: Readonly<Record<string, RegExp>>
}

/** TestInvokeMethod on the resource with this path. */
export interface TestInvoke {
  readonly testInvoke: string
  /** GET unless given. */
  readonly method?: string
  readonly pathWithQueryString?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly stageVariables?: Readonly<Record<string, string>>
}

/** Time goes by. */
export interface Pause {
  readonly advance: DurationParts
}

export type Step = Request | ControlCall | TestInvoke | Pause

/** A value: a text exactly, with `{ApiId}`, `{logicalId}` of the template and `{@header}` of the response filled in; or a pattern of it. */
export type Wanted = string | RegExp

/** What a backend has to have received last. */
export interface WantedReceived {
  readonly method?: string
  readonly url?: Wanted
  readonly headers?: Readonly<Record<string, Wanted>>
  /** Names of headers that must not be there. */
  readonly absent?: readonly string[]
  readonly body?: Wanted | Uint8Array
  /** Members of the body as JSON. */
  readonly json?: unknown
}

/** What the last step has to answer. What is left out does not matter. */
export interface Then {
  readonly status?: number
  /** By name, in any case; several lines of one name are joined with `, `. */
  readonly headers?: Readonly<Record<string, Wanted>>
  /** Names of headers that must not be there. */
  readonly absent?: readonly string[]
  /** Header lines as they are spelled: `X-Both: a`. */
  readonly lines?: readonly string[]
  readonly body?: Wanted | Uint8Array
  /** Bytes of the body. */
  readonly size?: number
  /** Members of the body as JSON; texts and patterns as `Wanted`. */
  readonly json?: unknown
  /** Members that the body as JSON must not have, by path: `requestContext.authorizer`. */
  readonly without?: readonly string[]
  /** False: nothing may have reached the backend. */
  readonly received?: WantedReceived | false
  /** Lines of the log of a TestInvoke that have to follow one another, others between them or not. */
  readonly log?: readonly Wanted[]
  /** The line that the stage's access log ends in. */
  readonly accessLog?: Wanted
  /** The lines of the request's execution log, all of them in this order; none as an empty list. */
  readonly executionLog?: readonly Wanted[]
  /** Sums of metrics of the stage, all steps of the case together: `{ '4XXError': 1 }`; undefined where there is none. */
  readonly metrics?: Readonly<Record<string, number | undefined>>
  /** Lines that the log must not have. */
  readonly notInLog?: readonly RegExp[]
}

/** One behaviour of AWS: `rest.{area}.{what}`. */
export interface Case {
  readonly id: string
  readonly given: Given
  readonly when: Step | readonly Step[]
  readonly then: Then
  readonly source: Source
}

export const documented = (at: string): Source => ({ evidence: 'documented', at })
export const recorded = (at: string): Source => ({ evidence: 'recorded', at })
export const uncertain = (at: string): Source => ({ evidence: 'uncertain', at })

/** The area of a case: the second word of its id. */
export const areaOf = ({ id }: Case): string => id.split('.')[1] ?? ''

/** An integration that answers its route's name, and method settings beside it. */
export const named = (route: string, method: object = {}): TestMethod => {
  const mock = mockOf(route)
  return { ...mock, method: { ...mock.method, ...method } }
}

/** A MOCK with 200 whose response template is this; `more` are further properties of the integration. */
export const rendering = (template: string, more: object = {}): TestMethod => ({
  integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
    IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': template } }],
    ...more,
  },
  method: { MethodResponses: [{ StatusCode: '200' }] },
})

/** An HTTP integration with POST to a path of the backend, 200 declared; `more` are further properties. */
export const http = (path: string, more: object = {}, method: object = {}): TestMethod => ({
  integration: {
    Type: 'HTTP',
    IntegrationHttpMethod: 'POST',
    Uri: `http://\${stageVariables.backend}${path}`,
    IntegrationResponses: [{ StatusCode: '200' }],
    ...more,
  },
  method: { MethodResponses: [{ StatusCode: '200' }], ...method },
})

/** An HTTP_PROXY integration with the client's method to a path of the backend. */
export const httpProxy = (path: string, more: object = {}, method: Readonly<Record<string, unknown>> = {}): TestMethod => ({
  integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri: `http://\${stageVariables.backend}${path}`, ...more },
  method,
})

/** The URI of a function of the template, for integrations. */
export const functionUri = (fn: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations`,
})

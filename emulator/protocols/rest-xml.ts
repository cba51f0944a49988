import type { NormalizedSchema } from '@smithy/core/schema'
import { firstHeader, type HeaderFields, removeHeader } from '../base/headers'
import { AwsError } from '../model/errors'
import { unchunked } from './aws-chunked'
import { describeError, errorFields } from './described-error'
import { EVENT_STREAM_TYPE, encodeEvents, eventStreamMember } from './event-stream'
import { bindInput } from './http-input'
import { bindOutput } from './http-output'
import type { Conversation, Protocol } from './protocol'
import { decodePercent } from './request'
import type { Routed } from './routes'
import { readTree } from './trees'
import { parseXml, textElement, writeXml } from './xml'

const XML_TYPE = 'application/xml'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** REST-XML: operations by method and path, bodies in XML (S3). */
export const restXml: Protocol = {
  identify(conversation) {
    const { request, schemas, wire } = conversation
    if (!wire.buckets) return schemas.routes.find(request)
    const inHost = bucketInHost(request.headers)
    if (inHost !== undefined) return schemas.routes.find(request, inHost)
    return schemas.routes.find(request) ?? inPath(conversation)
  },

  unknownOperation: ({ request }) =>
    new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
      Method: request.method,
      ResourceType: /^\/[^/]+\/./.test(request.path) ? 'OBJECT' : request.path === '/' ? 'SERVICE' : 'BUCKET',
    }),

  read({ request }, asked) {
    try {
      return bindInput(unchunked(request), asked, readXmlBody)
    } catch (error) {
      if (error instanceof AwsError && error.code === 'SerializationException') throw new AwsError('InvalidArgument', error.message, 400)
      throw error
    }
  },

  async write(conversation, { operation }, output) {
    const { request, wire } = conversation
    const { status, headers, payload, body } = bindOutput(operation, output)
    const fields = [...idFields(conversation), ...headers]
    const typed = (type: string) => (firstHeader(headers, 'content-type') === undefined ? [...fields, 'Content-Type', type] : fields)
    if (request.method === 'HEAD') return { status, headers: fields, body: '' }
    // The server counts the bytes itself.
    removeHeader(fields, 'content-length')
    if (eventStreamMember(operation.output) !== undefined) {
      const bodies = {
        contentType: 'text/xml',
        write: (schema: NormalizedSchema, value: unknown) => writeXml(schema, value),
        initial: false,
      }
      return { status, headers: typed(EVENT_STREAM_TYPE), body: '', stream: encodeEvents(operation.output, output, bodies) }
    }
    if (payload !== undefined) {
      const { schema, value } = payload
      if (value === undefined || value === null) return { status, headers: fields, body: '' }
      if (schema.isBlobSchema()) {
        // A part of an object answers 206.
        const partial = firstHeader(headers, 'content-range') !== undefined
        return { status: partial ? 206 : status, headers: typed('binary/octet-stream'), body: value as Uint8Array | string }
      }
      if (schema.isStringSchema()) return { status, headers: fields, body: String(value) }
      return { status, headers: typed(XML_TYPE), body: DECLARATION + writeXml(schema, value, namespaced(wire.xmlns)) }
    }
    if (body === undefined || status === 204) return { status, headers: fields, body: '' }
    return { status, headers: typed(XML_TYPE), body: DECLARATION + writeBody(body, output, wire.xmlns) }
  },

  fail(conversation, error) {
    const described = describeError(conversation, error)
    const headers = [...idFields(conversation), ...errorFields(described)]
    if (conversation.request.method === 'HEAD') return { status: error.status, headers, body: '' }
    const elements = [
      textElement('Code', described.queryCode),
      textElement('Message', error.message),
      ...Object.entries(error.extra).map(([name, value]) => textElement(name, String(value))),
      textElement('RequestId', conversation.requestId),
      textElement('HostId', hostId(conversation)),
    ]
    return {
      status: error.status,
      headers: [...headers, 'Content-Type', XML_TYPE],
      body: `${DECLARATION}<Error>${elements.join('')}</Error>`,
    }
  },
}

function readXmlBody(schema: NormalizedSchema, body: Uint8Array): unknown {
  const tree = parseXml(body)
  if (tree !== undefined) {
    try {
      return readTree(schema, tree)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
    }
  }
  throw new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema', 400)
}

/** A structure whose only member has the name of the root is that root: `<LocationConstraint>eu-west-1</LocationConstraint>`. */
function writeBody(body: NormalizedSchema, output: Readonly<Record<string, unknown>>, xmlns: string | undefined): string {
  const members = [...body.structIterator()]
  const root = body.getMergedTraits().xmlName ?? body.getName() ?? ''
  const [only] = members
  if (members.length !== 1 || only === undefined || (only[1].getMemberTraits().xmlName ?? only[0]) !== root) {
    return writeXml(body, output, namespaced(xmlns))
  }
  const inner = output[only[0]] === undefined ? '' : textElement(root, String(output[only[0]])).slice(root.length + 2, -root.length - 3)
  return `<${root} xmlns="${xmlns ?? ''}">${inner}</${root}>`
}

function namespaced(xmlns: string | undefined): { xmlns?: string } {
  return xmlns === undefined ? {} : { xmlns }
}

function idFields(conversation: Conversation): HeaderFields {
  return ['x-amz-request-id', conversation.requestId, 'x-amz-id-2', hostId(conversation)]
}

/** S3's second id, which tells AWS the machine; here it says no more than the first. */
function hostId({ requestId }: Conversation): string {
  return Buffer.from(requestId).toString('base64')
}

/** `{bucket}.s3.{anything}` or `{bucket}.localhost`. */
function bucketInHost(headers: HeaderFields): string | undefined {
  const host = (firstHeader(headers, 'host') ?? '').replace(/:\d+$/, '')
  if (/^s3[.-]/.test(host)) return undefined
  return /^(.+?)\.(?:s3(?:[.-].*)?|localhost)$/.exec(host)?.[1]
}

function inPath({ request, schemas }: Conversation): Routed | undefined {
  const [, bucket, rest = ''] = /^\/([^/]+)(?:\/(.*))?$/s.exec(request.path) ?? []
  return bucket === undefined ? undefined : schemas.routes.find({ ...request, path: `/${rest}` }, decodePercent(bucket))
}

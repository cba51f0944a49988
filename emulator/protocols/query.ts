import { decodeUtf8 } from '../base/bytes'
import { firstHeader } from '../base/headers'
import { AwsError } from '../model/errors'
import { describeError } from './described-error'
import { serializationError } from './errors'
import { type Protocol, requestIdField } from './protocol'
import { firstValue, type Pair, type ParsedRequest, parsePairs } from './request'
import { formTree, readTree } from './trees'
import { textElement, writeXml } from './xml'

/** Query: the operation in `Action`, of a form or of the query string; answers in XML (CloudFormation, IAM, STS). */
export const query: Protocol = {
  identify({ request, schemas }) {
    const operation = schemas.operations.get(actionOf(request) ?? '')
    return operation === undefined ? undefined : { operation, labels: {} }
  },

  unknownOperation({ request, wire }) {
    const action = actionOf(request)
    if (action === undefined) return new AwsError('MissingAction', 'Missing Action', 400)
    const version = firstValue(queryPairs(request), 'Version') ?? wire.version
    return new AwsError('InvalidAction', `Could not find operation ${action} for version ${version}`, 400)
  },

  read({ request }, { operation }) {
    const pairs = queryPairs(request).filter(([name]) => name !== 'Action' && name !== 'Version')
    return readTree(operation.input, formTree(pairs)) as Record<string, unknown>
  },

  write(conversation, { operation }, output) {
    const { wire, requestId } = conversation
    const result = operation.output.isUnitSchema() ? '' : `  ${writeXml(operation.output, output, { name: `${operation.name}Result` })}\n`
    const metadata = `  <ResponseMetadata>\n    ${textElement('RequestId', requestId)}\n  </ResponseMetadata>\n`
    const root = `${operation.name}Response`
    return {
      status: 200,
      headers: [...requestIdField(conversation), 'Content-Type', 'text/xml'],
      body: `<${root} xmlns="${wire.xmlns ?? ''}">\n${result}${metadata}</${root}>\n`,
    }
  },

  fail(conversation, error) {
    const { queryCode } = describeError(conversation, error)
    const elements = [
      textElement('Type', error.status < 500 ? 'Sender' : 'Receiver'),
      textElement('Code', queryCode),
      textElement('Message', error.message),
      ...Object.entries(error.extra).map(([name, value]) => textElement(name, String(value))),
    ]
    const inner = `  <Error>\n${elements.map((element) => `    ${element}\n`).join('')}  </Error>\n  ${textElement('RequestId', conversation.requestId)}\n`
    return {
      status: error.status,
      headers: [...requestIdField(conversation), 'Content-Type', 'text/xml'],
      body: `<ErrorResponse xmlns="${conversation.wire.xmlns ?? ''}">\n${inner}</ErrorResponse>\n`,
    }
  },
}

/** The action that a request asks for: in its form, else in its query string. */
export function actionOf(request: ParsedRequest): string | undefined {
  return firstValue(queryPairs(request), 'Action')
}

const FORMS = new WeakMap<ParsedRequest, readonly Pair[]>()

/** The pairs of form and query string, read once. Throws SerializationException when the form is not UTF-8. */
export function queryPairs(request: ParsedRequest): readonly Pair[] {
  const known = FORMS.get(request)
  if (known !== undefined) return known
  const isForm = firstHeader(request.headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') ?? true
  const form = isForm ? decodeUtf8(request.body) : ''
  if (form === undefined) throw serializationError('The request body is not valid UTF-8')
  const pairs = [...parsePairs(form), ...request.query]
  FORMS.set(request, pairs)
  return pairs
}

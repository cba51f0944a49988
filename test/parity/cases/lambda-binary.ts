import { ECHO } from '../../support/rest-template'
import { type Case, documented, type Given, recorded, type Source, type Then, uncertain } from '../case'

/** Answers base64 of the bytes 68 FF, and what the body of the event says beyond it. */
const BASE64 = `exports.handler = async (event) => ({ body: 'aP8=', isBase64Encoded: true, ...JSON.parse(event.body) })`
const given: Given = {
  routes: { 'POST /event': { fn: 'Echo' }, 'POST /answer': { fn: 'Base64' } },
  functions: { Echo: ECHO, Base64: BASE64 },
  api: { BinaryMediaTypes: ['image/png', 'application/*', '*/test', 'text/html'] },
}
const all: Given = { ...given, api: { BinaryMediaTypes: ['*/*'] } }

const event = (what: string, type: string, body: string | Uint8Array, json: object, source: Source, api = given): Case => ({
  id: `rest.lambda-binary.event-${what}`,
  given: api,
  when: { method: 'POST', path: '/event', headers: { 'Content-Type': type }, body },
  then: { status: 200, json },
  source,
})
const answer = (more: object, accept: string | undefined) => ({
  method: 'POST',
  path: '/answer',
  headers: accept === undefined ? {} : { Accept: accept },
  body: JSON.stringify(more),
})
const accepted = (what: string, accept: string | undefined, body: string | Uint8Array, source: Source, more: object = {}): Case => ({
  id: `rest.lambda-binary.answer-${what}`,
  given,
  when: answer(more, accept),
  then: { status: 200, body },
  source,
})
const addType = { call: 'PATCH /restapis/{ApiId}', body: { patchOperations: [{ op: 'add', path: '/binaryMediaTypes/audio~1mp3' }] } }

const DECODED = new Uint8Array([0x68, 0xff])
const PNG = new Uint8Array([0x89, 0x50, 0, 0xff])
const MATCH = recorded('facts/13, 294')
const MEDIA = documented('docs: lambda-proxy-binary-media')
const BROKEN: Then = { status: 500, body: '{"message": "Internal server error"}' }

/** Base64 in the event of a function and in its answer. */
export const LAMBDA_BINARY: readonly Case[] = [
  event('of-a-binary-type', 'image/png', PNG, { body: 'iVAA/w==', isBase64Encoded: true }, MEDIA),
  event('with-text-of-a-binary-type', 'image/png', 'hi', { body: 'aGk=', isBase64Encoded: true }, MEDIA),
  event('of-another-type', 'text/plain', 'hi', { body: 'hi', isBase64Encoded: false }, MEDIA),
  event('of-a-type-with-parameters', 'image/png; q=1', 'hi', { isBase64Encoded: true }, uncertain('facts/02, section 1')),
  event('of-a-wildcard', 'application/zip', 'hi', { isBase64Encoded: true }, uncertain('facts/02, section 1')),
  event('where-everything-is-binary', 'text/plain', 'hi', { body: 'aGk=', isBase64Encoded: true }, MEDIA, all),
  accepted('exact', 'image/png', DECODED, MATCH),
  accepted('wildcard-on-the-right', 'application/whatever', DECODED, MATCH),
  accepted('wildcard-by-its-name', 'application/*', DECODED, MATCH),
  accepted('wildcard-on-the-left', 'a/test', 'aP8=', MATCH),
  accepted('wildcard-on-the-left-by-its-name', '*/test', 'aP8=', MATCH),
  accepted('wildcard-in-accept', 'image/*', 'aP8=', MATCH),
  accepted('everything-in-accept', '*/*', 'aP8=', MATCH),
  accepted('first-of-a-list', 'image/png, application/json', DECODED, MATCH),
  accepted('second-of-a-list', 'audio/mp3, image/png', 'aP8=', MATCH),
  accepted('parameters-in-accept', 'image/png;q=0.8', DECODED, recorded('facts/02, section 1')),
  accepted('no-accept', undefined, 'aP8=', MATCH),
  accepted('malformed-accept', 'image', 'aP8=', MATCH),
  accepted('content-type-does-not-matter', 'image/png', DECODED, recorded('facts/13, 295'), { headers: { 'Content-Type': 'text/plain' } }),
  accepted('content-type-alone-does-not-decode', 'text/plain', 'aP8=', recorded('facts/13, 295'), {
    headers: { 'Content-Type': 'image/png' },
  }),
  accepted('not-encoded', 'image/png', 'aP8=', recorded('facts/13, 296'), { isBase64Encoded: false }),
  {
    ...accepted('no-base64', 'image/png', '', recorded('facts/13, 296'), { body: '!' }),
    then: BROKEN,
  },
  {
    id: 'rest.lambda-binary.types-are-those-of-the-deployment',
    given: { ...given },
    when: [addType, answer({}, 'audio/mp3')],
    then: { status: 200, body: 'aP8=' },
    source: recorded('facts/13, 297'),
  },
  {
    id: 'rest.lambda-binary.types-of-the-next-deployment',
    given: { ...given },
    when: [addType, { call: 'POST /restapis/{ApiId}/deployments', body: { stageName: 'test' } }, answer({}, 'audio/mp3')],
    then: { status: 200, body: DECODED },
    source: recorded('facts/13, 297'),
  },
]

/**
 * Mapping templates of a route's own, for targets that would get the request as it came: functions and HTTP backends.
 *
 * @example
 * const transform: TransformProps = {
 *   request: { 'application/json': '{"id": "$util.escapeJavaScript($input.params(\'id\'))"}' },
 *   responses: [{ status: 200, template: '{"order": $input.json(\'$\')}' }, { status: 404, pattern: '.*not found.*' }],
 * }
 */
export interface TransformProps {
  /** Templates (VTL) by the media type of the body; bodies of other types are answered 415. @default - the body goes as it came */
  readonly request?: { readonly [mediaType: string]: string }
  /** What the backend's parameters are, by name behind `integration.request.`: `{ 'querystring.q': 'method.request.querystring.search' }`. */
  readonly parameters?: { readonly [target: string]: string }
  /** @default - whatever the backend answers is answered 200 */
  readonly responses?: TransformedResponse[]
}

/**
 * What is answered for some of the backend's answers.
 *
 * @example
 * const response: TransformedResponse = { status: 404, pattern: '.*not found.*', template: '{"message":"Not Found"}' }
 */
export interface TransformedResponse {
  readonly status: number
  /** A regular expression for the status of an HTTP backend, or for a function's error message. @default - all that no other pattern fits */
  readonly pattern?: string
  /** A template (VTL) of the answer's body. @default - the backend's own body */
  readonly template?: string
  /** Headers with fixed values. */
  readonly headers?: { readonly [name: string]: string }
  /** Headers that take their values from the backend's answer: `{ ETag: 'header.etag' }`. */
  readonly headersFrom?: { readonly [name: string]: string }
}

import { documentOf, type ImportSteps, type RecordedIntegration, type RecordedResponse, textsOf, withSamples } from './recorded-documents'
import { patches, type Replay, type Replays } from './replay'

const PLAIN = { imported: 'import-api', resources: 'resources' }
const SWAGGER = { imported: 'import-swagger', resources: 'resources' }
const TERRAFORM = { imported: 'import_tf_rest_api', resources: 'resources' }

/** OpenAPI documents in and out, and integrations as they were recorded. */
export const DOCUMENTS: Replays = {
  'import::test_import_swagger_api': (r) => importing(r, SWAGGER, 2),
  'import::test_import_and_validate_rest_api[openapi.spec.tf.json]': (r) => importing(r, TERRAFORM, 3),
  'import::test_import_and_validate_rest_api[swagger-mock-cors.json]': (r) => importing(r, TERRAFORM, 2),
  'import::test_import_with_circular_models': (r) => importing(r, PLAIN, 2),
  'import::test_import_with_circular_models_and_request_validation': (r) => importing(r, PLAIN, 3),
  'import::test_import_with_cognito_auth_identity_source': (r) => importing(r, SWAGGER, 3),
  'import::test_import_rest_api_with_base_path_oas30[ignore]': (r) => basePaths(r, 'ignore', '', ''),
  'import::test_import_rest_api_with_base_path_oas30[prepend]': (r) => basePaths(r, 'prepend', '/base-var', '/base-url/part'),
  'import::test_import_rest_api_with_base_path_oas30[split]': (r) => basePaths(r, 'split', '', '/part'),
  'import::test_import_api_bad_file': async (r) => {
    const [yaml, json] = [Buffer.from('\t- a: b: c\n'), Buffer.from('{"openapi": ')]
    await r.is('import-api-bad-yaml-file', r.gw.importRestApi({ body: yaml }))
    await r.is('import-api-bad-json-file', r.gw.importRestApi({ body: json }))
    await r.is('put-rest-api-bad-yaml-file', r.gw.putRestApi({ restApiId: 'nothing', body: yaml }))
    await r.is('put-rest-api-bad-json-file', r.gw.putRestApi({ restApiId: 'nothing', body: json }))
  },
  'extended::test_export_swagger_openapi[TEST_IMPORT_PETSTORE_SWAGGER]': exporting,
  'extended::test_export_swagger_openapi[TEST_IMPORT_PETS]': exporting,
  'integrations::test_integration_mock_with_path_param': (r) => asRecorded(r, 'integration'),
  ...Object.fromEntries(
    [
      'request[None]',
      'request[CONVERT_TO_TEXT]',
      'request_convert_to_binary',
      'request_convert_to_binary_with_request_template',
      'response_convert_to_text',
      'response_convert_to_binary_with_request_template',
    ].map((name) => [`s3::test_apigw_s3_binary_support_${name}`, (r: Replay) => asRecorded(r, 'put-integration')]),
  ),
}

function bodyOf(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document))
}

async function importing(r: Replay, steps: ImportSteps, version: 2 | 3): Promise<void> {
  const body = bodyOf(documentOf(r.recorded, steps, version))
  const { id: restApiId } = await r.is(steps.imported, r.gw.importRestApi({ body }))
  if ('get-authorizers' in r.recorded) await r.is('get-authorizers', r.gw.getAuthorizers({ restApiId }))
  if ('get-models' in r.recorded) await r.is('get-models', r.gw.getModels({ restApiId }))
  if ('request-validators' in r.recorded) await r.is('request-validators', r.gw.getRequestValidators({ restApiId }))
  await everyMethod(r, restApiId as string, steps)
}

/** Reads all that an import made, step by step. */
async function everyMethod(r: Replay, restApiId: string, { resources, prefix = '' }: ImportSteps): Promise<void> {
  const { items = [] } = await r.is(resources, r.gw.getResources({ restApiId }))
  for (const { id: resourceId, path = '', resourceMethods = {} } of items) {
    for (const httpMethod of Object.keys(resourceMethods)) {
      const place = { restApiId, resourceId, httpMethod }
      const name = `${path.slice(1) || 'root'}-${httpMethod.toLowerCase()}`
      await r.is(`${prefix}method-${name}`, r.gw.getMethod(place))
      await r.is(`${prefix}method-response-${name}`, r.gw.getMethodResponse({ ...place, statusCode: '200' }))
      await r.is(`${prefix}integration-${name}`, r.gw.getIntegration(place))
      await r.is(`${prefix}integration-response-${name}`, r.gw.getIntegrationResponse({ ...place, statusCode: '200' }))
    }
  }
}

/** The same paths twice, with a base path in a variable of the server and in its URL; the latter has a parameter that is no text. */
async function basePaths(r: Replay, basepath: string, variable: string, url: string): Promise<void> {
  const { restApiId } = await r.api()
  await r.gw.updateRestApi({ restApiId, ...patches(['remove', '/description']) })
  const put = async (name: string, strip: string, server: object) => {
    const steps = { imported: `put-rest-api-oas30-${name}`, resources: `get-resources-oas30-${name}`, prefix: `${name}-` }
    const document = documentOf(r.recorded, steps, 3, strip)
    const wrong = { 'integration.request.header.nothing': true }
    const integration = (document['paths'] as never)['/test']['get']['x-amazon-apigateway-integration'] as { requestParameters?: object }
    if (name === 'srv-url') integration.requestParameters = { ...integration.requestParameters, ...wrong }
    const components = { schemas: { Empty: { type: 'object' } } }
    const body = bodyOf({ ...document, components, servers: [server] })
    await r.is(steps.imported, r.gw.putRestApi({ restApiId, mode: 'overwrite', body, parameters: { basepath } }))
    await everyMethod(r, restApiId, steps)
  }
  await put('srv-var', variable, { url: 'https://example.com/{basePath}', variables: { basePath: { default: '/base-var' } } })
  await put('srv-url', url, { url: 'https://example.com/base-url/part/' })
}

/** An API imported from what AWS exported of it exports the same again. */
async function exporting(r: Replay): Promise<void> {
  const session = JSON.parse(
    JSON.stringify(r.recorded).replaceAll('"date"', '"<date:1>"').replaceAll('swagger_date.', 'swagger_<date:1>.'),
  ) as {
    'import-api': { version?: string }
    'get-export': unknown
    'get-export-with-extensions': { body: { info: object } }
  }
  const { body: exported } = withSamples(session['get-export-with-extensions'])
  const { version } = session['import-api']
  const { version: _, ...info } = exported.info as { version?: string }
  const body = bodyOf({ ...exported, info: version === undefined ? info : { ...info, version } })
  const { id: restApiId } = await r.is('import-api', r.gw.importRestApi({ body }))
  await r.gw.createDeployment({ restApiId, stageName: 'local' })
  const get = async (parameters: Record<string, string>) => {
    const { body, ...members } = await r.gw.getExport({ restApiId, stageName: 'local', exportType: 'swagger', parameters })
    return { ...members, body: body?.transformToString() }
  }
  await r.is('get-export', get({}), session['get-export'])
  await r.is('get-export-with-extensions', get({ extensions: 'apigateway' }), session['get-export-with-extensions'])
}

/** An integration like the recorded one, put; and what else is recorded of it. */
async function asRecorded(r: Replay, step: string): Promise<void> {
  const { restApiId, root } = await r.api()
  const place = { restApiId, resourceId: root, httpMethod: 'ANY' }
  const recorded = withSamples(r.recorded[step]) as RecordedIntegration & Record<string, never>
  const { cacheNamespace: _, ResponseMetadata: __, httpMethod, requestTemplates, ...members } = recorded
  const sources = Object.values((members['requestParameters'] ?? {}) as Record<string, string>)
  const declared = sources.filter((source) => /^method\.request\.[a-z]+\./.test(source)).map((source) => [source, true])
  await r.gw.putMethod({ ...place, authorizationType: 'NONE', requestParameters: Object.fromEntries(declared) })
  const templates = textsOf('requestTemplates', requestTemplates)
  await r.is(
    step,
    r.gw.putIntegration({ ...place, integrationHttpMethod: httpMethod, ...(members as object as { type: 'AWS' }), ...templates }),
  )
  if ('get-integration' in r.recorded) await afterPatch(r, place)
  if ('get-integration-response' in r.recorded) await responseAndPatch(r, place)
}

async function afterPatch(r: Replay, place: { restApiId: string; resourceId: string; httpMethod: string }): Promise<void> {
  const { requestTemplates = {}, integrationResponses = {} } = withSamples(r.recorded['get-integration']) as RecordedIntegration
  for (const response of Object.values(integrationResponses)) {
    const ok = { ...place, statusCode: response.statusCode }
    const { responseParameters = {} } = response as { responseParameters?: Record<string, string> }
    const declared = Object.keys(responseParameters).map((name) => [name, true])
    await r.gw.putMethodResponse({ ...ok, responseParameters: Object.fromEntries(declared) })
    await r.gw.putIntegrationResponse({ ...ok, responseParameters })
  }
  for (const [type, template] of Object.entries(textsOf('t', requestTemplates)['t'] ?? {})) {
    const path = `/requestTemplates/${type.replaceAll('/', '~1')}`
    await r.gw.updateIntegration({ ...place, ...patches(['add', path, template]) })
  }
  await r.is('get-integration', r.gw.getIntegration(place))
}

async function responseAndPatch(r: Replay, place: { restApiId: string; resourceId: string; httpMethod: string }): Promise<void> {
  const [before, after] = ['get-integration-response', 'get-integration-response-update'].map((step) => withSamples(r.recorded[step])) as [
    RecordedResponse & Record<string, never>,
    RecordedResponse & Record<string, never>,
  ]
  const { ResponseMetadata: _, ...members } = before
  const ok = { ...place, statusCode: before.statusCode }
  const declared = Object.keys((members['responseParameters'] ?? {}) as object).map((name) => [name, true])
  await r.gw.putMethodResponse({ ...ok, responseParameters: Object.fromEntries(declared) })
  const templates = textsOf('responseTemplates', before.responseTemplates)
  await r.gw.putIntegrationResponse({ ...(members as object), ...ok, ...templates })
  await r.is('get-integration-response', r.gw.getIntegrationResponse(ok))
  const added = Object.entries(textsOf('t', after.responseTemplates)['t'] ?? {}).filter(
    ([type]) => !(type in (before.responseTemplates ?? {})),
  )
  await r.gw.updateIntegrationResponse({
    ...ok,
    ...patches(
      ['replace', '/contentHandling', after['contentHandling']],
      ...added.map(([type, template]) => ['add', `/responseTemplates/${type.replaceAll('/', '~1')}`, template] as const),
    ),
  })
  await r.is('get-integration-response-update', r.gw.getIntegrationResponse(ok))
}

import { type Patch, type Place, patches, type Replay, type Replays } from './replay'

/** Integrations, responses, gateway responses, documentation, authorizers and VPC links. */
export const PARTS: Replays = {
  'api::test_gateway_response_crud': async (r) => {
    const { restApiId } = await r.api()
    const type = { restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN' as const }
    await r.is('get-gateway-response-default', r.gw.getGatewayResponse(type))
    await r.is('put-gateway-response', r.gw.putGatewayResponse({ ...type, ...settings(r, 'put-gateway-response') }))
    await r.is('get-gateway-responses', r.gw.getGatewayResponses({ restApiId }))
    await r.is('get-gateway-response', r.gw.getGatewayResponse(type))
    await r.is('delete-gateway-response', r.gw.deleteGatewayResponse(type))
    await r.is('get-deleted-gw-response', r.gw.getGatewayResponse(type))
  },
  'api::test_gateway_response_validation': async (r) => {
    const { restApiId } = await r.api()
    const nowhere = { restApiId: 'fake-api-id', responseType: 'DEFAULT_4XX' as const }
    const wrong = { restApiId, responseType: 'FAKE_RESPONSE_TYPE' as never }
    await r.is('get-gateway-responses-no-api', r.gw.getGatewayResponses(nowhere))
    await r.is('get-gateway-response-no-api', r.gw.getGatewayResponse(nowhere))
    await r.is('delete-gateway-response-no-api', r.gw.deleteGatewayResponse(nowhere))
    await r.is('update-gateway-response-no-api', r.gw.updateGatewayResponse({ ...nowhere, ...patches(['replace', '/statusCode', '1']) }))
    await r.is('delete-gateway-response-not-set', r.gw.deleteGatewayResponse({ ...nowhere, restApiId }))
    await r.is('get-gateway-response-wrong-response-type', r.gw.getGatewayResponse(wrong))
    await r.is('delete-gateway-response-wrong-response-type', r.gw.deleteGatewayResponse(wrong))
    const patch = patches(['replace', '/statusCode', '1'])
    await r.is('update-gateway-response-wrong-response-type', r.gw.updateGatewayResponse({ ...wrong, ...patch }))
    await r.is('put-gateway-response-wrong-response-type', r.gw.putGatewayResponse({ ...wrong, statusCode: '404' }))
  },
  'api::test_update_gateway_response': async (r) => {
    const { restApiId } = await r.api()
    const type = { restApiId, responseType: 'DEFAULT_4XX' as const }
    const update = (step: string, ...operations: readonly Patch[]) =>
      r.is(step, r.gw.updateGatewayResponse({ ...type, ...patches(...operations) }))
    await update('update-gateway-response-not-set', ['replace', '/statusCode', '444'])
    await r.is('default-get-gateway-response', r.gw.getGatewayResponse(type))
    await r.is('put-gateway-response', r.gw.putGatewayResponse({ ...type, ...settings(r, 'put-gateway-response') }))
    const after = settings(r, 'update-gateway-response')
    const origin = 'gatewayresponse.header.Access-Control-Allow-Origin'
    await update(
      'update-gateway-response',
      ['replace', '/statusCode', '444'],
      ['replace', `/responseParameters/${origin}`, after.responseParameters[origin] as string],
      ['add', '/responseTemplates/application~1xml', after.responseTemplates['application/xml'] as string],
    )
    await r.is('get-gateway-response', r.gw.getGatewayResponse(type))
    await update('update-gateway-add-status-code', ['add', '/statusCode', '444'])
    await update('update-gateway-remove-status-code', ['remove', '/statusCode'])
    await update('update-gateway-replace-invalid-parameter', ['replace', '/responseParameters/gatewayresponse.header.no', "'x'"])
    await update('update-gateway-no-path', ['replace', undefined, 'x'])
    await update('update-gateway-wrong-op', ['wrong-op', '/statusCode', 'x'])
    await update('update-gateway-wrong-path', ['replace', '/wrongPath', 'x'])
    await update('update-gateway-replace-invalid-parameter-0-none', ['replace', '/responseTemplates/application~1json'])
    await update('update-gateway-replace-invalid-parameter-1-none', ['replace', `/responseParameters/${origin}`])
  },
  'api::test_put_integration_wrong_type': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const input = { restApiId, resourceId, httpMethod: 'DELETE', type: 'HTTPS_PROXY' as never, uri: 'http://example.com' }
    await r.is('put-integration-wrong-type', r.gw.putIntegration(input))
  },
  'api::test_put_integration_request_parameter_bool_type': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const place = { restApiId, resourceId, httpMethod: 'GET' }
    const method = { ...place, authorizationType: 'NONE' }
    await r.is('bool-method', r.gw.putMethod({ ...method, requestParameters: { 'method.request.path.testPath': true } }))
    await r.is('put-method-request-param-wrong-type', r.gw.putMethod({ ...method, httpMethod: 'PUT', requestParameters: { true: true } }))
    const put = (step: string, requestParameters: object) =>
      r.is(step, r.gw.putIntegration({ ...place, type: 'MOCK', requestParameters: requestParameters as never }))
    await put('put-integration-request-param-wrong-type', { 'integration.request.path.testPath': true })
    await put('put-integration-request-param-bool-value', { true: true })
  },
  'api::test_create_integration_with_vpc_link': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const place = { restApiId, resourceId, httpMethod: 'GET' }
    await r.gw.putMethod({ ...place, authorizationType: 'NONE' })
    const link = (name: string) => ['$', `{stageVariables.${name}}`].join('')
    await r.is(
      'put-integration-vpc-link',
      r.gw.putIntegration({
        ...place,
        type: 'HTTP_PROXY',
        integrationHttpMethod: 'GET',
        uri: 'http://my-vpclink-test-nlb-1234567890abcdef.us-east-1.amazonaws.com',
        connectionType: 'VPC_LINK',
        connectionId: link('vpcLinkId'),
      }),
    )
    await r.is('get-integration-vpc-link', r.gw.getIntegration(place))
    const patch = patches(['replace', '/connectionId', link('vpcLinkIdBeta')])
    await r.is('update-integration-vpc-link', r.gw.updateIntegration({ ...place, ...patch }))
    await r.is('get-integration-update-vpc-link', r.gw.getIntegration(place))
  },
  'api::test_lifecycle_integration_response': async (r) => {
    const { place } = await r.mocked()
    const ok = { ...place, statusCode: '200' }
    const put = (step: string, selectionPattern: string, template: string) =>
      r.is(step, r.gw.putIntegrationResponse({ ...ok, selectionPattern, responseTemplates: { 'application/json': template } }))
    await put('put-integration-response', '', '"created"')
    await r.is('get-integration-response', r.gw.getIntegrationResponse(ok))
    const patch = patches(['replace', '/selectionPattern', 'updated-pattern'])
    await r.is('update-integration-response', r.gw.updateIntegrationResponse({ ...ok, ...patch }))
    await put('overwrite-integration-response', 'overwrite-pattern', 'overwrite')
    await r.is('get-method', r.gw.getMethod(place))
    await r.is('delete-integration-response', r.gw.deleteIntegrationResponse(ok))
  },
  'api::test_integration_response_wrong_resource': async (r) => {
    const { place } = await r.mocked()
    await responses(r, 'wrong-resource', { ...place, resourceId: 'nothing', statusCode: '200' })
  },
  'api::test_integration_response_wrong_method': async (r) => {
    const { place } = await r.mocked()
    await responses(r, 'wrong-method', { ...place, httpMethod: 'POST', statusCode: '200' })
  },
  'api::test_integration_response_invalid_statuscode': async (r) => {
    const { place } = await r.mocked()
    await responses(r, 'invalid-statusCode', { ...place, statusCode: 'wrong' })
  },
  'api::test_integration_response_invalid_integration': async (r) => {
    const { place } = await r.mocked()
    await r.gw.deleteIntegration(place)
    await r.is('get-integration-response-without-integration', r.gw.getIntegrationResponse({ ...place, statusCode: '200' }))
  },
  'api::test_integration_response_wrong_status_code': async (r) => {
    const { place } = await r.mocked()
    await r.is('get-integration-response-wrong-status-code', r.gw.getIntegrationResponse({ ...place, statusCode: '201' }))
  },
  'api::test_lifecycle_method_response': async (r) => {
    const { place } = await r.mocked()
    const ok = { ...place, statusCode: '200' }
    await r.is('put-method-response', r.gw.putMethodResponse({ ...ok, responseParameters: {}, responseModels: {} }))
    await r.is('get-integration-response', r.gw.getMethodResponse(ok))
    const update = (step: string, ...operations: readonly Patch[]) =>
      r.is(step, r.gw.updateMethodResponse({ ...ok, ...patches(...operations) }))
    const header: Patch = ['add', '/responseParameters/method.response.header.my-header', 'true']
    await update('add-method-responses', header, ['add', '/responseModels/application~1json', 'Empty'])
    await update('update-method-responses', ['replace', '/responseModels/application~1json', 'Empty'])
    await r.is('get-method', r.gw.getMethod(place))
    await r.is('delete-method-response', r.gw.deleteMethodResponse(ok))
  },
  'api::test_update_method_response_wrong_operations': async (r) => {
    const { place } = await r.mocked()
    const ok = { ...place, statusCode: '200' }
    await r.gw.putMethodResponse(ok)
    const wrong: Patch = ['wrong_op', '/responseParameters/method.response.header.x', 'true']
    const right: Patch = ['add', '/responseParameters/method.response.header.x', 'true']
    const update = (number: number, ...operations: readonly Patch[]) =>
      r.is(`update-method-response-wrong-operation-${number}`, r.gw.updateMethodResponse({ ...ok, ...patches(...operations) }))
    await update(1, wrong)
    await update(2, wrong, right)
    await update(3, wrong, wrong)
    await update(4, wrong, wrong, wrong, wrong)
    await update(5, wrong, right, wrong)
  },
  'api::test_update_method_response_negative_tests': async (r) => {
    const { place } = await r.mocked()
    await r.gw.putMethodResponse({ ...place, statusCode: '200' })
    const update = (step: string, members: object, ...operations: readonly Patch[]) =>
      r.is(
        `update-method-response-${step}`,
        r.gw.updateMethodResponse({ ...place, statusCode: '200', ...members, ...patches(...operations) }),
      )
    const right: Patch = ['add', '/responseParameters/method.response.header.x', 'true']
    await update('wrong-statuscode', { statusCode: '201' }, right)
    await update('invalid-statuscode', { statusCode: 'wrong' }, right)
    await update('invalid-statuscode-and-wrong-op', { statusCode: 'wrong' }, ['wrong_op', '/x', 'x'])
    await update('wrong-resource', { resourceId: 'nothing' }, right)
    await update('wrong-method', { httpMethod: 'POST' }, right)
  },
  'api::test_invalid_get_documentation_part': async (r) => {
    const { restApiId, documentationPartId } = await documented(r)
    await r.is('get-documentation-part-invalid-api-id', r.gw.getDocumentationPart({ restApiId: 'api_id', documentationPartId }))
    await r.is('get-documentation-part-invalid-doc-id', r.gw.getDocumentationPart({ restApiId, documentationPartId: 'nothing' }))
  },
  'api::test_invalid_get_documentation_parts': async (r) => {
    await r.is('get-inavlid-documentation-parts', r.gw.getDocumentationParts({ restApiId: 'api_id' }))
  },
  'api::test_invalid_update_documentation_part': async (r) => {
    const part = await documented(r)
    const update = (step: string, members: object, ...operation: Patch) =>
      r.is(step, r.gw.updateDocumentationPart({ ...part, ...members, ...patches(operation) }))
    await update('update-documentation-part-invalid-api-id', { restApiId: 'api_id' }, 'replace', '/properties', '{}')
    await update('update-documentation-part-invalid-add-operation', {}, 'add', '/properties', '{}')
    await update('update-documentation-part-invalid-path', {}, 'replace', '/invalidPath', '{}')
  },
  'api::test_invalid_delete_documentation_part': async (r) => {
    const part = await documented(r)
    await r.is('delete_documentation_part_wrong_api_id', r.gw.deleteDocumentationPart({ ...part, restApiId: 'api_id' }))
    await r.is('delete_documentation_part', r.gw.deleteDocumentationPart(part))
    await r.is('delete_already_deleted_documentation_part', r.gw.deleteDocumentationPart(part))
  },
  'api::test_import_documentation_parts': async (r) => {
    const { items } = r.recorded['get-documentations-parts-after-api-imports'] as { items: { location: object; properties: object }[] }
    const documentationParts = items.map(({ location, properties }) => ({ location, properties }))
    const body = Buffer.from(
      JSON.stringify({
        openapi: '3.0.1',
        info: { title: 'documented', version: '1' },
        paths: {},
        'x-amazon-apigateway-documentation': { version: '1', documentationParts },
      }),
    )
    const { id: restApiId } = await r.gw.importRestApi({ body })
    await r.is('get-documentations-parts-after-api-imports', r.gw.getDocumentationParts({ restApiId }))
    await r.is('import-documentation-parts', r.gw.importDocumentationParts({ restApiId, mode: 'overwrite', body }))
    await r.is('get-documentations-parts-after-import', r.gw.getDocumentationParts({ restApiId }))
  },
  'common::test_documentation_parts_and_versions': async (r) => {
    const { restApiId } = await r.api()
    const documentationVersion = 'v123'
    await r.is('create-part-response', r.gw.createDocumentationPart({ restApiId, location: { type: 'API' }, properties: '{"foo": "bar"}' }))
    await r.is('get-parts-response', r.gw.getDocumentationParts({ restApiId }))
    const version = { restApiId, documentationVersion }
    await r.is('create-version-response', r.gw.createDocumentationVersion(version))
    const patch = patches(['replace', '/description', 'doc version new'])
    await r.is('update-version-response', r.gw.updateDocumentationVersion({ ...version, ...patch }))
    await r.is('get-version-response', r.gw.getDocumentationVersion(version))
  },
  'api::test_vpc_link_lifecycle': async (r) => {
    const arn = 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/n/1'
    const { id: vpcLinkId } = await r.is('create_vpc_link', r.gw.createVpcLink({ name: 'link', targetArns: [arn] }))
    await r.is('get_vpc_link', r.gw.getVpcLink({ vpcLinkId }))
    await r.is('get_vpc_links', r.gw.getVpcLinks({}))
    await r.is('update_vpc_link', r.gw.updateVpcLink({ vpcLinkId, ...patches(['replace', '/name', 'link-updated']) }))
    await r.is('delete_vpc_link', r.gw.deleteVpcLink({ vpcLinkId }))
  },
  'api::test_get_vpc_link_invalid_id': async (r) => {
    await r.is('get_vpc_link_invalid_id', r.gw.getVpcLink({ vpcLinkId: 'nothing' }))
  },
  'api::test_update_vpc_link_invalid_id': async (r) => {
    await r.is('update_vpc_link_invalid_id', r.gw.updateVpcLink({ vpcLinkId: 'nothing', ...patches(['replace', '/name', 'n']) }))
  },
  'basic::test_apigateway_with_custom_authorization_method': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const authorizer = await r.is(
      'authorizer',
      r.gw.createAuthorizer({
        restApiId,
        name: 'lambda_authorizer',
        type: 'TOKEN',
        authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/ 2015-03-31/functions/f/invocations',
        identitySource: 'method.request.header.Auth',
      }),
    )
    const method = {
      restApiId,
      resourceId,
      httpMethod: 'GET',
      authorizationType: 'CUSTOM',
      authorizerId: authorizer.id,
      apiKeyRequired: true,
    }
    await r.is('put-method-response', r.gw.putMethod(method))
  },
  'integrations::test_put_integration_responses': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const method = async (verb: string, members: object) => {
      const place = { restApiId, resourceId, httpMethod: verb.toUpperCase() }
      const ok = { ...place, statusCode: '200' }
      await r.is(`put-method-${verb}`, r.gw.putMethod({ ...place, authorizationType: 'none' }))
      await r.is(`put-method-response-${verb}`, r.gw.putMethodResponse(ok))
      const uri = 'http://example.com'
      await r.is(`put-integration-${verb}`, r.gw.putIntegration({ ...place, type: 'HTTP', integrationHttpMethod: 'POST', uri }))
      const input = { ...ok, selectionPattern: '2\\d{2}', ...members }
      await r.is(`put-integration-response-${verb}`, r.gw.putIntegrationResponse(input))
      await r.is(`get-integration-response-${verb}`, r.gw.getIntegrationResponse(ok))
      return ok
    }
    const get = await method('get', { responseTemplates: {} })
    await r.is('get-method-get', r.gw.getMethod(get))
    await r.is('deploy', r.gw.createDeployment({ restApiId, stageName: 'local' }))
    await r.is('delete-integration-response-get', r.gw.deleteIntegrationResponse(get))
    await r.is('get-method-get-after-int-resp-delete', r.gw.getMethod(get))
    await method('put', { contentHandling: 'CONVERT_TO_BINARY' })
  },
  'integrations::test_put_integration_validation': async (r) => {
    const { place } = await r.mocked()
    const put = (step: string, type: string, uri: string, members: object = { integrationHttpMethod: 'POST' }) =>
      r.is(step, r.gw.putIntegration({ ...place, type: type as never, uri, ...members }))
    const lambda =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111111111111:function:MyLambda/invocations'
    for (const type of ['HTTP', 'HTTP_PROXY', 'AWS']) await put(`required-integration-method-${type}`, type, 'http://example.com', {})
    await put('not-required-integration-method-MOCK', 'MOCK', 'http://example.com', {})
    for (const type of ['HTTP', 'HTTP_PROXY']) await put(`http-method-${type}`, type, 'http://example.com')
    const credentials = 'arn:aws:iam::111111111111:role/service-role/testfunction-role-oe783psq'
    const bucket = 'arn:aws:apigateway:us-east-1:s3:path/b/k'
    await put('aws-integration-AWS', 'AWS', bucket, { integrationHttpMethod: 'POST', credentials })
    for (const type of ['AWS', 'AWS_PROXY']) await put(`aws-integration-type-${type}`, type, lambda)
    await put('no-s3-support-AWS_PROXY', 'AWS_PROXY', bucket)
    for (const type of ['HTTP', 'HTTP_PROXY']) await put(`invalid-uri-${type}`, type, 'non-sensical-thing')
    await put('invalid-uri-not-an-arn', 'AWS', 'non-sensical-thing')
    await put('invalid-uri-invalid-arn', 'AWS', 'arn:aws:iam::111111111111:role/x')
  },
  'lambda::test_put_integration_aws_proxy_uri': async (r) => {
    const { place } = await r.mocked()
    const arn = 'arn:aws:lambda:us-east-1:111111111111:function:f'
    const put = (step: string, uri: string) =>
      r.is(step, r.gw.putIntegration({ ...place, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }))
    await put('put-integration-lambda-uri', arn)
    await put('put-integration-wrong-arn', `bad-arn:lambda:path/2015-03-31/functions/${arn}/invocations`)
    await put('put-integration-wrong-type', `arn:aws:apigateway:us-east-1:lambda:test/2015-03-31/functions/${arn}/invocations`)
    await put('put-integration-wrong-firehose', 'arn:aws:apigateway:us-east-1:firehose:path/random/value')
    await put('put-integration-bad-lambda-arn', 'arn:aws:apigateway:us-east-1:lambda:path/random/value')
  },
}

/** What was put: it is what the recorded answer shows. */
function settings(r: Replay, step: string) {
  const { statusCode, responseParameters, responseTemplates } = r.recorded[step] as {
    statusCode: string
    responseParameters: Record<string, string>
    responseTemplates: Record<string, unknown>
  }
  const texts = Object.entries(responseTemplates).map(([type, value]) => [type, typeof value === 'string' ? value : JSON.stringify(value)])
  return { statusCode, responseParameters, responseTemplates: Object.fromEntries(texts) as Record<string, string> }
}

async function responses(r: Replay, what: string, place: Place & { statusCode: string }): Promise<void> {
  await r.is(`put-integration-response-${what}`, r.gw.putIntegrationResponse(place))
  await r.is(`get-integration-response-${what}`, r.gw.getIntegrationResponse(place))
}

async function documented(r: Replay) {
  const { restApiId } = await r.api()
  const { id } = await r.gw.createDocumentationPart({ restApiId, location: { type: 'API' }, properties: '{"description":"d"}' })
  return { restApiId, documentationPartId: id }
}

import { type Patch, patches, type Replay, type Replays } from './replay'

const edge = (...types: string[]) => ({ types: types as never })

/** REST APIs, resources, methods, models and validators. */
export const DEFINITION: Replays = {
  'api::test_list_and_delete_apis': async (r) => {
    const one = await r.is('create-rest-api-1', r.gw.createRestApi({ name: 'one', description: 'this is my api' }))
    await r.is('create-rest-api-2', r.gw.createRestApi({ name: 'two', description: 'this is my api2' }))
    await r.is('get-rest-api-before-delete', r.gw.getRestApis({}))
    await r.is('delete-rest-api', r.gw.deleteRestApi({ restApiId: one.id }))
    await r.is('get-rest-api-after-delete', r.gw.getRestApis({}))
  },
  'api::test_create_rest_api_with_optional_params': async (r) => {
    const create = (step: string, members: object) => r.is(step, r.gw.createRestApi({ name: step, ...members }))
    await create('create-only-name', {})
    await create('create-empty-desc', { description: '' })
    await create('create-with-version', { version: 'v1' })
    await create('create-with-empty-binary-media', { binaryMediaTypes: [] })
    await create('string-compression-size', { minimumCompressionSize: -1 })
  },
  'api::test_update_rest_api_operation_add_remove': async (r) => {
    const { restApiId } = await r.api()
    const update = (step: string, ...operations: readonly Patch[]) =>
      r.is(step, r.gw.updateRestApi({ restApiId, ...patches(...operations) }))
    await update('update-rest-api-add', ['add', '/binaryMediaTypes/image~1png'], ['add', '/binaryMediaTypes/image~1jpeg'])
    await update('update-rest-api-replace', ['replace', '/binaryMediaTypes/image~1png', 'image/gif'])
    await update('update-rest-api-remove', ['remove', '/binaryMediaTypes/image~1gif'], ['remove', '/description'])
  },
  'api::test_update_rest_api_behaviour': async (r) => {
    const { restApiId } = await r.api()
    const update = (step: string, ...operation: Patch) => r.is(step, r.gw.updateRestApi({ restApiId, ...patches(operation) }))
    await update('update-rest-api-array', 'add', '/binaryMediaTypes/-', 'image/png')
    for (const op of ['add', 'replace', 'remove']) await update(`update-rest-api-${op}-base-path`, op, '/binaryMediaTypes', 'image/gif')
  },
  'api::test_update_rest_api_invalid_api_id': async (r) => {
    await r.is('not-found-update-rest-api', r.gw.updateRestApi({ restApiId: 'api_id', ...patches(['replace', '/name', 'n']) }))
  },
  'api::test_create_rest_api_with_endpoint_configuration': async (r) => {
    const create = (step: string, endpointConfiguration: object, members: object = {}) =>
      r.is(step, r.gw.createRestApi({ name: step, endpointConfiguration, ...members }))
    const wrongIp = { ipAddressType: 'wrong' }
    await create('create-with-empty-types', edge())
    await create('create-with-invalid-ip-address-type', { ...edge('EDGE'), ...wrongIp })
    await create('create-with-invalid-types', edge('wrong'))
    await create('create-with-invalid-ip-address-type-and-types', { ...wrongIp, ...edge('wrong') })
    await create('create-with-invalid-types-and-ip-address-type', { ...edge('wrong'), ...wrongIp })
    await create('create-with-multiple-errors-1', { ...wrongIp, ...edge('wrong') }, { description: '', minimumCompressionSize: -1 })
    await create('create-with-multiple-errors-2', {}, { description: '', minimumCompressionSize: -1 })
    await create('create-with-two-types', edge('EDGE', 'REGIONAL'))
    await create('create-with-endpoint-config-dualstack', { ...edge('EDGE'), ipAddressType: 'dualstack' })
    await create('create-with-endpoint-config-regional', edge('REGIONAL'))
  },
  'api::test_create_rest_api_private_type': async (r) => {
    const create = (step: string, ipAddressType: string, members: object = {}) =>
      r.is(
        step,
        r.gw.createRestApi({
          name: step,
          endpointConfiguration: { ...edge('PRIVATE'), ipAddressType: ipAddressType as never },
          ...members,
        }),
      )
    await create('create-with-private-type-and-ipv4-ip-address-type', 'ipv4')
    await create('create-with-private-type-and-wrong-ip-address-type', 'wrong')
    await create('create-with-private-type-and-ipv4-ip-address-type-and-empty-description', 'ipv4', { description: '' })
  },
  'api::test_update_rest_api_concatenation_of_errors': async (r) => {
    const { restApiId } = await r.api()
    const ip = ['wrong', '/endpointConfiguration/ipAddressType', 'dualstack'] as const
    const type = ['wrong', '/endpointConfiguration/types/0', 'REGIONAL'] as const
    const update = (step: string, ...operations: readonly Patch[]) =>
      r.is(step, r.gw.updateRestApi({ restApiId, ...patches(...operations) }))
    await update('update-rest-api-wrong-operations-on-ipAddressType', ip, ip)
    await update('update-rest-api-wrong-operations-on-type', type, type)
    await update('update-rest-api-wrong-operations-on-type-and-on-ip-address-type', type, ip, type)
  },
  'api::test_resource_lifecycle': async (r) => {
    const { restApiId, root } = await r.api()
    const list = (step: string) => r.is(step, r.gw.getResources({ restApiId }))
    await list('rest-api-root-resource')
    const pets = await r.is('create-resource', r.gw.createResource({ restApiId, parentId: root, pathPart: 'pets' }))
    await list('rest-api-resources-after-create')
    await r.is('create-subresource', r.gw.createResource({ restApiId, parentId: pets.id, pathPart: 'subpets' }))
    await list('rest-api-resources-after-create-sub')
    const resourceId = pets.id
    await r.is('update-path-part', r.gw.updateResource({ restApiId, resourceId, ...patches(['replace', '/pathPart', 'dogs']) }))
    await r.is('get-resp-after-update-path-part', r.gw.getResource({ restApiId, resourceId }))
    await r.is('del-resource', r.gw.deleteResource({ restApiId, resourceId }))
    await list('rest-api-resources-after-delete')
  },
  'api::test_update_resource_behaviour': async (r) => {
    const { restApiId, root } = await r.api()
    const pets = (await r.gw.createResource({ restApiId, parentId: root, pathPart: 'pets' })).id as string
    const update = (step: string, resourceId: string | undefined, ...operation: Patch) =>
      r.is(step, r.gw.updateResource({ restApiId, resourceId, ...patches(operation) }))
    await update('nonexistent-resource', 'nothing', 'replace', '/pathPart', 'dogs')
    await update('invalid-path-part', pets, 'replace', '/invalid', 'dogs')
    await update('invalid-parent-id', pets, 'replace', '/parentId', 'nothing')
    const sub = await r.is('create-subresource', r.gw.createResource({ restApiId, parentId: pets, pathPart: 'subpets' }))
    const deep = await r.is('create-subresource-child', r.gw.createResource({ restApiId, parentId: sub.id, pathPart: 'pets' }))
    await update('existing-future-sibling-path', deep.id, 'replace', '/parentId', root)
    await update('update-parent-id-to-subresource-id', pets, 'replace', '/parentId', sub.id)
    await r.gw.deleteResource({ restApiId, resourceId: deep.id })
    await update('update-parent-id-to-root-id', sub.id, 'replace', '/parentId', root)
    await update('update-path-already-exists', sub.id, 'replace', '/pathPart', 'pets')
    await r.gw.deleteResource({ restApiId, resourceId: pets })
    await r.is('resources-after-deletion', r.gw.getResources({ restApiId }))
    await update('remove-unsupported', sub.id, 'remove', '/pathPart')
    await update('add-unsupported', sub.id, 'add', '/pathPart', 'dogs')
  },
  'api::test_create_proxy_resource': async (r) => {
    const { restApiId, root } = await r.api()
    const create = (step: string, parentId: string | undefined, pathPart: string) =>
      r.is(step, r.gw.createResource({ restApiId, parentId, pathPart }))
    await create('create-base-proxy-resource', root, '{proxy+}')
    const parent = (await r.gw.createResource({ restApiId, parentId: root, pathPart: 'parent' })).id
    await create('create-proxy-sibling-proxy-child-resource', parent, '{proxy+}')
    const child = await create('create-proxy-sibling-static-child-resource', parent, 'child')
    await create('create-static-child-proxy-resource', child.id, '{proxy+}')
    await r.is('all-resources', r.gw.getResources({ restApiId }))
    const { items = [] } = await r.gw.getResources({ restApiId })
    await r.gw.deleteResource({ restApiId, resourceId: items.find(({ path }) => path === '/parent/{proxy+}')?.id })
    const dynamic = await create('create-proxy-sibling-dynamic-child-resource', parent, '{child}')
    await create('create-dynamic-child-proxy-resource', dynamic.id, '{proxy+}')
    await r.is('all-resources-2', r.gw.getResources({ restApiId }))
  },
  'api::test_create_proxy_resource_validation': async (r) => {
    const { restApiId, root } = await r.api()
    const create = (step: string, parentId: string | undefined, pathPart: string) =>
      r.is(step, r.gw.createResource({ restApiId, parentId, pathPart }))
    const proxy = await create('create-base-proxy-resource', root, '{proxy+}')
    await create('create-proxy-dynamic-sibling-resource', root, '{child}')
    await create('create-proxy-static-child-resource', proxy.id, 'parent')
    await create('create-proxy-dynamic-child-resource', proxy.id, '{child}')
    const parent = (await r.gw.createResource({ restApiId, parentId: root, pathPart: 'parent' })).id
    await create('create-greedy-child-resource', parent, '{child+}')
  },
  'api::test_update_resource_on_root': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    await r.is('update-root-path-part', r.gw.updateResource({ restApiId, resourceId, ...patches(['replace', '/pathPart', 'x']) }))
    await r.is('update-root-parent', r.gw.updateResource({ restApiId, resourceId, ...patches(['replace', '/parentId', 'x']) }))
  },
  'api::test_method_lifecycle': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const place = { restApiId, resourceId, httpMethod: 'ANY' }
    await r.is('put-base-method-response', r.gw.putMethod({ ...place, authorizationType: 'none' }))
    await r.is('get-base-method-response', r.gw.getMethod(place))
    await r.is('del-base-method-response', r.gw.deleteMethod(place))
    await r.is('get-deleted-method-response', r.gw.getMethod(place))
    await r.is('delete-deleted-method-response', r.gw.deleteMethod(place))
  },
  'api::test_put_method_model': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const model = (step: string, name: string) =>
      r.is(
        step,
        r.gw.createModel({ restApiId, name, contentType: 'application/json', schema: JSON.stringify({ title: name, type: 'object' }) }),
      )
    const drop = (step: string, modelName: string) => r.is(step, r.gw.deleteModel({ restApiId, modelName }))
    await model('create-model', 'Model')
    await model('create-model-2', 'ModelTwo')
    const first = { restApiId, resourceId, httpMethod: 'ANY' }
    const uses = (name: string) => ({ authorizationType: 'NONE', requestModels: { 'application/json': name } })
    await r.is('put-method-request-models', r.gw.putMethod({ ...first, ...uses('Model') }))
    await drop('delete-model-used', 'Model')
    const key = '/requestModels/application~1json'
    await r.is('update-method-model', r.gw.updateMethod({ ...first, ...patches(['replace', key, 'ModelTwo']) }))
    await drop('delete-model-unused', 'Model')
    await drop('delete-model-used-2', 'ModelTwo')
    const test = await r.gw.createResource({ restApiId, parentId: resourceId, pathPart: 'test' })
    const second = { ...first, resourceId: test.id }
    await r.is('put-method-2-request-models', r.gw.putMethod({ ...second, ...uses('ModelTwo') }))
    await drop('delete-model-used-by-2-method', 'ModelTwo')
    await r.is('update-method-model-2', r.gw.updateMethod({ ...second, ...patches(['remove', key]) }))
    await drop('delete-model-used-by-method-1', 'ModelTwo')
    await r.is('delete-method-using-model-2', r.gw.deleteMethod(first))
    await drop('delete-model-unused-2', 'ModelTwo')
  },
  'api::test_put_method_validation': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const put = (step: string, members: object) =>
      r.is(step, r.gw.putMethod({ restApiId, resourceId, httpMethod: 'GET', authorizationType: 'NONE', ...members }))
    await put('wrong-api', { restApiId: 'nothing', httpMethod: 'WRONG' })
    await put('wrong-resource', { resourceId: 'nothing', httpMethod: 'WRONG' })
    await put('wrong-method', { httpMethod: 'WRONG' })
    await put('missing-authorizer-id', { authorizationType: 'CUSTOM' })
    await put('invalid-request-validator', { requestValidatorId: 'nothing' })
    await put('invalid-model-name', { requestModels: { 'application/json': 'petModel' } })
  },
  'api::test_update_method_validation': async (r) => {
    const { restApiId, root: resourceId } = await r.api()
    const place = { restApiId, resourceId, httpMethod: 'ANY' }
    const update = (step: string, ...operation: Patch) => r.is(step, r.gw.updateMethod({ ...place, ...patches(operation) }))
    await r.is('wrong-rest-api', r.gw.updateMethod({ ...place, restApiId: 'nothing' }))
    await r.is('wrong-resource-id', r.gw.updateMethod({ ...place, resourceId: 'nothing' }))
    await r.is('method-does-not-exist', r.gw.updateMethod(place))
    await r.is('put-method-response', r.gw.putMethod({ ...place, authorizationType: 'NONE', apiKeyRequired: true }))
    await update('unsupported-operation', 'add', '/operationName', 'x')
    await update('unsupported-operation-2', 'add', '/requestValidatorId', 'x')
    await update('unsupported-path', 'replace', '/httpMethod', 'GET')
    await update('wrong-path-request-parameters', 'replace', '/requestParameters', 'x')
    await update('wrong-path-request-models', 'replace', '/requestModels/application/json', 'x')
    await update('wrong-value-type', 'replace', '/apiKeyRequired', 'whatever')
    await update('wrong-auth-type', 'replace', '/authorizationType', 'CUSTOM')
    await update('skip-auth-id-with-wrong-type', 'replace', '/authorizerId', 'nothing')
    await r.is(
      'wrong-auth-id',
      r.gw.updateMethod({ ...place, ...patches(['replace', '/authorizationType', 'CUSTOM'], ['replace', '/authorizerId', 'nothing']) }),
    )
    await update('wrong-req-validator-id', 'replace', '/requestValidatorId', 'nothing')
  },
  'api::test_model_validation': async (r) => {
    const { restApiId } = await r.api()
    const create = (step: string, members: object) =>
      r.is(step, r.gw.createModel({ restApiId, name: 'MySchema', contentType: 'application/json', schema: '{"title":"t"}', ...members }))
    const nowhere = { restApiId: 'abcde0' }
    await create('create-model-wrong-id', nowhere)
    await r.is('get-models-wrong-id', r.gw.getModels(nowhere))
    await r.is('get-model-wrong-id', r.gw.getModel({ ...nowhere, modelName: 'MySchema' }))
    await r.is('del-model-wrong-id', r.gw.deleteModel({ ...nowhere, modelName: 'MySchema' }))
    await create('create-model-already-exists', { name: 'Empty' })
    await create('create-model-empty-name', { name: '' })
    await create('create-model-empty-schema', { schema: '' })
    await create('create-model-no-schema-json', { schema: undefined })
    await create('create-model-no-schema-xml', { schema: undefined, contentType: 'application/xml' })
  },
  'api::test_update_model': async (r) => {
    const { restApiId } = await r.api()
    const update = (step: string, ...operations: readonly Patch[]) =>
      r.is(step, r.gw.updateModel({ restApiId, modelName: 'mySchema', ...patches(...operations) }))
    const named = { restApiId, name: 'mySchema', contentType: 'application/json', description: '' }
    await r.is(
      'update-model-wrong-id',
      r.gw.updateModel({ restApiId: 'nothing', modelName: 'mySchema', ...patches(['replace', '/schema', '{}']) }),
    )
    await r.is('create-model', r.gw.createModel({ ...named, schema: JSON.stringify({ title: 'mySchema', type: 'object' }) }))
    await update(
      'update-model',
      ['replace', '/schema', JSON.stringify({ title: 'Updated schema', type: 'object' })],
      ['replace', '/description', ''],
    )
    await update('update-model-invalid-op', ['add', '/wrong-path', 'x'])
    await update('update-model-invalid-path', ['replace', '/name', 'x'])
    await update('update-model-empty-schema', ['replace', '/schema', ''])
  },
  'api::test_validators_crud_no_api': async (r) => {
    const nowhere = { restApiId: 'test-fake-rest-id' }
    await r.is('wrong-rest-api-id-create-validator', r.gw.createRequestValidator({ ...nowhere, name: 'v' }))
    await r.is('wrong-rest-api-id-get-validators', r.gw.getRequestValidators(nowhere))
  },
  'api::test_invalid_get_request_validators': async (r) => {
    await r.is('get-invalid-request-validators', r.gw.getRequestValidators({ restApiId: 'api_id' }))
  },
  'api::test_invalid_delete_request_validator': async (r) => {
    const { restApiId } = await r.api()
    const { id } = await r.gw.createRequestValidator({ restApiId, name: 'v' })
    const drop = (step: string, input: { restApiId: string; requestValidatorId: string | undefined }) =>
      r.is(step, r.gw.deleteRequestValidator(input))
    await drop('delete-request-validator-invalid-api-id', { restApiId: 'api_id', requestValidatorId: id })
    await drop('delete-request-validator-invalid-validator-id', { restApiId, requestValidatorId: 'nothing' })
  },
  'api::test_invalid_update_request_validator_operations': async (r) => {
    const api = await r.is('create-rest-api', r.gw.createRestApi({ name: 'n', description: 'my api' }))
    const validator = await r.is('create-request-validator', r.gw.createRequestValidator({ restApiId: api.id, name: 'validator' }))
    const update = (step: string, ...operation: Patch) =>
      r.is(step, r.gw.updateRequestValidator({ restApiId: api.id, requestValidatorId: validator.id, ...patches(operation) }))
    await update('update-request-validator-invalid-add-operation', 'add', '/validateRequestBody', 'true')
    await update('update-request-validator-invalid-remove-operation', 'remove', '/validateRequestBody', 'true')
    await update('update-request-validator-invalid-path', 'replace', '/invalidPath', 'true')
    await update('update-request-validator-empty-name-value', 'replace', '/name', '')
  },
  'common::test_api_gateway_request_validator_with_ref_models': withReferences,
}

async function withReferences(r: Replay): Promise<void> {
  const { restApiId } = await r.api()
  // The schemas themselves are what was recorded: what is compared is what is kept of them.
  const { items } = r.recorded['get-models-with-ref'] as { items: { name: string; contentType: string; schema: object }[] }
  for (const { name, contentType, schema } of items.slice(2)) {
    const text = JSON.stringify(schema).replaceAll('<api-id>', restApiId)
    await r.gw.createModel({ restApiId, name, contentType, schema: text })
  }
  await r.is('get-models-with-ref', r.gw.getModels({ restApiId }))
}

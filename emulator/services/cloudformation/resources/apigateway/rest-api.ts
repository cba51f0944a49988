import { readFileSync } from 'node:fs'
import type {
  ApiKeySourceType,
  EndpointAccessMode,
  EndpointConfiguration,
  PatchOperation,
  SecurityPolicy,
} from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../../model/errors'
import { changedElements, changedKeys, changedValues } from '../patches'
import { Properties } from '../properties'
import { boolean, json, number, REASONS, reported, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

const OBJECT_VERSION = 'the object at hand is taken, whatever its version'

export const restApi: ResourceType = {
  type: 'AWS::ApiGateway::RestApi',
  properties: {
    ApiKeySourceType: string,
    'BinaryMediaTypes[]': string,
    Body: json,
    'BodyS3Location.Bucket': string,
    'BodyS3Location.ETag': reported(string, OBJECT_VERSION),
    'BodyS3Location.Key': string,
    'BodyS3Location.Version': reported(string, OBJECT_VERSION),
    CloneFrom: string,
    Description: string,
    DisableExecuteApiEndpoint: boolean,
    EndpointAccessMode: string,
    'EndpointConfiguration.IpAddressType': reported(string, REASONS.ipAddress, 'ipv4'),
    'EndpointConfiguration.Types[]': string,
    'EndpointConfiguration.VpcEndpointIds[]': string,
    FailOnWarnings: boolean,
    MinimumCompressionSize: number,
    Mode: string,
    Name: string,
    'Parameters.*': string,
    Policy: json,
    SecurityPolicy: reported(string, REASONS.tls),
    Tags: json,
    Version: string,
  },
  attributes: ['RestApiId', 'RootResourceId'],
  replaceOn: [],
  create: async (properties, context) => {
    const body = bodyOf(properties, context)
    const { apigateway } = context.services
    if (body === undefined) return describe(await apigateway.CreateRestApi(settingsOf(properties, context)), context)
    const imported = await apigateway.ImportRestApi({
      body,
      failOnWarnings: properties.flag('FailOnWarnings'),
      parameters: importParameters(properties),
    })
    const restApiId = imported.id ?? ''
    try {
      // What the template says beside the definition wins over it.
      const patchOperations = apiPatches(new Properties({ Name: imported.name }), properties, imported.binaryMediaTypes)
      if (patchOperations.length > 0) await apigateway.UpdateRestApi({ restApiId, patchOperations })
      await retagApiGateway(
        `/restapis/${restApiId}`,
        properties,
        { physicalId: restApiId, attributes: {}, properties: new Properties({}) },
        context,
      )
    } catch (error) {
      await apigateway.DeleteRestApi({ restApiId })
      throw error
    }
    warn(imported.warnings, context)
    return describe(imported, context)
  },
  update: async (properties, existing, context) => {
    const restApiId = existing.physicalId
    const { apigateway } = context.services
    const before = existing.properties
    const body = bodyOf(properties, context)
    const imports = ['Body', 'BodyS3Location', 'Parameters', 'Mode'].some(
      (name) => JSON.stringify(before.raw[name]) !== JSON.stringify(properties.raw[name]),
    )
    if (body !== undefined && imports) {
      const put = await apigateway.PutRestApi({
        restApiId,
        body,
        failOnWarnings: properties.flag('FailOnWarnings'),
        mode: properties.text('Mode') === 'merge' ? 'merge' : 'overwrite',
        parameters: importParameters(properties),
      })
      warn(put.warnings, context)
    }
    const patchOperations = apiPatches(before, properties)
    if (patchOperations.length > 0) await apigateway.UpdateRestApi({ restApiId, patchOperations })
    await retagApiGateway(`/restapis/${restApiId}`, properties, existing, context)
    return imports ? describe({ id: restApiId }, context) : existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteRestApi({ restApiId: existing.physicalId })
  },
}

function settingsOf(properties: Properties, context: ResourceContext) {
  return {
    name: properties.text('Name') ?? context.physicalName(128),
    apiKeySource: properties.text('ApiKeySourceType') as ApiKeySourceType | undefined,
    binaryMediaTypes: properties.texts('BinaryMediaTypes'),
    cloneFrom: properties.text('CloneFrom'),
    description: properties.text('Description'),
    disableExecuteApiEndpoint: properties.flag('DisableExecuteApiEndpoint'),
    endpointAccessMode: properties.text('EndpointAccessMode') as EndpointAccessMode | undefined,
    endpointConfiguration: endpointOf(properties),
    minimumCompressionSize: properties.number('MinimumCompressionSize'),
    policy: properties.document('Policy'),
    securityPolicy: properties.text('SecurityPolicy') as SecurityPolicy | undefined,
    tags: context.tags(properties.raw['Tags']),
    version: properties.text('Version'),
  }
}

function endpointOf(properties: Properties): EndpointConfiguration | undefined {
  const endpoint = properties.entry('EndpointConfiguration')
  if (endpoint === undefined) return undefined
  const { types, ipAddressType, vpcEndpointIds } = {
    types: endpoint.texts('Types'),
    ipAddressType: endpoint.text('IpAddressType'),
    vpcEndpointIds: endpoint.texts('VpcEndpointIds'),
  }
  return {
    ...(types === undefined ? {} : { types }),
    ...(ipAddressType === undefined ? {} : { ipAddressType }),
    ...(vpcEndpointIds === undefined ? {} : { vpcEndpointIds }),
  } as EndpointConfiguration
}

function apiPatches(before: Properties, after: Properties, importedMediaTypes?: readonly string[]): PatchOperation[] {
  const [oldEndpoint, endpoint] = [endpointOf(before), endpointOf(after)]
  const operations: PatchOperation[] = [
    ...changedValues(before, after, {
      '/apiKeySource': ['ApiKeySourceType', 'HEADER'],
      '/description': 'Description',
      '/disableExecuteApiEndpoint': ['DisableExecuteApiEndpoint', 'false'],
      '/endpointAccessMode': 'EndpointAccessMode',
      '/minimumCompressionSize': 'MinimumCompressionSize',
      '/name': ['Name', before.text('Name') ?? ''],
      '/policy': 'Policy',
      '/securityPolicy': 'SecurityPolicy',
      '/version': 'Version',
    }).filter(({ path, value }) => path !== '/name' || value !== before.text('Name')),
    ...changedKeys('/binaryMediaTypes', before.texts('BinaryMediaTypes'), after.texts('BinaryMediaTypes')).filter(
      ({ op, path }) => op !== 'add' || !importedMediaTypes?.some((type) => path === `/binaryMediaTypes/${type.replaceAll('/', '~1')}`),
    ),
    ...changedElements('/endpointConfiguration/vpcEndpointIds', oldEndpoint?.vpcEndpointIds, endpoint?.vpcEndpointIds),
  ]
  const [oldType, type] = [oldEndpoint?.types?.[0] ?? 'EDGE', endpoint?.types?.[0] ?? 'EDGE']
  if (oldType !== type) operations.push({ op: 'replace', path: `/endpointConfiguration/types/${oldType}`, value: type })
  const address = endpoint?.ipAddressType
  if (address !== undefined && address !== oldEndpoint?.ipAddressType) {
    operations.push({ op: 'replace', path: '/endpointConfiguration/ipAddressType', value: address })
  }
  return operations
}

function importParameters(properties: Properties): Record<string, string> | undefined {
  return properties.map('Parameters')
}

/** The OpenAPI definition that the API is imported from: inline, or an object that an upload or an asset left here. */
function bodyOf(properties: Properties, { call }: ResourceContext): Uint8Array | undefined {
  const body = properties.document('Body')
  if (body !== undefined) return Buffer.from(body, 'utf8')
  const location = properties.entry('BodyS3Location')
  if (location === undefined) return undefined
  const [bucket, key] = [location.needed('Bucket'), location.needed('Key')]
  const object = call.objects.find(bucket, key)
  if (object === undefined || !('file' in object)) {
    throw new AwsError('BadRequestException', `The specified key does not exist: s3://${bucket}/${key}`, 400)
  }
  return readFileSync(object.file)
}

function warn(warnings: readonly string[] | undefined, context: ResourceContext): void {
  for (const warning of warnings ?? []) context.report({ code: 'openapi-import', severity: 'warning', message: warning })
}

function describe(api: { readonly id?: string | undefined }, { call }: ResourceContext): Made {
  const id = api.id ?? ''
  const root = call.records.restApis.get(id)?.rootResourceId ?? ''
  return { physicalId: id, attributes: { RestApiId: id, RootResourceId: root }, subject: `/restapis/${id}` }
}

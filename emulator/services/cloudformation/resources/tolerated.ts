import { createHash } from 'node:crypto'
import type { StackResourceRecord } from '../../../model/account-services'
import { Properties } from './properties'
import type { ResourceContext, ResourceType } from './resource-type'
import { ARN_SERVICES, type Names, SHAPES, type Shape } from './shapes'

/** Types that are not emulated: they are taken with all their properties, answer stable ids in AWS's shape, and are told of once each. */
export function toleratedType(type: string): ResourceType {
  const shape = SHAPES[type] ?? {}
  const custom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
  return {
    type,
    replaceOn: [],
    create: (properties, context) => {
      report(context, custom)
      const seed = context.call.ids.hex(16)
      const name = nameOf(type, properties) ?? inventedName(type, context)
      const names = namesOf(name, seed, properties, context)
      return { physicalId: shape.ref?.(names) ?? name, attributes: { [SEED]: seed, [NAME]: name } }
    },
    update: (_properties, existing, context) => {
      report(context, custom)
      return existing
    },
    delete: () => {},
    attribute: (attribute, record, context) => {
      const { [SEED]: seed, [NAME]: name } = record.attributes
      const names = namesOf(String(name), String(seed), new Properties(record.properties), context)
      return shape.attributes?.[attribute]?.(names) ?? general(attribute, type, shape, names, record.physicalId)
    },
  }
}

/** Whether a resource was made by a tolerated type: stands in for what it would be on AWS. */
export function standsIn(record: Pick<StackResourceRecord, 'attributes'>): boolean {
  return Object.hasOwn(record.attributes, SEED)
}

/** Where the record keeps what its ids are made from; no attribute of AWS has such a name. */
const SEED = 'portico:seed'
const NAME = 'portico:name'

function report(context: ResourceContext, custom: boolean): void {
  const { type, logicalId } = context
  if (custom) {
    context.report({
      code: 'custom-resource-not-run',
      severity: 'warning',
      message: `${type} (${logicalId}) is a custom resource: the function behind it is not called, and its attributes are made up.`,
    })
    return
  }
  context.report({
    code: 'type-not-emulated',
    severity: 'warning',
    message: `${type} (${logicalId}) is not emulated: it does nothing, and its Ref and attributes are made up in AWS's shape.`,
  })
}

function nameOf(type: string, properties: Properties): string | undefined {
  const kind = type.split('::')[2] ?? ''
  return properties.text(`${kind}Name`) ?? properties.text('Name')
}

function inventedName(type: string, context: ResourceContext): string {
  return type === 'AWS::S3::Bucket' ? context.physicalName(63).toLowerCase() : context.physicalName(64)
}

function namesOf(name: string, seed: string, properties: Properties, { call }: Pick<ResourceContext, 'call'>): Names {
  const hash = createHash('sha256').update(seed).digest('hex')
  const hex = (size: number) => hash.repeat(Math.ceil(size / hash.length)).slice(0, size)
  return {
    name,
    account: call.account,
    region: call.region,
    partition: call.region.startsWith('cn-') ? 'aws-cn' : call.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
    urlSuffix: call.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com',
    property: (property) => properties.text(property),
    hex,
    alnum: (size) =>
      BigInt(`0x1${hash}`)
        .toString(36)
        .repeat(3)
        .slice(1, size + 1),
    uuid: () => `${hex(8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
  }
}

/** Attributes of types without a line of their own, by what their names commonly mean. */
function general(attribute: string, type: string, shape: Shape, names: Names, physicalId: string): unknown {
  const [, service = '', kind = ''] = type.split('::')
  if (attribute === 'Arn' && shape.arn !== undefined) return shape.arn(names)
  if (/Arns$/.test(attribute)) return []
  if (/BucketArn$/.test(attribute)) return `arn:${names.partition}:s3:::${names.name.toLowerCase()}`
  if (/arn$/i.test(attribute)) {
    if (/^arn:/.test(physicalId)) return physicalId
    const name = ARN_SERVICES[service] ?? service.toLowerCase()
    return `arn:${names.partition}:${name}:${names.region}:${names.account}:${kind.toLowerCase()}/${names.name}`
  }
  if (attribute === 'Id' || attribute === `${kind}Id`) return physicalId
  if (/Id$/.test(attribute)) return names.hex(17)
  if (/Name$/.test(attribute)) return names.name
  if (/(?:Url|URL|Uri|Endpoint)$/.test(attribute)) {
    return `https://${names.name.toLowerCase()}.${service.toLowerCase()}.${names.region}.${names.urlSuffix}`
  }
  if (/(?:Port)$/.test(attribute)) return '443'
  return `${names.name}-${attribute}`
}

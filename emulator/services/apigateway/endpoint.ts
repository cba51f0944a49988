import type * as sdk from '@aws-sdk/client-api-gateway'
import { badRequest } from './errors'
import { filled, present } from './members'
import type { Effect } from './patch'

type Endpoint = sdk.EndpointConfiguration
const TYPES = ['REGIONAL', 'EDGE', 'PRIVATE'] as const

/** The endpoint configuration of a REST API or domain name, with AWS's defaults, or the error that it is refused with (facts/13, 12-17). */
export function endpointConfiguration(given: Endpoint | undefined): Endpoint {
  const types = given?.types ?? ['EDGE']
  if (types.length === 0) throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.')
  if (types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.')
  const isPrivate = types[0] === 'PRIVATE'
  const ipAddressType = checkIpAddressType(given?.ipAddressType ?? (isPrivate ? 'dualstack' : 'ipv4'), isPrivate)
  return present({ types, ipAddressType, vpcEndpointIds: filled(given?.vpcEndpointIds) })
}

function checkIpAddressType(type: string, isPrivate: boolean): sdk.IpAddressType {
  if (type !== 'ipv4' && type !== 'dualstack') throw badRequest('ipAddressType must be either ipv4 or dualstack.')
  if (isPrivate && type === 'ipv4') throw badRequest('Only dualstack ipAddressType is supported for Private APIs.')
  return type
}

/** Records that have an endpoint configuration. */
interface WithEndpoint {
  readonly endpointConfiguration: Endpoint
}

/** The effects of patches below `/endpointConfiguration`. */
export const endpointPatches = {
  /** Moves to another type; a private API is always dualstack, so its address type follows (that it follows is uncertain). */
  replaceType: ((record, { value }) => {
    const type = TYPES.find((known) => known === value)
    if (type === undefined) throw badRequest(`Invalid EndpointTypes specified. Valid options are ${TYPES.join(',')}`)
    const { ipAddressType } = record.endpointConfiguration
    const endpoint: Endpoint = {
      ...record.endpointConfiguration,
      types: [type],
      ...present({ ipAddressType: type === 'PRIVATE' ? ('dualstack' as const) : ipAddressType }),
    }
    return { ...record, endpointConfiguration: endpoint }
  }) satisfies Effect<WithEndpoint>,

  replaceIpAddressType: ((record, { value }) => {
    const isPrivate = record.endpointConfiguration.types?.includes('PRIVATE') ?? false
    const ipAddressType = checkIpAddressType(value ?? '', isPrivate)
    return { ...record, endpointConfiguration: { ...record.endpointConfiguration, ipAddressType } }
  }) satisfies Effect<WithEndpoint>,

  addVpcEndpoint: ((record, { value, names }) => {
    const id = names['id'] ?? value ?? ''
    const ids = (record.endpointConfiguration.vpcEndpointIds ?? []).filter((other) => other !== id)
    return { ...record, endpointConfiguration: { ...record.endpointConfiguration, vpcEndpointIds: [...ids, id] } }
  }) satisfies Effect<WithEndpoint>,

  removeVpcEndpoint: ((record, { value, names }) => {
    const id = names['id'] ?? value
    const { vpcEndpointIds, ...rest } = record.endpointConfiguration
    const left = filled(vpcEndpointIds?.filter((other) => id !== undefined && other !== id))
    return { ...record, endpointConfiguration: present({ ...rest, vpcEndpointIds: left }) }
  }) satisfies Effect<WithEndpoint>,
}

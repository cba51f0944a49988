import { Registry } from './registry'
import type { Tables } from './tables'

const TABLES: Readonly<Record<keyof Tables, true>> = {
  restApis: true,
  resources: true,
  models: true,
  requestValidators: true,
  authorizers: true,
  gatewayResponses: true,
  deployments: true,
  stages: true,
  documentationParts: true,
  documentationVersions: true,
  apiKeys: true,
  usagePlans: true,
  usagePlanKeys: true,
  domainNames: true,
  basePathMappings: true,
  domainNameAccessAssociations: true,
  clientCertificates: true,
  vpcLinks: true,
  account: true,
  functions: true,
  functionVersions: true,
  aliases: true,
  functionPolicies: true,
  functionUrls: true,
  eventInvokeConfigs: true,
  layerVersions: true,
  roles: true,
  managedPolicies: true,
  logGroups: true,
  parameters: true,
  stacks: true,
}

/** An empty registry with all of the tables. */
export function createRegistry(): Registry {
  return new Registry(Object.keys(TABLES) as (keyof Tables)[])
}

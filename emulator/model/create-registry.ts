import { Registry } from './registry'
import type { Tables } from './tables'

/** Whether a kind of record belongs to a region, or to the account everywhere (IAM, names of buckets). */
const TABLES: Readonly<Record<keyof Tables, 'regional' | 'global'>> = {
  restApis: 'regional',
  resources: 'regional',
  models: 'regional',
  requestValidators: 'regional',
  authorizers: 'regional',
  gatewayResponses: 'regional',
  deployments: 'regional',
  stages: 'regional',
  documentationParts: 'regional',
  documentationVersions: 'regional',
  apiKeys: 'regional',
  usagePlans: 'regional',
  usagePlanKeys: 'regional',
  domainNames: 'regional',
  basePathMappings: 'regional',
  routingRules: 'regional',
  domainNameAccessAssociations: 'regional',
  clientCertificates: 'regional',
  vpcLinks: 'regional',
  account: 'regional',
  functions: 'regional',
  functionVersions: 'regional',
  aliases: 'regional',
  functionPolicies: 'regional',
  functionUrls: 'regional',
  eventInvokeConfigs: 'regional',
  layerVersions: 'regional',
  layerPolicies: 'regional',
  runtimeManagement: 'regional',
  provisionedConcurrency: 'regional',
  roles: 'global',
  managedPolicies: 'global',
  users: 'global',
  accessKeys: 'global',
  logGroups: 'regional',
  logStreams: 'regional',
  subscriptionFilters: 'regional',
  metricFilters: 'regional',
  parameters: 'regional',
  parameterVersions: 'regional',
  certificates: 'regional',
  stacks: 'regional',
  changeSets: 'regional',
  buckets: 'global',
  objects: 'global',
  multipartUploads: 'global',
}

/** An empty registry with all of the tables. */
export function createRegistry(): Registry {
  const names = Object.keys(TABLES) as (keyof Tables)[]
  return new Registry(names, new Set(names.filter((name) => TABLES[name] === 'global')))
}

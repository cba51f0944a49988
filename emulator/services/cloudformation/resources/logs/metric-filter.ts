import type { MetricTransformation, StandardUnit } from '@aws-sdk/client-cloudwatch-logs'
import type { Properties } from '../properties'
import { boolean, number, reported, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'

const FIELDS = 'system fields are no dimensions here'

export const metricFilter: ResourceType = {
  type: 'AWS::Logs::MetricFilter',
  properties: {
    ApplyOnTransformedLogs: reported(boolean, 'log lines are not transformed', false),
    'EmitSystemFieldDimensions[]': reported(string, FIELDS),
    FieldSelectionCriteria: reported(string, FIELDS),
    FilterName: string,
    FilterPattern: required(string),
    LogGroupName: required(string),
    'MetricTransformations[].DefaultValue': number,
    'MetricTransformations[].Dimensions[].Key': string,
    'MetricTransformations[].Dimensions[].Value': string,
    'MetricTransformations[].MetricName': required(string),
    'MetricTransformations[].MetricNamespace': required(string),
    'MetricTransformations[].MetricValue': required(string),
    'MetricTransformations[].Unit': string,
  },
  attributes: [],
  replaceOn: ['FilterName', 'LogGroupName'],
  create: (properties, context) => put(properties.text('FilterName') ?? context.physicalName(512), properties, context),
  update: (properties, existing, context) => put(existing.physicalId, properties, context),
  delete: async (existing, { services }) => {
    await services.logs.DeleteMetricFilter({ logGroupName: existing.properties.needed('LogGroupName'), filterName: existing.physicalId })
  },
}

async function put(filterName: string, properties: Properties, { services }: ResourceContext): Promise<Made> {
  const logGroupName = properties.needed('LogGroupName')
  await services.logs.PutMetricFilter({
    logGroupName,
    filterName,
    filterPattern: properties.text('FilterPattern'),
    metricTransformations: properties.entries('MetricTransformations').map(transformation),
  })
  return { physicalId: filterName, subject: `/loggroups/${logGroupName}` }
}

function transformation(properties: Properties): MetricTransformation {
  const dimensions = properties.entries('Dimensions').map((one) => [one.needed('Key'), one.needed('Value')])
  const [defaultValue, unit] = [properties.number('DefaultValue'), properties.text('Unit')]
  return {
    metricName: properties.needed('MetricName'),
    metricNamespace: properties.needed('MetricNamespace'),
    metricValue: properties.needed('MetricValue'),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(dimensions.length === 0 ? {} : { dimensions: Object.fromEntries(dimensions) }),
    ...(unit === undefined ? {} : { unit: unit as StandardUnit }),
  }
}

import { aws_cloudwatch as cloudwatch, Duration, aws_logs as logs } from 'aws-cdk-lib'
import { Construct } from 'constructs'

/** Metrics that API Gateway does not have, read off the access log of a stage: what was throttled, and what failed behind it. */
export class LogMetrics extends Construct {
  private readonly namespace: string

  constructor(
    scope: Construct,
    id: string,
    props: { readonly logGroup: logs.ILogGroup; readonly apiName: string; readonly stageName: string },
  ) {
    super(scope, id)
    this.namespace = `Portico/${props.apiName.replace(/[^\w.#-]/g, '-')}/${props.stageName}`
    const add = (metricName: string, field: string, value: string) => {
      new logs.MetricFilter(this, metricName, {
        logGroup: props.logGroup,
        metricNamespace: this.namespace,
        metricName,
        filterPattern: logs.FilterPattern.stringValue(`$.${field}`, '=', value),
        metricValue: '1',
        defaultValue: 0,
      })
    }
    add('Throttles', 'status', '429')
    add('IntegrationErrors', 'integrationStatus', '5*')
  }

  /** Requests that were answered 429, by a throttle or a quota. */
  throttles(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('Throttles', options)
  }

  /** Requests whose integration answered 5xx. */
  integrationErrors(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('IntegrationErrors', options)
  }

  private metric(metricName: string, options: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({ namespace: this.namespace, metricName, statistic: 'Sum', period: Duration.minutes(1), ...options })
  }
}

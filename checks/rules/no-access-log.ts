import type { Rule } from '../rule'
import { entryOf } from '../template'

export const noAccessLog: Rule = {
  id: 'no-access-log',
  severity: 'warning',
  fix: 'Give the stage an AccessLogSetting with a DestinationArn and a Format that has $context.requestId.',
  documentation:
    'Without an access log nobody can tell later who called what, and what was refused: metrics have only counts, and an execution log is cut and costs far more. Access logs are off until a stage names where they go.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
  *find({ apis }) {
    for (const { name, stages } of apis) {
      for (const stage of stages) {
        if (entryOf(stage.properties['AccessLogSetting'])['DestinationArn'] !== undefined) continue
        yield {
          message: `${name} ${stage.name} writes no access log.`,
          resource: stage.resource.id,
          property: 'Properties.AccessLogSetting',
        }
      }
    }
  },
}

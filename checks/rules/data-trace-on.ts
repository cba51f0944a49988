import type { Rule } from '../rule'
import { isTrue } from '../template'

export const dataTraceOn: Rule = {
  id: 'data-trace-on',
  severity: 'warning',
  fix: 'Turn DataTraceEnabled off; LoggingLevel INFO tells the steps without the bodies.',
  documentation:
    'Data tracing writes whole requests and responses into the execution log, tokens in bodies and personal data too. AWS recommends it for debugging alone, not for production APIs.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
  *find({ apis }) {
    for (const { name, stages } of apis) {
      for (const stage of stages) {
        const traced = [...stage.settings, stage.properties].find((entry) => isTrue(entry['DataTraceEnabled']))
        if (traced === undefined) continue
        const which =
          traced['HttpMethod'] === undefined || traced['HttpMethod'] === '*' ? '' : `${traced['HttpMethod']} ${traced['ResourcePath']} of `
        yield {
          message: `${which}${name} ${stage.name} logs whole requests and responses.`,
          resource: stage.resource.id,
          property: 'Properties.MethodSettings',
        }
      }
    }
  },
}

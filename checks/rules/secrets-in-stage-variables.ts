import type { Rule } from '../rule'
import { entryOf } from '../template'

const SECRET_NAME = /secret|passw(?:or)?d|passphrase|token|credential|private_?key|api_?key|access_?key/i
/** What is about a secret, and none. */
const ABOUT_SECRET = /(?:name|ttl|url|uri|header|arn|path|id|expir\w*|seconds|minutes|hours|type|prefix|enabled|version)$/i
/** A value that only says where the secret is. */
const ELSEWHERE = /^(?:arn:|\/|https?:)|\$\{(?!\?)[A-Za-z0-9]+(?:\.Arn)?\}$/
const SECRET_VALUE = /AKIA[0-9A-Z]{16}|-----BEGIN|\beyJ[A-Za-z0-9_-]{10,}\.eyJ|\{\{resolve:(?:secretsmanager|ssm-secure)/

export const secretsInStageVariables: Rule = {
  id: 'secrets-in-stage-variables',
  severity: 'warning',
  fix: 'Keep it in Secrets Manager or Parameter Store, and let the function read it from there.',
  documentation:
    'Stage variables are configuration: whoever may read the stage reads them, and they go to functions and backends in events, URLs and logs. AWS says not to keep sensitive data such as credentials in them.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html',
  *find({ apis }) {
    for (const { name, stages } of apis) {
      for (const stage of stages) {
        for (const [variable, given] of Object.entries(entryOf(stage.properties['Variables']))) {
          const value = String(given)
          if (!SECRET_VALUE.test(value) && !isSecret(variable, value)) continue
          yield {
            message: `The stage variable ${variable} of ${name} ${stage.name} looks like a secret.`,
            resource: stage.resource.id,
            property: `Properties.Variables.${variable}`,
          }
        }
      }
    }
  },
}

function isSecret(variable: string, value: string): boolean {
  if (!SECRET_NAME.test(variable) || ABOUT_SECRET.test(variable)) return false
  return value !== '' && !ELSEWHERE.test(value) && !/^(?:\d{1,5}|true|false)$/.test(value)
}

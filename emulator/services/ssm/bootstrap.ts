import type { ParameterRecord } from '../../model/account-services'
import type { Call } from '../operations'

const NAME = /^\/cdk-bootstrap\/[^/]+\/version$/
/** Newer than any version of the CDK asks for. */
const VERSION = '30'

/** What `cdk bootstrap` leaves in an account, with any qualifier: it is answered for as long as nobody puts it. */
export function bootstrapParameter(call: Pick<Call, 'account' | 'region'>, name: string): ParameterRecord | undefined {
  if (!NAME.test(name)) return undefined
  return {
    Name: name,
    Type: 'String',
    Value: VERSION,
    Version: 1,
    LastModifiedDate: new Date(0),
    ARN: parameterArn(call, name),
    DataType: 'text',
  }
}

export function parameterArn({ account, region }: Pick<Call, 'account' | 'region'>, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`
}

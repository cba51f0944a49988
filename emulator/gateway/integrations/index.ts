import type { IntegrationType } from '@aws-sdk/client-api-gateway'
import { NotEmulated } from '../errors'
import { http } from './http'
import type { IntegrationKind } from './kind'
import { lambdaProxy } from './lambda-proxy'
import { mock } from './mock'

/** Type AWS is not emulated yet, and says so by name. */
const aws: IntegrationKind = {
  plan: ({ report, method, resource }) => {
    report(
      'integration-not-emulated',
      'The integration type AWS is not emulated yet: requests are answered 501.',
      'Use AWS_PROXY, HTTP, HTTP_PROXY or MOCK in the stack that you run locally.',
    )
    return () => {
      throw new NotEmulated(`the integration type AWS of ${method.httpMethod} ${resource.path}`)
    }
  },
  describe: ({ integration }) => `AWS ${integration.uri ?? ''}`,
}

/** Every integration type by AWS's name. */
export const INTEGRATIONS: Readonly<Record<IntegrationType, IntegrationKind>> = {
  AWS: aws,
  AWS_PROXY: lambdaProxy,
  HTTP: http,
  HTTP_PROXY: http,
  MOCK: mock,
}

import { AwsError } from '../../../../emulator/model/errors'
import { apigateway } from '../../../../emulator/services/apigateway'
import { bind } from '../../../../emulator/services/operations'
import { testCall } from '../../../support/call'

/** An empty account and the operations of API Gateway on it. */
export function emptyAccount() {
  const call = testCall({ account: '111111111111' })
  return { call, gw: bind(apigateway.operations, call) }
}

/** An account with one API: its id, and the id of its root resource. */
export function oneApi() {
  const { call, gw } = emptyAccount()
  const { id: restApiId, rootResourceId } = gw.CreateRestApi({ name: 'api' })
  const resource = (path: string): string =>
    path
      .split('/')
      .filter((part) => part !== '')
      .reduce((parentId, pathPart) => {
        const found = gw
          .GetResources({ restApiId, limit: 500 })
          .items.find((item) => item.parentId === parentId && item.pathPart === pathPart)
        return found?.id ?? gw.CreateResource({ restApiId, parentId, pathPart }).id
      }, rootResourceId)
  /** A MOCK method. */
  const mock = (path: string, httpMethod = 'GET') => {
    const place = { restApiId, resourceId: resource(path), httpMethod }
    gw.PutMethod({ ...place, authorizationType: 'NONE' })
    gw.PutIntegration({ ...place, type: 'MOCK' })
    return place
  }
  return { call, gw, restApiId, rootResourceId, resource, mock }
}

/** `status code message` of the AWS error that something throws. */
export function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof AwsError) return `${error.status} ${error.code} ${error.message}`
    throw error
  }
  return 'not refused'
}

/** As `refusal`, of an operation that answers later. */
export async function laterRefusal(running: Promise<unknown> | unknown): Promise<string> {
  try {
    await running
  } catch (error) {
    return refusal(() => {
      throw error
    })
  }
  return 'not refused'
}

export const NO_API = '404 NotFoundException Invalid API identifier specified 111111111111:nope'

import { fflate } from '../../base/libraries'
import type { RestApiDefinition } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, notFound } from './errors'
import { invokeUrl } from './execute-api'
import { deploymentOf, restApiOf, stageOf } from './lookup'
import { page } from './paging'
import { blob } from './payload'
import { clientGuide, clientScript } from './sdk-client'
import { SDK_TYPES } from './sdk-types'
import type { ApiGateway } from './service'

function zip(call: Call, definition: RestApiDefinition, url: string): Uint8Array {
  const { strToU8, zipSync } = fflate()
  const files = {
    'apiGateway-js-sdk/apigClient.js': strToU8(clientScript(definition, url)),
    'apiGateway-js-sdk/README.md': strToU8(clientGuide(definition, url)),
  }
  return zipSync(files, { mtime: call.clock.now() })
}

/** Operations on SDKs: the JavaScript one is made, of the others it is said that they are not. */
export const sdks = {
  GetSdkTypes: (input) => page(SDK_TYPES, input),

  GetSdkType({ id }) {
    const type = SDK_TYPES.find((known) => known.id === id)
    // The wording is uncertain.
    if (type === undefined) throw notFound('Invalid SDK type identifier specified')
    return type
  },

  GetSdk({ restApiId, stageName, sdkType }, call) {
    const api = restApiOf(call, restApiId)
    const stage = stageOf(call, api.id, stageName)
    // The wording is uncertain.
    if (SDK_TYPES.every(({ id }) => id !== sdkType)) throw badRequest(`Invalid SDK type specified: ${sdkType}`)
    if (sdkType !== 'javascript')
      throw badRequest(`Portico does not emulate SDKs of type '${sdkType}'. The type that it makes is 'javascript'.`)
    const { definition } = deploymentOf(call, api.id, stage.deploymentId)
    const minute = new Date(call.clock.now()).toISOString().slice(0, 16).replace('T', '_').replace(':', '-')
    return {
      contentType: 'application/octet-stream',
      contentDisposition: `attachment; filename="javascript_${minute}Z.zip"`,
      body: blob(zip(call, definition, invokeUrl(call, api.id, stage.stageName))),
    }
  },
} satisfies Partial<ApiGateway>

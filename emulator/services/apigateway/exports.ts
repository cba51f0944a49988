import { yaml } from '../../base/libraries'
import { badRequest } from './errors'
import { deploymentOf, restApiOf, stageOf } from './lookup'
import { readExtensions } from './openapi/export-context'
import { documentVersion, exportDocument } from './openapi/exporter'
import { blob } from './payload'
import type { ApiGateway } from './service'

/** Operations that give an OpenAPI document (facts/13, 220-226). */
export const documentExports = {
  GetExport({ restApiId, stageName, exportType, accepts, parameters }, call) {
    const api = restApiOf(call, restApiId)
    const stage = stageOf(call, api.id, stageName)
    // The wording is uncertain.
    if (exportType !== 'swagger' && exportType !== 'oas30')
      throw badRequest('Invalid export type specified. Valid options are swagger,oas30')
    const deployment = deploymentOf(call, api.id, stage.deploymentId)
    const shows = readExtensions(parameters?.['extensions'])
    const document = exportDocument(call, stage, deployment, exportType === 'swagger' ? 2 : 3, shows)
    const format = accepts?.includes('yaml') ? 'yaml' : 'json'
    const text =
      format === 'yaml' ? yaml().stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }) : JSON.stringify(document, null, 2)
    return {
      contentType: 'application/octet-stream',
      contentDisposition: `attachment; filename="${exportType}_${documentVersion(deployment.definition)}.${format}"`,
      body: blob(new TextEncoder().encode(text)),
    }
  },
} satisfies Partial<ApiGateway>

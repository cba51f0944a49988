import { createHash } from 'node:crypto'
import { userError } from '../base/diagnostics'
import { yaml } from '../base/libraries'

/** Aliases that a document may spell out: more are an attack. */
const MOST_ALIASES = 100

/**
 * The CloudFormation template of an OpenAPI file: its API, deployed to one stage. The stage is what the document's base path says
 * (`basePath`, or the `basePath` of its server), else `prod`. A change of the document makes another deployment.
 */
export function openApiTemplate(text: string, file: string): string {
  const document = readDocument(text, file)
  const deployment = `Deployment${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
  const info = document['info'] as { title?: unknown } | undefined
  const name = typeof info?.title === 'string' && info.title !== '' ? info.title : 'Untitled'
  return JSON.stringify({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name, Body: document } },
      [deployment]: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: deployment }, StageName: stageOf(document) },
      },
    },
    Outputs: { ApiId: { Value: { Ref: 'Api' } } },
  })
}

/** Whether a text looks like an OpenAPI document, at its first level or in one line of JSON. */
export function isOpenApi(text: string): boolean {
  return /^\s{0,4}["']?(?:openapi|swagger)["']?\s*:/m.test(text) || /^\s*\{\s*"(?:openapi|swagger)"/.test(text)
}

function readDocument(text: string, file: string): Record<string, unknown> {
  let document: unknown
  try {
    document = yaml().parse(text, { maxAliasCount: MOST_ALIASES })
  } catch (error) {
    throw userError('bad-openapi', `${file} is neither JSON nor YAML: ${(error as Error).message.split('\n', 1)[0]}`, {
      fix: 'Correct the file.',
      place: { file },
    })
  }
  if (typeof document === 'object' && document !== null && ('openapi' in document || 'swagger' in document))
    return document as Record<string, unknown>
  throw userError('bad-openapi', `${file} is no OpenAPI document: it has neither "openapi" nor "swagger".`, {
    fix: 'Give an OpenAPI 3.0 or 2.0 file; CloudFormation templates go to --template.',
    place: { file },
  })
}

function stageOf(document: Record<string, unknown>): string {
  const [server] = Array.isArray(document['servers']) ? (document['servers'] as { variables?: { basePath?: { default?: unknown } } }[]) : []
  const base = document['basePath'] ?? server?.variables?.basePath?.default
  const stage = typeof base === 'string' ? base.replace(/^\/+|\/+$/g, '') : ''
  return /^[A-Za-z0-9_-]{1,128}$/.test(stage) ? stage : 'prod'
}

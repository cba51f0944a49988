import type { MethodRecord, MethodResponseRecord, ResourceRecord } from '../../../model/apigateway'
import { putMethodRecord } from '../lookup'
import { byStatusCode, filled, present } from '../members'
import { newMethodResponse } from '../method-responses'
import { newMethod } from '../methods'
import { flag, list, type Node, node, text } from './document'
import { collecting, type ImportContext } from './import-context'
import { importIntegration } from './integration'
import { modelFor } from './schemas'
import { methodSecurity, type Schemes } from './security'

/** What operations refer to by name. */
export interface ImportedParts {
  readonly schemes: Schemes
  /** Ids of request validators by name. */
  readonly validators: ReadonlyMap<string, string>
}

/** Where parameters are, in the words of OpenAPI and of mapping expressions. */
const PLACES: Readonly<Record<string, string>> = { query: 'querystring', header: 'header', path: 'path' }

/** Makes the method of an operation, in place of what stands there, with its responses and its integration. */
export function importOperation(
  context: ImportContext,
  parts: ImportedParts,
  resource: ResourceRecord,
  httpMethod: string,
  pathItem: Node,
): void {
  const { call, restApiId, document } = context
  const operation = document.resolve(pathItem[httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : httpMethod.toLowerCase()])
  const parameters = readParameters(context, pathItem, operation)
  const place = `'${httpMethod}' on resource at path '${resource.path}'`
  const method = collecting(context, `Unable to put method ${place}`, () =>
    newMethod(
      call,
      restApiId,
      present({
        httpMethod,
        ...methodSecurity(context, operation, parts.schemes),
        operationName: text(operation['operationId']),
        requestParameters: requestParameters(resource, parameters),
        requestModels: requestModels(context, operation, parameters),
        requestValidatorId: validatorId(context, operation, parts),
      }),
    ),
  )
  if (method === undefined) return
  const responses = methodResponses(context, operation, place)
  const withResponses: MethodRecord = present({ ...method, methodResponses: filled(responses) })
  const complete = importIntegration(context, resource, withResponses, operation)
  putMethodRecord(call, { restApiId, resourceId: resource.id, httpMethod }, complete)
}

/** The parameters of a path and of an operation, the latter's in place of the former's. */
function readParameters({ document }: ImportContext, pathItem: Node, operation: Node): readonly Node[] {
  const all = [...list(pathItem['parameters']), ...list(operation['parameters'])].map(document.resolve)
  return [...new Map(all.map((parameter) => [`${parameter['in']} ${parameter['name']}`, parameter])).values()]
}

/** Declared parameters, and those that the path's template names whether declared or not (facts/13, 203 and 204). */
function requestParameters(resource: ResourceRecord, parameters: readonly Node[]): Record<string, boolean> {
  const declared = parameters.flatMap((parameter): [string, boolean][] => {
    const place = PLACES[text(parameter['in']) ?? '']
    return place === undefined ? [] : [[`method.request.${place}.${text(parameter['name'])}`, flag(parameter['required']) ?? false]]
  })
  const inPath = [...resource.path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]): [string, boolean] => [`method.request.path.${name}`, true])
  return Object.fromEntries([...declared, ...inPath])
}

/** The models of the body by media type: OpenAPI 2 names the types in `consumes`. */
function requestModels(context: ImportContext, operation: Node, parameters: readonly Node[]): Record<string, string> | undefined {
  if (context.document.version === 3) return contentModels(context, context.document.resolve(operation['requestBody'])['content'])
  const body = parameters.find((parameter) => parameter['in'] === 'body')
  return body === undefined ? undefined : schemaModels(context, body['schema'], mediaTypes(context, operation, 'consumes'))
}

function methodResponses(context: ImportContext, operation: Node, place: string): Record<string, MethodResponseRecord> {
  const responses: Record<string, MethodResponseRecord> = byStatusCode([])
  for (const [statusCode, value] of Object.entries(node(operation['responses']))) {
    const response = context.document.resolve(value)
    if (!/^[1-5]\d\d$/.test(statusCode)) {
      // A method response has one status code, so there is nothing for `default` or `4XX`; how AWS says so is uncertain.
      if (response['content'] !== undefined || response['schema'] !== undefined || response['headers'] !== undefined) {
        context.warnings.push(`Ignoring response '${statusCode}' of method ${place}: it names no single status code`)
      }
      continue
    }
    const headers = Object.keys(node(response['headers'])).map((name) => [`method.response.header.${name}`, false] as const)
    const models =
      context.document.version === 3
        ? contentModels(context, response['content'])
        : schemaModels(context, response['schema'], mediaTypes(context, operation, 'produces'))
    const made = collecting(context, `Unable to put method response '${statusCode}' for method ${place}`, () =>
      newMethodResponse(
        context.call,
        context.restApiId,
        present({ statusCode, responseParameters: filled(Object.fromEntries(headers)), responseModels: models }),
      ),
    )
    if (made !== undefined) responses[statusCode] = made
  }
  return responses
}

function contentModels(context: ImportContext, content: unknown): Record<string, string> | undefined {
  const models = Object.entries(node(content)).flatMap(([type, media]) => {
    const name = modelFor(context, node(media)['schema'])
    return name === undefined ? [] : [[type, name] as const]
  })
  return filled(Object.fromEntries(models))
}

function schemaModels(context: ImportContext, schema: unknown, types: readonly string[]): Record<string, string> | undefined {
  const name = schema === undefined ? undefined : modelFor(context, schema)
  return name === undefined ? undefined : Object.fromEntries(types.map((type) => [type, name]))
}

function mediaTypes({ document }: ImportContext, operation: Node, member: 'consumes' | 'produces'): readonly string[] {
  const given = list(operation[member] ?? document.root[member]).flatMap((type) => text(type) ?? [])
  return given.length === 0 ? ['application/json'] : given
}

/** The id of the validator that the operation or the document names; an unknown name is refused as an unknown id. */
function validatorId({ document }: ImportContext, operation: Node, { validators }: ImportedParts): string | undefined {
  const member = 'x-amazon-apigateway-request-validator'
  const name = text(operation[member]) ?? text(document.root[member])
  return name === undefined ? undefined : (validators.get(name) ?? name)
}

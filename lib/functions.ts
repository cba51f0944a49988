import { type aws_apigateway as apigateway, Duration, aws_iam as iam, aws_lambda as lambda, Names, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { findEntry } from './bundle'
import { createEntryFunction, type EntryOptions } from './entry-function'

/**
 * A route that a function answers.
 *
 * @example
 * const route: PermittedRoute = { key: 'GET /orders/{id}', verb: 'GET', path: '/orders/{id}' }
 */
export interface PermittedRoute {
  readonly key: string
  readonly verb: string
  readonly path: string
}

/**
 * The functions of one gateway: one for each distinct entry with its options, and one permission for each function. A permission for each
 * route would meet the 20 KB that Lambda leaves a function's policy at some forty routes.
 *
 * @example
 * bind(route: IRouteSite) { const fn = route.functions.entry('lambda/orders.ts', {}, route.key) }
 */
export class GatewayFunctions extends Construct {
  private readonly entries = new Map<string, lambda.Function>()
  private readonly permitted = new Set<string>()

  constructor(
    scope: Construct,
    id: string,
    private readonly api: apigateway.IRestApi,
    /** Whether each route has a permission of its own. */
    private readonly byRoute = false,
  ) {
    super(scope, id)
  }

  /** The function of an entry; `routeKey` names a further function of the same entry, when the options differ. */
  entry(path: string, options: EntryOptions, routeKey: string): lambda.Function {
    const entry = findEntry(this, path)
    const identity = `${entry.relative} ${canonical(options)}`
    const known = this.entries.get(identity)
    if (known !== undefined) return known
    const handler = options.handler ?? 'handler'
    const name = entry.relative.replace(/\.\w+$/, '').replaceAll('/', '.') + (handler === 'handler' ? '' : `.${handler}`)
    // The id does not depend on the options, so that to change one updates the function in place.
    const created = createEntryFunction(this, this.node.tryFindChild(name) === undefined ? name : `${name} of ${routeKey}`, entry, options)
    this.entries.set(identity, created)
    return created
  }

  /** Lets this API invoke the function for its methods, or for one route where that is wanted; asked again, does nothing. */
  allowInvoke(fn: lambda.IFunction, route?: PermittedRoute): void {
    const id = `Invoke.${Names.nodeUniqueId(fn.node)}`
    if (this.byRoute && route !== undefined) {
      const { key, verb, path } = route
      this.allow(`${id} ${key}`, fn, this.api.arnForExecuteApi(verb === 'ANY' ? '*' : verb, path.replace(/\{[^}]+\}/g, '*'), '*'))
    } else {
      this.allow(id, fn, this.api.arnForExecuteApi('*', '/*', '*'))
    }
  }

  /** Lets the authorizers of this API invoke the function, and nothing else of it; asked again for the same function, does nothing. */
  allowAuthorize(fn: lambda.IFunction): void {
    const api = Stack.of(this).formatArn({ service: 'execute-api', resource: this.api.restApiId, resourceName: 'authorizers/*' })
    this.allow(`Authorize.${Names.nodeUniqueId(fn.node)}`, fn, api)
  }

  private allow(id: string, fn: lambda.IFunction, sourceArn: string): void {
    if (this.permitted.has(id)) return
    this.permitted.add(id)
    fn.addPermission(id, { scope: this, principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn })
  }
}

/** The options as a text that is the same for the same options, whatever the order of their fields. */
function canonical(value: unknown): string {
  if (value instanceof Duration) return `${value.toMilliseconds()}ms`
  if (value instanceof lambda.Runtime || value instanceof lambda.Architecture) return value.name
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .sort()
    .join()}}`
}

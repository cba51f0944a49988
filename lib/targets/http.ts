import { aws_apigateway as apigateway, Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from '../config-error'
import { given } from '../given'
import { staticValue } from '../mapping'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'
import { bindTransform } from './transformed'

/**
 * How an HTTP backend is called.
 *
 * @example
 * Target.http('https://stock.example.com/items/{sku}', { method: 'GET', headers: { 'x-caller': 'shop' } })
 */
export interface HttpTargetOptions {
  /** @default - the verb of the route */
  readonly method?: string
  /** Headers that the gateway adds, each with a fixed value. */
  readonly headers?: { readonly [name: string]: string }
  /** A way into a VPC, by a network load balancer: the host of the URL then only names the backend. @default - over the internet */
  readonly vpcLink?: apigateway.IVpcLink
}

/** An HTTP backend that gets the request as it came (HTTP_PROXY). */
export class HttpTarget implements ITarget {
  constructor(
    private readonly url: string,
    private readonly options: HttpTargetOptions,
  ) {}

  bind(route: IRouteSite): TargetBinding {
    checkUrl(route.scope, route.key, this.url)
    const names = [...this.url.matchAll(/(?<!\$)\{([^{}+]+)\+?\}/g)].map((match) => match[1] as string)
    const unknown = names.find((name) => !route.pathVariables.includes(name))
    if (unknown !== undefined && !Token.isUnresolved(this.url)) {
      throw new ConfigError(route.scope, {
        what: `The URL of "${route.key}" has a place for {${unknown}}, which is no variable of the route's path`,
        got: this.url,
        allowed: route.pathVariables.map((name) => `{${name}}`).join(', ') || 'none, since the path has no variable',
        fix: `add {${unknown}} to the path of the route, or write a fixed value into the URL`,
      })
    }
    const used = route.pathVariables.filter((name) => names.includes(name))
    const transform = bindTransform(route)
    const { vpcLink } = this.options
    const mapped = {
      ...Object.fromEntries(used.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`])),
      ...Object.fromEntries(
        Object.entries(this.options.headers ?? {}).map(([name, value]) => [
          `integration.request.header.${name}`,
          staticValue(route.scope, `header ${name} of "${route.key}"`, value),
        ]),
      ),
      ...transform?.options.requestParameters,
    }
    return {
      integration: new apigateway.HttpIntegration(this.url.replaceAll(/(?<!\$)\{([^{}+]+)\+\}/g, '{$1}'), {
        httpMethod: this.options.method ?? route.verb,
        proxy: transform === undefined,
        options: {
          ...transform?.options,
          ...given({ timeout: route.timeout, vpcLink, requestParameters: Object.keys(mapped).length === 0 ? undefined : mapped }),
          ...(vpcLink !== undefined && { connectionType: apigateway.ConnectionType.VPC_LINK }),
        },
      }),
      ...given({ methodResponses: transform?.methodResponses }),
      requestParameters: {
        ...Object.fromEntries(used.map((name) => [`method.request.path.${name}`, true])),
        ...transform?.requestParameters,
      },
    }
  }
}

/** API Gateway calls http and https URLs on the ports 80, 443 and 1024 to 65535 (facts/02, 0). */
function checkUrl(scope: IConstruct, key: string, url: string): void {
  if (Token.isUnresolved(url) || url.includes('${stageVariables.')) return
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const port = Number(parsed?.port || 443)
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || (port !== 443 && port !== 80 && port < 1024)) {
    throw new ConfigError(scope, {
      what: `The URL of "${key}" is not one that API Gateway calls`,
      got: url,
      allowed: 'http or https, on port 80, 443 or 1024 to 65535',
      fix: 'write the whole URL, for example "https://stock.example.com/items/{sku}"',
    })
  }
}

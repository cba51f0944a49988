import type { aws_lambda as lambda } from 'aws-cdk-lib'
import type { EntryOptions } from './entry-function'
import { EntryTarget } from './targets/entry'
import { FnTarget } from './targets/fn'
import { HttpTarget, type HttpTargetOptions } from './targets/http'
import { MockTarget, type MockTargetOptions } from './targets/mock'
import type { IRouteSite, ITarget, TargetBinding } from './targets/target-binding'

/**
 * What answers a route. Take one from the factories, or extend the class: `bind` brings the integration to the method.
 *
 * @example
 * const routes = {
 *   'GET /orders': { target: Target.entry('lambda/orders.ts') },
 *   'GET /stock/{sku}': { target: Target.http('https://stock.example.com/items/{sku}') },
 *   'GET /health': { target: Target.mock(200, { ok: true }) },
 * }
 */
export abstract class Target implements ITarget {
  /** A TypeScript or JavaScript file, bundled into a function. Routes that name the same file with the same options share one function. */
  static entry(path: string, options: EntryOptions = {}): ITarget {
    return new EntryTarget(path, options)
  }

  /** A function of the app, by Lambda proxy integration. */
  static fn(fn: lambda.IFunction): ITarget {
    return new FnTarget(fn)
  }

  /** An HTTP backend that gets the request as it came. `{name}` in the URL stands for the path variable of that name. */
  static http(url: string, options: HttpTargetOptions = {}): ITarget {
    return new HttpTarget(url, options)
  }

  /** An answer without a backend. An object is answered as JSON; a text is a mapping template, in which `$context` and its like are filled in. */
  static mock(status: number, body?: unknown, options: MockTargetOptions = {}): ITarget {
    return new MockTarget(status, body, options)
  }

  abstract bind(route: IRouteSite): TargetBinding
}

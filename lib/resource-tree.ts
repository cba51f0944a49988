import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** The paths of an API, some of which may be there already, made by somebody else. */
export class ResourceTree {
  private readonly known = new Map<string, apigateway.IResource>()

  constructor(
    scope: Construct,
    private readonly api: apigateway.IRestApi,
    /** Ids of resources that are there, by their paths. */
    existing: { readonly [path: string]: string } = {},
  ) {
    for (const [path, resourceId] of Object.entries(existing)) {
      this.known.set(path, apigateway.Resource.fromResourceAttributes(scope, `Existing ${path}`, { restApi: api, resourceId, path }))
    }
  }

  /** The resource at a path; it and those above it are made where they are missing. */
  at(path: string): apigateway.IResource {
    const segments = path.split('/').slice(1)
    for (let length = segments.length; length > 0; length--) {
      const found = this.known.get(`/${segments.slice(0, length).join('/')}`)
      if (found === undefined) continue
      const rest = segments.slice(length).join('/')
      return rest === '' ? found : found.resourceForPath(rest)
    }
    return this.api.root.resourceForPath(path)
  }
}

import { CfnResource, type Stack } from 'aws-cdk-lib'

/** A resource as the template would show it. */
export interface RenderedResource {
  readonly logicalId: string
  readonly type: string
  readonly properties: Record<string, unknown>
  readonly metadata: Record<string, unknown>
}

/** The resources that another one speaks for: the template leaves them out. */
const folded = new WeakSet<CfnResource>()
/** The folded resource that is being rendered all the same. */
let shown: CfnResource | undefined

/** Takes a resource out of the template, and with it what depends on it: something else says all that it says. */
export function foldResource(resource: CfnResource): void {
  if (folded.has(resource)) return
  folded.add(resource)
  // The one way out of a template that leaves the tree, its overrides and its Aspects as they are.
  Object.defineProperty(resource, 'shouldSynthesize', { value: () => shown === resource })
}

/** Whether something else speaks for the resource. */
export function isFolded(element: object): boolean {
  return folded.has(element as CfnResource)
}

/** Whether it is this resource that is being rendered to be read, not for the template. */
export function isRead(resource: CfnResource): boolean {
  return shown === resource
}

/** What the resource says, tokens unresolved, whether it is in the template or not. */
export function declarationOf(resource: CfnResource): object {
  const before = shown
  shown = resource
  try {
    // The one way to see overrides applied; the CDK's own deployment reads it too.
    return (resource as unknown as { _toCloudFormation(): object })._toCloudFormation()
  } finally {
    shown = before
  }
}

/** The resource with its tokens resolved; undefined when a condition of the CDK's leaves it out. */
export function renderResource(resource: CfnResource): RenderedResource | undefined {
  const before = shown
  shown = resource
  try {
    const { Resources = {} } = resource.stack.resolve(declarationOf(resource)) as {
      Resources?: Record<string, { Properties?: Record<string, unknown>; Metadata?: Record<string, unknown> }>
    }
    const [entry] = Object.entries(Resources)
    if (entry === undefined) return undefined
    const [logicalId, { Properties = {}, Metadata = {} }] = entry
    return { logicalId, type: resource.cfnResourceType, properties: Properties, metadata: Metadata }
  } finally {
    shown = before
  }
}

/** The L1 resources of a stack, without those of stacks within it. */
export function resourcesOf(stack: Stack): CfnResource[] {
  return stack.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.stack === stack)
}

import { list, node, type OpenApiDocument, text } from './document'

/** What becomes of the path that a document puts before all others. */
export type BasePathMode = 'ignore' | 'prepend' | 'split'

/** The segments that go before every path of a document: none with `ignore`, all with `prepend`, all but the first with `split` (facts/13, 217). */
export function basePathSegments(document: OpenApiDocument, mode: BasePathMode): readonly string[] {
  if (mode === 'ignore') return []
  const path = document.version === 2 ? text(document.root['basePath']) : serverPath(document)
  const segments = pathSegments(path ?? '')
  return mode === 'split' ? segments.slice(1) : segments
}

/** The segments of a path; slashes at its ends and doubled ones make none. */
export function pathSegments(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** The variable `basePath` of the first server when it has one, else the path of its URL. */
function serverPath({ root }: OpenApiDocument): string | undefined {
  const server = node(list(root['servers'])[0])
  const variables = node(server['variables'])
  const basePath = text(node(variables['basePath'])['default'])
  if (basePath !== undefined) return basePath
  const path = text(server['url'])?.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '')
  return path?.replace(/\{([^}]+)\}/g, (all, name: string) => text(node(variables[name])['default']) ?? all)
}

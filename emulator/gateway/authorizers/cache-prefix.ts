/** What the store keeps of an authorizer's answers begins so; flushing a stage deletes them (facts/05, section 4). */
export function authorizerCachePrefix(apiId: string, stageName: string): string {
  return `authorizer/${apiId}/${stageName}/`
}

import type { PublishVersionRequest } from '@aws-sdk/client-lambda'
import type { FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkRevision } from './configuration'
import { findFunction, functionArn, functionName, LATEST_PUBLISHED } from './names'
import { invalidParameter, type LambdaOperations } from './operations'

export const PublishVersion: LambdaOperations['PublishVersion'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const { configuration } = findFunction(call, name)
  checkRevision(input.RevisionId, configuration.RevisionId)
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== configuration.CodeSha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${configuration.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    )
  }
  return { ...publish(call, name, input).configuration }
}

export const ListVersionsByFunction: LambdaOperations['ListVersionsByFunction'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const all = [findFunction(call, name), ...call.records.functionVersions.list(name)]
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 50)
  return {
    Versions: items.map(({ configuration }) => ({
      ...configuration,
      FunctionArn: functionArn(call, name, configuration.Version),
    })),
    ...(next === undefined ? {} : { NextMarker: next }),
  }
}

/** Freezes `$LATEST` as the next version; when nothing changed since the last one was published, answers that one, as AWS does. */
export function publish(
  call: Call,
  name: string,
  { Description: description, PublishTo: to }: Pick<PublishVersionRequest, 'Description' | 'PublishTo'> = {},
): FunctionRecord {
  const { configuration, code, tags } = findFunction(call, name)
  if (to !== undefined) return latestPublished(call, { configuration, code, tags })
  const versions = call.records.functionVersions.list(name)
  const last = versions.at(-1)
  if (last !== undefined && sameContent(last, configuration)) return last
  const number = (last === undefined ? 0 : Number(last.configuration.Version)) + 1
  const Version = String(number)
  const record: FunctionRecord = {
    configuration: {
      ...configuration,
      Version,
      FunctionArn: functionArn(call, name, Version),
      RevisionId: call.ids.uuid(),
      ...(description === undefined ? {} : { Description: description }),
    },
    code,
    tags,
  }
  return call.records.functionVersions.put(record, Version, name)
}

/** No version comes of it: what is called without one, on a capacity provider, is the function as it stands. Uncertain: the refusal's words. */
function latestPublished(call: Call, { configuration, ...record }: FunctionRecord): FunctionRecord {
  if (configuration.CapacityProviderConfig === undefined)
    throw invalidParameter('PublishTo is only supported for functions with a capacity provider.')
  const FunctionArn = functionArn(call, configuration.FunctionName, LATEST_PUBLISHED)
  return { ...record, configuration: { ...configuration, Version: LATEST_PUBLISHED, FunctionArn } }
}

/** What a version has of its own does not count: its number, ARN, revision, description and the time of the last change. */
function sameContent(version: FunctionRecord, latest: FunctionRecord['configuration']): boolean {
  const content = ({ configuration }: Pick<FunctionRecord, 'configuration'>) => {
    const { Version: _v, FunctionArn: _a, RevisionId: _r, Description: _d, LastModified: _l, ...rest } = configuration
    return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return content(version) === content({ configuration: latest })
}

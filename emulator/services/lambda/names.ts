import type { AwsError } from '../../model/errors'
import type { AliasRecord, FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { invalidParameter, lambdaError } from './operations'

/** What a function was called by: its name, and the version or alias if one was named. */
export interface FunctionName {
  readonly name: string
  readonly qualifier?: string
}
interface FunctionArn extends FunctionName {
  readonly account?: string
  readonly region?: string
}

const PATTERN =
  /^(?:arn:(?:aws[a-zA-Z-]*):lambda:([a-z0-9-]+):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9_-]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9_-]+))?$/

/** A name, a partial ARN (`123456789012:function:name`) or a full one, each with or without `:qualifier`. */
export function parseFunctionName(text: string): FunctionArn | undefined {
  const match = PATTERN.exec(text)
  if (match === null) return undefined
  const [, region, account, name, qualifier] = match
  return {
    name: name as string,
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(qualifier === undefined ? {} : { qualifier }),
  }
}

/** What a function on a capacity provider is called by where no version is named; here it is the function itself. */
export const LATEST_PUBLISHED = '$LATEST.PUBLISHED'

/** Whether a qualifier means the function itself, no version of it. */
export function isLatest(qualifier: string | undefined): boolean {
  return qualifier === undefined || qualifier === '$LATEST' || qualifier === LATEST_PUBLISHED
}

/** The function that an operation is about. */
export function functionName(call: Call, text: string | undefined, qualifier?: string): FunctionName {
  const parsed = text === undefined ? undefined : parseFunctionName(text)
  if (parsed === undefined) {
    throw invalidParameter(`Value '${text ?? ''}' at 'functionName' is neither the name nor the ARN of a function.`)
  }
  if (parsed.region !== undefined && parsed.region !== call.region) {
    throw lambdaError(
      404,
      'ResourceNotFoundException',
      `Functions from '${parsed.region}' are not reachable in this region ('${call.region}')`,
    )
  }
  if (parsed.qualifier !== undefined && qualifier !== undefined && parsed.qualifier !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.')
  }
  const named = parsed.qualifier ?? qualifier
  if (parsed.account !== undefined && parsed.account !== call.account) throw functionNotFound(call, parsed.name, named, parsed.account)
  return { name: parsed.name, ...(named === undefined || named === '' ? {} : { qualifier: named }) }
}

/** The ARN of a function, or of one of its versions or aliases. */
export function functionArn(call: Pick<Call, 'account' | 'region'>, name: string, qualifier?: string, account = call.account): string {
  const arn = `arn:${partition(call.region)}:lambda:${call.region}:${account}:function:${name}`
  return qualifier === undefined ? arn : `${arn}:${qualifier}`
}

export function functionNotFound(call: Call, name: string, qualifier?: string, account?: string): AwsError {
  return lambdaError(404, 'ResourceNotFoundException', `Function not found: ${functionArn(call, name, qualifier, account)}`)
}

/** The function itself (`$LATEST`); throws AWS's ResourceNotFoundException. */
export function findFunction(call: Call, name: string): FunctionRecord {
  const record = call.records.functions.get(name)
  if (record === undefined) throw functionNotFound(call, name)
  return record
}

/** The function, or the version that a qualifier names, of an alias the version that it points to. */
export function findVersion(call: Call, { name, qualifier }: FunctionName): FunctionRecord {
  const latest = call.records.functions.get(name)
  if (latest === undefined) throw functionNotFound(call, name, qualifier)
  if (qualifier === undefined || isLatest(qualifier)) return latest
  const version = isVersion(qualifier) ? qualifier : call.records.aliases.get(qualifier, name)?.FunctionVersion
  const record = version === '$LATEST' ? latest : version === undefined ? undefined : call.records.functionVersions.get(version, name)
  if (record === undefined) throw functionNotFound(call, name, qualifier)
  return record
}

export function findAlias(call: Call, name: string, alias: string): AliasRecord {
  const record = call.records.aliases.get(alias, name)
  if (record === undefined) {
    throw lambdaError(404, 'ResourceNotFoundException', `Cannot find alias arn: ${functionArn(call, name, alias)}`)
  }
  return record
}

/** What a qualifier names must be there: for what is kept per qualifier (policies, URLs, invocation settings). */
export function checkQualifier(call: Call, target: FunctionName): string {
  findVersion(call, target)
  return target.qualifier ?? '$LATEST'
}

/** Whether a qualifier is the number of a version; else it is an alias or `$LATEST`. */
export function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier)
}

export function partition(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

import { InvokeRefused } from '../../model/invocation'
import type { FunctionRecord } from '../../model/lambda'
import type { RunnableFunction } from '../../runner/runner'
import { ensureLogGroup } from '../logs/groups'
import type { Call } from '../operations'
import { executionSession } from '../sts/execution-session'
import { chooseVersion } from './aliases'
import { type FunctionName, functionArn, isLatest, isVersion } from './names'

/** By record, then by the ARN that it is called with: records are never changed in place, so that a changed function is looked at anew. */
const RUNNABLE = new WeakMap<FunctionRecord, Map<string, RunnableFunction>>()

/** What runs when a function is called by this name: the function itself, a version, or the version that an alias chooses. */
export function resolveFunction(call: Call, { name, qualifier }: FunctionName): RunnableFunction {
  const record = findRecord(call, name, qualifier)
  const arn = qualifier ?? ''
  let byQualifier = RUNNABLE.get(record)
  if (byQualifier === undefined) {
    byQualifier = new Map()
    RUNNABLE.set(record, byQualifier)
  }
  let runnable = byQualifier.get(arn)
  if (runnable === undefined) {
    runnable = prepare(call, record, qualifier)
    byQualifier.set(arn, runnable)
  }
  return runnable
}

function findRecord(call: Call, name: string, qualifier: string | undefined): FunctionRecord {
  const latest = call.records.functions.get(name)
  if (latest === undefined) throw notFound(call, name, qualifier)
  if (qualifier === undefined || isLatest(qualifier)) return latest
  let version = qualifier
  if (!isVersion(qualifier)) {
    const alias = call.records.aliases.get(qualifier, name)
    if (alias === undefined) throw notFound(call, name, qualifier)
    version = chooseVersion(alias, () => call.ids.fraction())
    if (version === '$LATEST') return latest
  }
  const record = call.records.functionVersions.get(version, name)
  if (record === undefined) throw notFound(call, name, qualifier)
  return record
}

function notFound(call: Call, name: string, qualifier: string | undefined): InvokeRefused {
  return new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${functionArn(call, name, qualifier)}`, { Type: 'User' })
}

/** Lambda makes the log group when a function first writes to it. */
function prepare(call: Call, { configuration, code }: FunctionRecord, qualifier: string | undefined): RunnableFunction {
  const logGroup = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${configuration.FunctionName}`
  ensureLogGroup(call, logGroup)
  return {
    arn: functionArn(call, configuration.FunctionName, qualifier),
    name: configuration.FunctionName,
    version: configuration.Version,
    revision: configuration.RevisionId,
    runtime: configuration.PackageType === 'Image' ? 'container image' : (configuration.Runtime ?? ''),
    handler: configuration.Handler ?? '',
    codeDirectory: code.directory,
    layerDirectories: layers(call, configuration).flatMap(({ directory }) => (directory === undefined ? [] : [directory])),
    environment: configuration.Environment?.Variables ?? {},
    timeout: configuration.Timeout * 1000,
    memory: configuration.MemorySize,
    logGroup,
    ...loggingOf(configuration),
    credentials: () => executionSession(call, configuration.Role ?? '', configuration.FunctionName),
    ...modeOf(call, configuration.FunctionName),
  }
}

/** The levels of a function that logs as JSON; INFO unless it says another. */
function loggingOf({ LoggingConfig }: FunctionRecord['configuration']): Pick<RunnableFunction, 'logging'> {
  if (LoggingConfig?.LogFormat !== 'JSON') return {}
  const { ApplicationLogLevel: application = 'INFO', SystemLogLevel: system = 'INFO' } = LoggingConfig
  return { logging: { application, system } }
}

/** `threads` or `processes`, by the function's own tag. */
function modeOf(call: Call, name: string): Pick<RunnableFunction, 'mode'> {
  const mode = call.records.functions.get(name)?.tags['portico:functions']
  return mode === 'threads' || mode === 'processes' ? { mode } : {}
}

/** The layers of a function, and where their code is; undefined where a layer is not in this account. */
export function layers(
  call: Call,
  configuration: FunctionRecord['configuration'],
): { readonly arn: string; readonly directory: string | undefined }[] {
  return (configuration.Layers ?? []).map(({ Arn = '' }) => {
    const [, , , region, account, , name = '', version = ''] = Arn.split(':')
    const own = region === call.region && account === call.account
    return { arn: Arn, directory: own ? call.records.layerVersions.get(version, name)?.code.directory : undefined }
  })
}

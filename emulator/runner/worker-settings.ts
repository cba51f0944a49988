import type { WorkerSettings } from './messages'
import type { SandboxStart } from './sandbox'

/** What the inside of an environment is told when it starts. */
export function workerSettings({ target, logStream, frozenAt, scratch, freeze }: SandboxStart): WorkerSettings {
  return {
    codeDirectory: target.codeDirectory,
    project: process.cwd(),
    layers: target.layerDirectories,
    scratch,
    handler: target.handler,
    runtime: target.runtime,
    functionName: target.name,
    functionVersion: target.version,
    memory: target.memory,
    logGroup: target.logGroup,
    logStream,
    freeze,
    ...(target.logging === undefined ? {} : { json: true as const }),
    ...(frozenAt === undefined ? {} : { frozenAt }),
  }
}

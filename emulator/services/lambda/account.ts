import type { LambdaOperations } from './operations'

/** Bytes and executions that a new account may have in a region (facts/11, sections 6 and 8). */
const LIMITS = { TotalCodeSize: 80_530_636_800, CodeSizeUnzipped: 262_144_000, CodeSizeZipped: 52_428_800, ConcurrentExecutions: 1000 }

export const GetAccountSettings: LambdaOperations['GetAccountSettings'] = (_input, call) => {
  const functions = call.records.functions.list()
  const versions = call.records.functionVersions.parents().flatMap((name) => call.records.functionVersions.list(name))
  const layers = call.records.layerVersions.parents().flatMap((name) => call.records.layerVersions.list(name))
  const TotalCodeSize = [...functions, ...versions, ...layers].reduce((sum, { code }) => sum + code.size, 0)
  const reserved = functions.reduce((sum, { reservedConcurrentExecutions = 0 }) => sum + reservedConcurrentExecutions, 0)
  return {
    AccountLimit: { ...LIMITS, UnreservedConcurrentExecutions: LIMITS.ConcurrentExecutions - reserved },
    AccountUsage: { TotalCodeSize, FunctionCount: functions.length },
  }
}

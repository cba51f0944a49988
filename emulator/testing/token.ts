import { userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { CompiledStage } from '../gateway/compile'
import { readPoolArn } from '../model/user-pools'
import type { TokenWish } from '../services/cognito-idp/tokens/mint'

/** What a token shall say, and of which user pool it is. */
export interface TokenOptions extends TokenWish {
  /** Id, ARN or name of a user pool; the one of the API's authorizers unless given. */
  readonly pool?: string
}

/** A token that the API's authorizer takes; a `UserError` when it is not plain which user pool is meant. */
export async function makeToken(emulator: Emulator, stage: () => CompiledStage, { pool, ...wish }: TokenOptions): Promise<string> {
  const { mintToken } = require('../services/cognito-idp/tokens/mint') as typeof import('../services/cognito-idp/tokens/mint')
  const arn = pool === undefined ? poolOf(emulator, stage()) : find(emulator, pool)
  const { account, region } = readPoolArn(arn) ?? emulator
  return mintToken(emulator.call(account, region), arn, wish)
}

/** The ARNs of the user pools whose tokens the API takes. */
function poolsOf(emulator: Emulator, { account, region, apiId, deploymentId }: CompiledStage): string[] {
  const deployment = emulator.registry.records(account, region).deployments.get(deploymentId, apiId)
  return [...new Set(deployment?.definition.authorizers.flatMap(({ providerARNs = [] }) => providerARNs))]
}

function poolOf(emulator: Emulator, stage: CompiledStage): string {
  const [only, ...more] = poolsOf(emulator, stage)
  if (only !== undefined && more.length === 0) return only
  const [problem, fix] =
    only === undefined
      ? ['has no authorizer with a user pool', "Name one: gw.token({ pool: 'us-east-1_AbCdEfGhI' })."]
      : [`takes tokens of several user pools: ${[only, ...more].join(', ')}`, "Name one: gw.token({ pool: '...' })."]
  throw userError('no-user-pool', `The API ${stage.apiName} ${problem}.`, { fix })
}

function find(emulator: Emulator, pool: string): string {
  if (readPoolArn(pool) !== undefined) return pool
  const all = emulator.registry.scopes().flatMap(({ records }) => records.userPools.list())
  const found = all.find((candidate) => candidate.pool.Id === pool) ?? all.find((candidate) => candidate.pool.Name === pool)
  if (found !== undefined) return found.pool.Arn
  const names = all.map((candidate) => `${candidate.pool.Id} (${candidate.pool.Name})`).join(', ')
  throw userError('no-user-pool', `There is no user pool ${pool}. There ${names === '' ? 'is none' : `are: ${names}`}.`, {
    fix: 'Give an id, a name, or the ARN of a pool that is elsewhere.',
  })
}

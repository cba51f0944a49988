import type { Call } from '../operations'
import { temporaryCredentials } from './credentials'
import { madeUpRoleId, ROLE_ARN } from './roles'

/** Seconds that the keys of a function hold. */
const SESSION = 43_200
/** Milliseconds before their end at which new keys are made. */
const RENEWAL = 3_600_000

/** Keys of a role for a function, as environment variables. */
export interface ExecutionSession {
  readonly variables: Readonly<Record<string, string>>
  /** Epoch milliseconds from which the next environment gets others. */
  readonly until: number
}

/** By records, so by account and region, then by role and function. */
const SESSIONS = new WeakMap<Call['records'], Map<string, ExecutionSession>>()

/** The session of a function's execution role, as Lambda names it: after the function. Undefined where the role's ARN is none. */
export function executionSession(call: Call, roleArn: string, functionName: string): ExecutionSession | undefined {
  const [, partition, account, , name] = ROLE_ARN.exec(roleArn) ?? []
  if (account === undefined || name === undefined) return undefined
  let sessions = SESSIONS.get(call.records)
  if (sessions === undefined) {
    sessions = new Map()
    SESSIONS.set(call.records, sessions)
  }
  const key = `${roleArn} ${functionName}`
  const known = sessions.get(key)
  if (known !== undefined && call.clock.now() < known.until && isKept(call, known)) return known
  const role = account === call.account ? call.records.roles.get(name)?.role : undefined
  const made = temporaryCredentials(call, SESSION, {
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${functionName}`,
    userId: `${role?.RoleId ?? madeUpRoleId(roleArn)}:${functionName}`,
    roleName: name,
  })
  const session: ExecutionSession = {
    variables: {
      AWS_ACCESS_KEY_ID: String(made.AccessKeyId),
      AWS_SECRET_ACCESS_KEY: String(made.SecretAccessKey),
      AWS_SESSION_TOKEN: String(made.SessionToken),
    },
    until: call.clock.now() + SESSION * 1000 - RENEWAL,
  }
  sessions.set(key, session)
  return session
}

/** A reset of the emulator forgets sessions. */
function isKept(call: Call, { variables }: ExecutionSession): boolean {
  return call.records.sessions.get(variables['AWS_ACCESS_KEY_ID'] ?? '') !== undefined
}

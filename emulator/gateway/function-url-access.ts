import { compilePolicy, type Policy } from '../language/policy/policy'
import type { FunctionPolicyRecord, FunctionUrlRecord } from '../model/lambda'
import { roleOf } from './authorizers/decision'
import { planSigner } from './authorizers/iam'
import type { WireRequest } from './authorizers/sigv4/signature'
import type { IamIdentity } from './caller'
import { GatewayError } from './errors'
import type { Ports } from './phase'

const ACTION = 'lambda:InvokeFunctionUrl'

/** What AWS says to whom it does not let in; other texts here are uncertain. */
const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'

/** Whether a request may come in, and who signed it. */
export type Access = { readonly iam: IamIdentity | undefined } | { readonly refused: string }

/** Decides about the requests to one URL: by its function's policy, and for AWS_IAM by the signer's own policies too. */
export function planAccess(
  { AuthType, FunctionArn }: FunctionUrlRecord,
  record: FunctionPolicyRecord | undefined,
  ports: Pick<Ports, 'principals' | 'verifySignatures' | 'clock'>,
): (wire: WireRequest | undefined) => Access {
  const policy: Policy | undefined =
    record === undefined ? undefined : compilePolicy({ Version: '2012-10-17', ...record.header, Statement: record.statements })
  const asked = { action: ACTION, resource: FunctionArn, context: { 'lambda:functionurlauthtype': AuthType } }
  if (AuthType !== 'AWS_IAM') {
    const open = policy?.evaluate({ ...asked, principals: [] }) === 'allow'
    return () => (open ? { iam: undefined } : { refused: FORBIDDEN })
  }
  const [, , , region = '', account = ''] = FunctionArn.split(':')
  const signer = planSigner({ service: 'lambda', region, account }, ports)
  return (wire) => {
    try {
      const { identity, evaluate } = signer(wire)
      const { userArn: arn, accountId } = identity
      const request = { ...asked, principals: [arn, ...roleOf(arn), `arn:aws:iam::${accountId}:root`, accountId] }
      const [own, ofFunction] = [evaluate(request), policy?.evaluate(request) ?? 'none']
      const denied = own === 'deny' || ofFunction === 'deny'
      // Within an account either is enough; somebody else needs both.
      const allowed = accountId === account ? own === 'allow' || ofFunction === 'allow' : own === 'allow' && ofFunction === 'allow'
      return denied || !allowed ? { refused: FORBIDDEN } : { iam: identity }
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      return { refused: error.type === 'MISSING_AUTHENTICATION_TOKEN' ? FORBIDDEN : error.message }
    }
  }
}

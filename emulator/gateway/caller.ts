/** Who signed a request: `$context.identity` of a method with AWS_IAM (facts/03, section 1). */
export interface IamIdentity {
  readonly accessKey: string
  readonly accountId: string
  /** The unique id of the principal, with the session's name for a role. */
  readonly caller: string
  readonly user: string
  readonly userArn: string
  readonly principalOrgId?: string
  readonly cognitoAuthenticationProvider?: string
  readonly cognitoAuthenticationType?: string
  readonly cognitoIdentityId?: string
  readonly cognitoIdentityPoolId?: string
}

/** Who calls, as an authorizer or a signature has told. */
export interface Caller {
  /** Told by a Lambda authorizer. */
  readonly principalId?: string
  /** The policy that a Lambda authorizer answered. */
  readonly policyDocument?: object
  /** What a Lambda authorizer passes on, every value as text. */
  readonly context?: Readonly<Record<string, string>>
  /** The claims of a user pool's token, every value as text. */
  readonly claims?: Readonly<Record<string, string>>
  /** The API key that a Lambda authorizer names. */
  readonly usageIdentifierKey?: string
  /** Milliseconds that the authorizer took; 0 when its answer was kept. */
  readonly authorizerLatency?: number
  readonly iam?: IamIdentity
}

/** `requestContext.authorizer` of an event, and `$context.authorizer` of a template; undefined where no authorizer ran. */
export function authorizerContext(caller: Caller | undefined): Readonly<Record<string, unknown>> | undefined {
  if (caller === undefined) return undefined
  const { principalId, context, claims, authorizerLatency } = caller
  if (claims !== undefined) return { claims }
  if (principalId === undefined) return undefined
  return { ...context, principalId, integrationLatency: authorizerLatency ?? 0 }
}

import { ECHO, type TestMethod } from '../../support/rest-template'
import { type Case, type ControlCall, documented, type Given, recorded, type SignedBy, type Source, type Then, uncertain } from '../case'

const signedOnly: TestMethod = { fn: 'Echo', method: { AuthorizationType: 'AWS_IAM' } }
const policy = (Effect: string, Resource: string, Action = 'execute-api:Invoke') => ({
  PolicyName: Effect,
  PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] },
})
const user = (UserName: string, ...Policies: readonly object[]) => ({ Type: 'AWS::IAM::User', Properties: { UserName, Policies } })
const keyOf = (id: string, more: object = {}) => ({ Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: id }, ...more } })

const given: Given = {
  verifySignatures: true,
  functions: { Echo: ECHO },
  routes: {
    'GET /orders/{id}': signedOnly,
    'POST /orders': signedOnly,
    'GET /secret': signedOnly,
    'GET /free': { fn: 'Echo' },
  },
  resources: {
    Ada: user('ada', policy('Allow', 'arn:aws:execute-api:*:*:*/test/*'), policy('Deny', 'arn:aws:execute-api:*:*:*/*/GET/secret')),
    AdaKey: keyOf('Ada'),
    Reader: user('reader', policy('Allow', 'arn:aws:execute-api:*:*:*/test/GET/orders/*')),
    ReaderKey: keyOf('Reader'),
    Manager: user('manager', policy('Allow', '*', 'execute-api:ManageConnections')),
    ManagerKey: keyOf('Manager'),
    Nobody: user('nobody'),
    NobodyKey: keyOf('Nobody'),
    Off: user('off', policy('Allow', '*')),
    OffKey: keyOf('Off', { Status: 'Inactive' }),
    Visitor: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'visitor',
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
        Policies: [policy('Allow', 'arn:aws:execute-api:*:*:*/test/GET/*')],
      },
    },
  },
}

/** A session of a role: its keys are `{SessionKey}`, `{SessionSecret}` and `{SessionToken}` from then on. */
export const assume = (roleArn: string, more = ''): ControlCall => ({
  call: 'POST /',
  service: 'sts',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: `Action=AssumeRole&Version=2011-06-15&RoleArn=${encodeURIComponent(roleArn)}&RoleSessionName=me&DurationSeconds=900${more}`,
  keep: {
    SessionKey: /<AccessKeyId>(.*?)</,
    SessionSecret: /<SecretAccessKey>(.*?)</,
    SessionToken: /<SessionToken>(.*?)</,
  },
})
export const SESSION: SignedBy = { accessKeyId: '{SessionKey}', secret: '{SessionSecret}', sessionToken: '{SessionToken}' }
const VISITOR = assume('arn:aws:iam::000000000000:role/visitor')

type Sent = Partial<Pick<Extract<Case['when'], { path: string }>, 'method' | 'path' | 'headers' | 'body'>>
const one = (what: string, signed: SignedBy | undefined, then: Then, source: Source, sent: Sent = {}): Case => ({
  id: `rest.iam.${what}`,
  given,
  when: { path: '/orders/1', ...(signed === undefined ? {} : { signed }), ...sent },
  then,
  source,
})
const refused = (type: string, message: string | RegExp): Then => ({
  status: 403,
  body: typeof message === 'string' ? JSON.stringify({ message }) : message,
  headers: { 'x-amzn-ErrorType': `${type}Exception` },
})
const denied = (who: string, path: string, because: string): Then => ({
  status: 403,
  body: JSON.stringify({
    Message: `User: ${who} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:{ApiId}/test/${path}${because}`,
  }),
  headers: { 'x-amzn-ErrorType': 'AccessDeniedException' },
})
const SILENT = ' because no identity-based policy allows the execute-api:Invoke action'
const identity = (wanted: object): Then => ({ status: 200, json: { requestContext: { identity: wanted } } })

const POLICIES = documented('docs: api-gateway-control-access-using-iam-policies-to-invoke-api')
const SIGNING = documented('docs: general-reference-create-signed-request')
const OBSERVED = recorded('facts/04, section 4')
const GUESSED = uncertain('facts/04, section 4')

const MISMATCH =
  /^\{"message":"The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.\\n\\nThe Canonical String for this request should have been\\n'GET\\n\/test\/orders\/1\\n\\nhost:[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\\nx-amz-content-sha256:e3b0c442[0-9a-f]{56}\\nx-amz-date:20260102T030405Z\\n\\nhost;x-amz-content-sha256;x-amz-date\\ne3b0c442[0-9a-f]{56}'\\n\\nThe String-to-Sign should have been\\n'AWS4-HMAC-SHA256\\n20260102T030405Z\\n20260102\/us-east-1\/execute-api\/aws4_request\\n[0-9a-f]{64}'\\n"\}$/
const MISMATCHED = refused('InvalidSignature', /^\{"message":"The request signature we calculated does not match/)

export const IAM: readonly Case[] = [
  one('no-signature', undefined, refused('MissingAuthenticationToken', 'Missing Authentication Token'), OBSERVED),
  one(
    'no-signature-but-a-bearer-token',
    undefined,
    refused(
      'IncompleteSignature',
      "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='.",
    ),
    OBSERVED,
    { headers: { Authorization: 'Bearer abc' } },
  ),
  one(
    'missing-pieces',
    undefined,
    refused(
      'IncompleteSignature',
      /^\{"message":"Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=[\w+/]{43}="\}$/,
    ),
    OBSERVED,
    { headers: { Authorization: 'AWS4-HMAC-SHA256 Nothing=x' } },
  ),
  one(
    'missing-date',
    undefined,
    refused(
      'IncompleteSignature',
      /^\{"message":"Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. \(Hashed/,
    ),
    GUESSED,
    {
      headers: {
        Authorization: 'AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
      },
    },
  ),
  one(
    'unknown-key',
    { accessKeyId: 'AKIANOBODYKNOWSTHIS0', secret: 'x' },
    refused('UnrecognizedClient', 'The security token included in the request is invalid.'),
    GUESSED,
  ),
  one('inactive-key', { key: 'OffKey' }, refused('UnrecognizedClient', 'The security token included in the request is invalid.'), GUESSED),
  one('another-secret', { key: 'AdaKey', secret: 'wrong' }, refused('InvalidSignature', MISMATCH), GUESSED),
  one('another-query', { key: 'AdaKey', then: { target: ['?a=1', '?a=2'] } }, MISMATCHED, SIGNING, { path: '/orders/1?a=1' }),
  one('another-path', { key: 'AdaKey', then: { target: ['/orders/1', '/orders/2'] } }, MISMATCHED, SIGNING),
  one('another-body', { key: 'AdaKey', then: { body: '{"a":2}' } }, MISMATCHED, SIGNING, {
    method: 'POST',
    path: '/orders',
    body: '{"a":1}',
  }),
  one(
    'old',
    { key: 'AdaKey', at: '2026-01-02T02:58:00Z' },
    refused('InvalidSignature', 'Signature expired: 20260102T025800Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)'),
    GUESSED,
  ),
  one('old-as-allowed', { key: 'AdaKey', at: '2026-01-02T02:59:06Z' }, { status: 200 }, GUESSED),
  one(
    'of-the-future',
    { key: 'AdaKey', at: '2026-01-02T03:12:00Z' },
    refused(
      'InvalidSignature',
      'Signature not yet current: 20260102T031200Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)',
    ),
    GUESSED,
  ),
  one(
    'another-region',
    { key: 'AdaKey', region: 'eu-west-1' },
    refused('InvalidSignature', "Credential should be scoped to a valid region, not 'eu-west-1'. "),
    GUESSED,
  ),
  one(
    'another-service',
    { key: 'AdaKey', service: 's3' },
    refused('InvalidSignature', "Credential should be scoped to correct service: 'execute-api'. "),
    GUESSED,
  ),
  one(
    'identity',
    { key: 'AdaKey' },
    identity({
      accessKey: '{AdaKey}',
      accountId: '000000000000',
      caller: /^AIDA/,
      user: /^AIDA/,
      userArn: 'arn:aws:iam::000000000000:user/ada',
      cognitoIdentityId: null,
    }),
    documented('docs: api-gateway-mapping-template-reference'),
  ),
  one('root', {}, identity({ userArn: 'arn:aws:iam::000000000000:root' }), GUESSED),
  one('query-in-any-order', { key: 'AdaKey' }, { status: 200 }, SIGNING, { path: '/orders/1?z=1&a=x%20y&B=%2B%26%3D&a=b' }),
  one('path-is-encoded-twice', { key: 'AdaKey' }, { status: 200 }, SIGNING, { path: '/orders/%C3%BC%20x' }),
  one('body', { key: 'AdaKey' }, { status: 200 }, SIGNING, { method: 'POST', path: '/orders', body: '{"a":"ü"}' }),
  one('unsigned-payload', { key: 'AdaKey' }, { status: 200 }, SIGNING, {
    method: 'POST',
    path: '/orders',
    body: '{"a":1}',
    headers: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
  }),
  one('presigned', { key: 'AdaKey', presignedFor: 60 }, { status: 200 }, SIGNING),
  one(
    'presigned-and-over',
    { key: 'AdaKey', presignedFor: 60, at: '2026-01-02T03:03:00Z' },
    refused('InvalidSignature', /^\{"message":"Signature expired: 20260102T030300Z is now earlier than /),
    GUESSED,
  ),
  one('presigned-and-still-good', { key: 'AdaKey', presignedFor: 600, at: '2026-01-02T02:55:00Z' }, { status: 200 }, SIGNING),
  one('nobody-permits', { key: 'NobodyKey' }, denied('arn:aws:iam::000000000000:user/nobody', 'GET/orders/1', SILENT), POLICIES),
  one('permits-one-path', { key: 'ReaderKey' }, { status: 200 }, POLICIES),
  one(
    'another-path-than-permitted',
    { key: 'ReaderKey' },
    denied('arn:aws:iam::000000000000:user/reader', 'GET/secret', SILENT),
    POLICIES,
    {
      path: '/secret',
    },
  ),
  one(
    'another-verb-than-permitted',
    { key: 'ReaderKey' },
    denied('arn:aws:iam::000000000000:user/reader', 'POST/orders', SILENT),
    POLICIES,
    {
      method: 'POST',
      path: '/orders',
    },
  ),
  one('permits-another-action', { key: 'ManagerKey' }, denied('arn:aws:iam::000000000000:user/manager', 'GET/orders/1', SILENT), POLICIES),
  one(
    'denied',
    { key: 'AdaKey' },
    denied('arn:aws:iam::000000000000:user/ada', 'GET/secret', ' with an explicit deny in an identity-based policy'),
    uncertain('facts/04, section 4'),
    { path: '/secret' },
  ),
  one('policies-count-for-signed-methods-only', { key: 'NobodyKey' }, { status: 200 }, POLICIES, { path: '/free' }),
  {
    id: 'rest.iam.session-of-a-role',
    given,
    when: [VISITOR, { path: '/orders/1', signed: SESSION }],
    then: identity({ userArn: 'arn:aws:sts::000000000000:assumed-role/visitor/me', caller: /^AROA\w+:me$/ }),
    source: documented('docs: api-gateway-mapping-template-reference'),
  },
  {
    id: 'rest.iam.session-without-its-token',
    given,
    when: [VISITOR, { path: '/orders/1', signed: { accessKeyId: '{SessionKey}', secret: '{SessionSecret}' } }],
    then: refused('UnrecognizedClient', 'The security token included in the request is invalid.'),
    source: GUESSED,
  },
  {
    id: 'rest.iam.session-that-has-ended',
    given: { ...given },
    when: [VISITOR, { advance: { minutes: 15 } }, { path: '/orders/1', signed: SESSION }],
    then: refused('ExpiredToken', 'The security token included in the request is expired'),
    source: GUESSED,
  },
  {
    id: 'rest.iam.session-policy-narrows',
    given,
    when: [
      assume(
        'arn:aws:iam::000000000000:role/visitor',
        `&Policy=${encodeURIComponent(JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*/GET/secret' }] }))}`,
      ),
      { path: '/orders/1', signed: SESSION },
    ],
    then: denied('arn:aws:sts::000000000000:assumed-role/visitor/me', 'GET/orders/1', SILENT),
    source: documented('docs: iam-access-policies'),
  },
]

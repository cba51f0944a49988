import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { emulate, type Gateway } from '../../emulator/testing/index'
import { ECHO, restTemplate } from '../support/rest-template'
import { type Keys, ROOT } from '../support/sign'

const run = promisify(execFile)
const has = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

let gateway: Gateway
let host: string
let port: string
beforeAll(async () => {
  const signedOnly = { fn: 'Echo', method: { AuthorizationType: 'AWS_IAM' } }
  const template = restTemplate({
    functions: { Echo: ECHO },
    routes: { 'ANY /{proxy+}': signedOnly, 'GET /': signedOnly },
    resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'caller',
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
          Policies: [
            {
              PolicyName: 'invoke',
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] },
            },
          ],
        },
      },
    },
  })
  gateway = await emulate(template, { port: 0, verifySignatures: true })
  host = `${gateway.outputs['ApiId']}.execute-api.us-east-1.amazonaws.com`
  port = new URL(gateway.url ?? '').port
})
afterAll(() => gateway.stop())

async function sessionKeys(): Promise<Keys> {
  const client = new STSClient({ endpoint: gateway.url ?? '', region: 'us-east-1', credentials: ROOT })
  const { Credentials } = await client.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/caller', RoleSessionName: 'me' }),
  )
  client.destroy()
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

/** Signs each request with botocore, sends it, and prints the status; the last one is changed on its way. */
const BOTO = `
import http.client, json, os, sys
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from urllib.parse import urlsplit
host, port = sys.argv[1], int(sys.argv[2])
keys = Credentials(os.environ['KEY'], os.environ['SECRET'], os.environ.get('TOKEN'))
def ask(method, target, body=None, headers={}, query=False, change=lambda path, body: (path, body)):
    request = AWSRequest(method=method, url='https://%s/test%s' % (host, target), data=body, headers=dict(headers, Host=host))
    (SigV4QueryAuth(keys, 'execute-api', 'us-east-1', expires=60) if query else SigV4Auth(keys, 'execute-api', 'us-east-1')).add_auth(request)
    sent = request.prepare()
    parts = urlsplit(sent.url)
    path, body = change(parts.path + ('?' + parts.query if parts.query else ''), sent.body)
    connection = http.client.HTTPConnection('127.0.0.1', port)
    connection.request(method, path, body=body, headers=dict(sent.headers))
    answer = connection.getresponse()
    return [answer.status, json.loads(answer.read())]
results = [
    ask('GET', '/'),
    ask('GET', '/orders/1?b=2&a=1&c=%2B%20%26'),
    ask('GET', '/orders/%C3%BC%20x'),
    ask('POST', '/orders', '{"a":"ü"}'.encode(), {'Content-Type': 'application/json'}),
    ask('DELETE', '/orders/a:b@c'),
    ask('GET', '/orders/1?a=1', query=True),
    ask('GET', '/orders/1', change=lambda path, body: (path.replace('1', '2'), body)),
    ask('POST', '/orders', b'one', change=lambda path, body: (path, b'two')),
]
print(json.dumps([[status, body.get('requestContext', {}).get('identity', {}).get('userArn', body.get('message', '')[:40])] for status, body in results]))
`

const ROOT_ARN = 'arn:aws:iam::000000000000:root'
const MISMATCH = 'The request signature we calculated does not match'.slice(0, 40)

;(has('python3', '-c', 'import boto3') ? test : test.skip)(
  "requests that boto3's signer signs verify (skipped where python3 with boto3 is missing)",
  async () => {
    const signedBy = async ({ accessKeyId, secretAccessKey, sessionToken }: Keys) => {
      const env = {
        ...process.env,
        KEY: accessKeyId,
        SECRET: secretAccessKey,
        ...(sessionToken === undefined ? {} : { TOKEN: sessionToken }),
      }
      const { stdout } = await run('python3', ['-c', BOTO, host, port], { env })
      return JSON.parse(stdout) as unknown
    }
    const good = (arn: string) => [...Array.from({ length: 6 }, () => [200, arn]), [403, MISMATCH], [403, MISMATCH]]
    expect(await signedBy(ROOT)).toEqual(good(ROOT_ARN))
    expect(await signedBy(await sessionKeys())).toEqual(good('arn:aws:sts::000000000000:assumed-role/caller/me'))
  },
  30_000,
)

const curlSigns = has('curl', '--version') && /--aws-sigv4/.test(spawnSync('curl', ['--help', 'all']).stdout?.toString() ?? '')

;(curlSigns ? test : test.skip)(
  'requests that curl signs verify (skipped where curl has no --aws-sigv4)',
  async () => {
    const ask = async (target: string, ...more: string[]) => {
      const { stdout } = await run('curl', [
        '-s',
        '--connect-to',
        `${host}:${port}:127.0.0.1:${port}`,
        '--aws-sigv4',
        'aws:amz:us-east-1:execute-api',
        '-w',
        '\n%{http_code}',
        ...more,
        `http://${host}:${port}/test${target}`,
      ])
      const at = stdout.lastIndexOf('\n')
      return [Number(stdout.slice(at + 1)), stdout.slice(0, at)] as const
    }
    const root = ['--user', `${ROOT.accessKeyId}:${ROOT.secretAccessKey}`]
    for (const [target, ...more] of [
      ['/orders/1'],
      ['/orders/1?a=1&b=2'],
      ['/orders', '-X', 'POST', '-H', 'Content-Type: application/json', '-d', '{"a":1}'],
      ['/orders/1', '-X', 'DELETE'],
    ] as const) {
      const [status, body] = await ask(target, ...root, ...more)
      expect([target, status, status === 200 ? '' : body]).toEqual([target, 200, ''])
      expect(JSON.parse(body)).toMatchObject({ requestContext: { identity: { userArn: ROOT_ARN } } })
    }
    const [status, body] = await ask('/orders/1', '--user', `${ROOT.accessKeyId}:wrong`)
    expect([status, body]).toEqual([403, expect.stringContaining(MISMATCH)])
    const [unknown, message] = await ask('/orders/1', '--user', 'AKIANOBODYKNOWSTHIS0:wrong')
    expect([unknown, message]).toEqual([403, '{"message":"The security token included in the request is invalid."}'])
  },
  30_000,
)

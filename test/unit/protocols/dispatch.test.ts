import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { createControlPlane } from '../../../emulator/protocols/control-plane'
import { testCall } from '../../support/call'
import { inProcess } from './in-process'
import { authorization, bindingOf, FORM, type RawCall, rawPlane } from './raw-call'

const called =
  (service: string) =>
  (_input: never, { account, region }: { account: string; region: string }) => {
    calls.push(`${service} ${account} ${region}`)
    return {}
  }
const calls: string[] = []
const plane = rawPlane(
  [
    bindingOf('apigateway', { GetRestApis: called('apigateway'), CreateRestApi: called('apigateway') }),
    bindingOf('apigatewayv2', { GetApis: called('apigatewayv2') }),
    bindingOf('iam', { ListRoles: called('iam') }),
    bindingOf('logs', { DescribeLogGroups: called('logs') }),
    bindingOf('s3', { ListBuckets: called('s3') }),
    bindingOf('ssm', { GetParameters: called('ssm') }),
    bindingOf('sts', { GetCallerIdentity: called('sts'), AssumeRoleWithWebIdentity: called('sts') }),
  ],
  { region: 'eu-central-1' },
)

const PRESIGNED = '/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=AKID%2F20260102%2Fap-south-1%2Fsts%2Faws4_request'
const SIGV4A = ['Authorization', 'AWS4-ECDSA-P256-SHA256 Credential=AKID/20260102/s3/aws4_request, SignedHeaders=host, Signature=00']

test.each<[string, RawCall, string | undefined]>([
  ['a signature', { signed: 'apigateway', method: 'GET', target: '/restapis' }, 'apigateway 123456789012 eu-west-1'],
  ['a presigned URL', { method: 'GET', target: PRESIGNED }, 'sts 123456789012 ap-south-1'],
  ['SigV4a, which has no region', { method: 'GET', headers: SIGV4A }, 's3 123456789012 eu-central-1'],
  ['SigV2, presigned', { method: 'GET', target: '/?AWSAccessKeyId=AKID&Signature=x&Expires=1' }, 's3 123456789012 eu-central-1'],
  ['SigV2', { method: 'GET', headers: ['Authorization', 'AWS AKID:x='] }, 's3 123456789012 eu-central-1'],
  ['a global service', { signed: 'iam', headers: FORM, body: 'Action=ListRoles&Version=2010-05-08' }, 'iam 123456789012 eu-central-1'],
  ['X-Amz-Target alone', { headers: ['X-Amz-Target', 'Logs_20140328.DescribeLogGroups'] }, 'logs 123456789012 eu-central-1'],
  [
    'the path of RPC v2 alone',
    { target: '/service/AmazonSSM/operation/GetParameters', headers: ['smithy-protocol', 'rpc-v2-json'], body: '{"Names":[]}' },
    'ssm 123456789012 eu-central-1',
  ],
  ['a path alone', { method: 'GET', target: '/restapis?limit=3' }, 'apigateway 123456789012 eu-central-1'],
  [
    'the Version of a form alone',
    { headers: FORM, body: 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=a&RoleSessionName=b&WebIdentityToken=c' },
    'sts 123456789012 eu-central-1',
  ],
  ['a page in the browser', { method: 'GET' }, undefined],
  [
    'a service that is not served',
    { signed: 'dynamodb', headers: ['X-Amz-Target', 'DynamoDB_20120810.ListTables'], body: '{}' },
    undefined,
  ],
  [
    'a path of API Gateway v2, which is signed for the same name',
    { signed: 'apigateway', method: 'GET', target: '/v2/apis' },
    'apigatewayv2 123456789012 eu-west-1',
  ],
  ['an unknown target', { headers: ['X-Amz-Target', 'Nobody.DoIt'] }, undefined],
])('by %s', async (_, call, expected) => {
  calls.length = 0
  const response = await plane(call)
  expect(calls).toEqual(expected === undefined ? [] : [expected])
  expect(response?.status).toBe(expected === undefined ? undefined : 200)
})

test('an operation without handler answers 501 naming itself, or is answered elsewhere', async () => {
  const answer = await rawPlane([bindingOf('apigateway', {})])({
    signed: 'apigateway',
    method: 'GET',
    target: '/restapis/a/stages/b/sdks/java',
  })
  expect(answer?.status).toBe(501)
  expect(JSON.parse(String(answer?.body))).toEqual({ message: 'Not emulated by Portico yet: apigateway:GetSdk' })

  const asked: unknown[] = []
  const elsewhere = rawPlane([bindingOf('ssm', {})], {
    unserved: ({ request, ...call }) => {
      asked.push({ ...call, body: String(request.body) })
      return call.operation === 'GetParameter' ? Promise.resolve({ status: 299, headers: [], body: 'there' }) : undefined
    },
  })
  const target = (name: string) => ({ signed: 'ssm', headers: ['X-Amz-Target', `AmazonSSM.${name}`], body: '{"Name":"a"}' })
  expect(await elsewhere(target('GetParameter'))).toEqual({ status: 299, headers: [], body: 'there' })
  expect((await elsewhere(target('DeleteParameter')))?.status).toBe(501)
  expect(asked).toEqual([
    { service: 'ssm', region: 'eu-west-1', operation: 'GetParameter', body: '{"Name":"a"}' },
    { service: 'ssm', region: 'eu-west-1', operation: 'DeleteParameter', body: '{"Name":"a"}' },
  ])
})

test('how large a body may be is known before it is read', () => {
  const plane = createControlPlane({
    services: [bindingOf('lambda', {}), bindingOf('ssm', {})],
    callFor: () => testCall(),
    account: '123456789012',
  })
  const limit = (service: string, target = '/') => plane.largestBody({ method: 'POST', target, headers: authorization(service) })
  expect([limit('lambda', '/2015-03-31/functions'), limit('ssm'), limit('ec2')]).toEqual([69_905_067, 10_485_760, undefined])
})

test('a client package is loaded at the first call to its service', async () => {
  let loads = 0
  const load = bindingOf('ssm', { GetParameters: () => ({}) })
  const lazy = rawPlane([{ ...load, client: () => [loads++, load.client()][1] as object }])
  expect(loads).toBe(0)
  const call = { signed: 'ssm', headers: ['X-Amz-Target', 'AmazonSSM.GetParameters'], body: '{"Names":[]}' }
  await lazy(call)
  await lazy(call)
  expect(loads).toBe(1)
})

test('no client tries an operation again that has no handler', async () => {
  let sent = 0
  const plane = createControlPlane({ services: [bindingOf('ssm', {})], callFor: () => testCall(), account: '123456789012' })
  const client = new SSMClient({
    endpoint: 'http://127.0.0.1:4566',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    requestHandler: inProcess(plane, () => {
      sent++
    }),
  })
  await expect(client.send(new GetParameterCommand({ Name: 'a' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'Not emulated by Portico yet: ssm:GetParameter',
  })
  expect(sent).toBe(1)
})

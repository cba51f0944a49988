import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mockOf, restTemplate } from '../support/rest-template'
import { load, median, option, startChild } from './measure'

const [barePort, porticoPort] = [45_707, 45_708]
const ROUNDS = 5
/** Routes, and what each shall reach of a bare server. */
const TARGETS = { mock: undefined, cached: 0.4, jwt: 0.2 } as const

const mock = mockOf('{"ok":true}')
const judged = (by: string, AuthorizationType: string) => ({
  ...mock,
  method: { ...mock.method, AuthorizationType, AuthorizerId: { Ref: by } },
})
const authorizer = (Name: string, Type: string, properties: object) => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: { RestApiId: { Ref: 'Api' }, Name, Type, IdentitySource: 'method.request.header.Authorization', ...properties },
})

/** MOCK as it is, behind a Lambda authorizer that keeps its answers, and behind a user pool, whose tokens are verified at each request. */
const TEMPLATE = restTemplate({
  functions: {
    Judge: `exports.handler = async () => ({ principalId: 'bench', context: { tenant: 'a' },
      policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }] } })`,
  },
  routes: {
    'GET /mock': mock,
    'GET /cached': judged('Asks', 'CUSTOM'),
    'GET /jwt': judged('Knows', 'COGNITO_USER_POOLS'),
  },
  resources: {
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'bench' } },
    Knows: authorizer('pool', 'COGNITO_USER_POOLS', { ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }] }),
    Asks: authorizer('judge', 'TOKEN', {
      AuthorizerResultTtlInSeconds: 3600,
      AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Judge.Arn}/invocations' },
    }),
    May: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Judge' }, Principal: 'apigateway.amazonaws.com' },
    },
  },
})

/** Routes behind authorizers, as ratios to a bare node:http server. */
export async function authorizers(): Promise<void> {
  const [seconds, connections] = [option('--seconds', 3), option('--connections', 10)]
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const file = join(folder, 'authorizers.json')
  writeFileSync(file, JSON.stringify(TEMPLATE))
  const bare = await startChild([join(__dirname, 'bare-server.cjs'), String(barePort)], /ready/)
  const portico = await startChild([join(__dirname, 'serve.cjs'), file, String(porticoPort), 'token'], /\n/)
  try {
    const [base = '', token = ''] = portico.line.trim().split(' ')
    const routes = Object.keys(TARGETS) as (keyof typeof TARGETS)[]
    const urls = [`http://127.0.0.1:${barePort}/`, ...routes.map((name) => `${base.replace(/bench$/, 'test')}/${name}`)]
    const ask = (url: string, time: number) => load(url, time, connections, { Authorization: `Bearer ${token}` })
    for (const url of urls) ask(url, 1)
    // In turns, so that a busy machine slows down all.
    const rounds = Array.from({ length: ROUNDS }, () => urls.map((url) => ask(url, seconds)))
    const failed = rounds.flat().reduce((sum, measured) => sum + measured.failed, 0)
    console.log(`\nauthorizers, ${connections} connections, median of ${ROUNDS} rounds of ${seconds} s, ${failed} failed`)
    for (const [i, name] of routes.entries()) {
      const ratio = median(rounds.map((round) => (round[i + 1]?.rps ?? 0) / (round[0]?.rps ?? 1)))
      const target = TARGETS[name] === undefined ? '' : ` (target ${TARGETS[name]})`
      console.log(`${name.padEnd(8)} ${ratio.toFixed(2)} of bare${target}`)
    }
  } finally {
    bare.child.kill()
    portico.child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

import { ECHO } from '../../support/rest-template'
import { type Case, documented, type Given, named, type Source, type Then } from '../case'

const ALLOW = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Headers'] as const
const given: Given = {
  routes: {
    'GET /plain': named('plain'),
    'GET /lambda': { fn: 'Echo' },
    'OPTIONS /orders': {
      integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{"statusCode": 204}' },
        IntegrationResponses: [
          {
            StatusCode: '204',
            ResponseParameters: {
              'method.response.header.Access-Control-Allow-Origin': "'https://shop.example.com'",
              'method.response.header.Access-Control-Allow-Methods': "'GET,POST'",
              'method.response.header.Access-Control-Allow-Headers': "'Content-Type,X-Api-Key'",
            },
          },
        ],
      },
      method: {
        MethodResponses: [
          { StatusCode: '204', ResponseParameters: Object.fromEntries(ALLOW.map((name) => [`method.response.header.${name}`, false])) },
        ],
      },
    },
  },
  functions: { Echo: ECHO },
}
const browser = { Origin: 'https://shop.example.com' }
const preflight = { ...browser, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' }
const one = (what: string, method: string, path: string, headers: Record<string, string>, then: Then, source: Source): Case => ({
  id: `rest.cors.${what}`,
  given,
  when: { method, path, headers },
  then,
  source,
})

const CORS = documented('docs: how-to-cors')

export const CORS_CASES: readonly Case[] = [
  one(
    'preflight-by-a-mock',
    'OPTIONS',
    '/orders',
    preflight,
    {
      status: 204,
      body: '',
      headers: {
        'Access-Control-Allow-Origin': 'https://shop.example.com',
        'Access-Control-Allow-Methods': 'GET,POST',
        'Access-Control-Allow-Headers': 'Content-Type,X-Api-Key',
      },
    },
    CORS,
  ),
  one('nothing-by-itself', 'GET', '/plain', browser, { status: 200, absent: ALLOW }, CORS),
  one('no-preflight-by-itself', 'OPTIONS', '/plain', preflight, { status: 403, absent: ALLOW }, CORS),
  one('proxy-integrations-answer-for-themselves', 'GET', '/lambda', browser, { status: 200, absent: ALLOW }, CORS),
  one('origin-reaches-a-function', 'GET', '/lambda', browser, { json: { headers: browser } }, CORS),
]

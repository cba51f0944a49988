import { Duration } from 'aws-cdk-lib'
import { type CorsProps, Target } from '../../../lib'
import { OPEN, synthesize } from './synthesize'

const ROUTES = {
  'GET /orders': { ...OPEN, target: Target.mock(200, { ok: true }) },
  'POST /orders': OPEN,
  'ANY /any': OPEN,
  'OPTIONS /own': OPEN,
  'GET /a/b': OPEN,
}

function withCors(cors: CorsProps) {
  const { all, find, warnings } = synthesize({ cors, routes: ROUTES })
  const paths = Object.fromEntries(
    Object.entries(find('AWS::ApiGateway::Resource')).map(([id, { Properties: p }]) => [id, p['PathPart'] as string]),
  )
  const methods = all('AWS::ApiGateway::Method').map(({ Properties: p }) => ({
    at: `${p['HttpMethod']} ${paths[p['ResourceId'].Ref]}`,
    ...p,
  }))
  const at = (place: string) => methods.find((method) => method.at === place) as Record<string, ReturnType<typeof JSON.parse>>
  const responseHeaders = (method: Record<string, ReturnType<typeof JSON.parse>>) =>
    Object.fromEntries(
      Object.entries(method['Integration'].IntegrationResponses[0].ResponseParameters ?? {}).map(([name, value]) => [
        name.replace('method.response.header.', ''),
        value,
      ]),
    )
  const errors = all('AWS::ApiGateway::GatewayResponse').map(({ Properties: p }) => [p['ResponseType'], p['ResponseParameters']])
  return { methods, at, responseHeaders, errors: Object.fromEntries(errors), warnings }
}

test('every path with a route answers preflights, without key or authorization, and errors carry the headers too', () => {
  const { methods, at, responseHeaders, errors, warnings } = withCors({
    origins: ['https://shop.example.com'],
    credentials: true,
    maxAge: Duration.hours(1),
  })
  expect(methods.map((method) => method.at).filter((place) => place.startsWith('OPTIONS'))).toEqual(
    ['OPTIONS own', 'OPTIONS orders', 'OPTIONS any', 'OPTIONS b'].sort(
      (a, b) => methods.findIndex((m) => m.at === a) - methods.findIndex((m) => m.at === b),
    ),
  )
  const preflight = at('OPTIONS orders')
  expect(preflight).toMatchObject({
    AuthorizationType: 'NONE',
    ApiKeyRequired: false,
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode":204}' },
      IntegrationResponses: [{ StatusCode: '204' }],
    },
  })
  expect(preflight['Integration'].IntegrationResponses[0].ResponseTemplates).toBeUndefined()
  expect(responseHeaders(preflight)).toEqual({
    'Access-Control-Allow-Origin': "'https://shop.example.com'",
    'Access-Control-Allow-Methods': "'GET,POST,OPTIONS'",
    'Access-Control-Allow-Headers': "'Content-Type,Authorization,X-Api-Key,X-Amz-Date,X-Amz-Security-Token,X-Amz-User-Agent'",
    'Access-Control-Allow-Credentials': "'true'",
    'Access-Control-Max-Age': "'3600'",
    Vary: "'Origin'",
  })
  expect(Object.keys(preflight['MethodResponses'][0].ResponseParameters).sort()).toEqual(
    Object.keys(preflight['Integration'].IntegrationResponses[0].ResponseParameters).sort(),
  )
  expect(responseHeaders(at('OPTIONS any'))['Access-Control-Allow-Methods']).toBe("'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS'")
  expect(responseHeaders(at('OPTIONS own'))['Access-Control-Allow-Methods']).toBeUndefined()
  expect(responseHeaders(at('GET orders'))).toMatchObject({ 'Access-Control-Allow-Origin': "'https://shop.example.com'" })
  const carried = {
    'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example.com'",
    'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'",
    'gatewayresponse.header.Vary': "'Origin'",
  }
  expect(errors).toEqual({ DEFAULT_4XX: carried, DEFAULT_5XX: carried })
  expect(warnings()).toEqual([])
})

test('every origin needs no Vary; methods and headers can be said', () => {
  const { at, responseHeaders } = withCors({ origins: ['*'], methods: ['GET'], headers: ['X-Tenant'] })
  expect(responseHeaders(at('OPTIONS orders'))).toEqual({
    'Access-Control-Allow-Origin': "'*'",
    'Access-Control-Allow-Methods': "'GET'",
    'Access-Control-Allow-Headers': "'X-Tenant'",
  })
})

test('of several origins a template answers the one that asked, and leaves the body as it is', () => {
  const origins = ['https://a.example', 'https://b.example']
  const { at, responseHeaders, errors } = withCors({ origins })
  const [response] = at('GET orders')['Integration'].IntegrationResponses
  const choose =
    "#set($origin = $input.params().header.get('origin'))#if(!$origin || $origin == '')#set($origin = $input.params().header.get('Origin'))#end" +
    "#if($origin == 'https://a.example' || $origin == 'https://b.example')#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end"
  expect(response.ResponseTemplates['application/json']).toBe(`${choose}{"ok":true}`)
  expect(at('OPTIONS orders')['Integration'].IntegrationResponses[0].ResponseTemplates['application/json']).toBe(choose)
  expect(responseHeaders(at('OPTIONS orders'))).toMatchObject({ 'Access-Control-Allow-Origin': "'https://a.example'", Vary: "'Origin'" })
  expect(errors['DEFAULT_4XX']).toEqual({ 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" })
  const strict = withCors({ origins, credentials: true })
  expect(strict.errors['DEFAULT_5XX']).toMatchObject({ 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://a.example'" })
  expect(strict.warnings()).toEqual([expect.stringContaining('carry the first CORS origin only')])
})

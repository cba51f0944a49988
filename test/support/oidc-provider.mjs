// An OpenID Connect provider on a free port of this machine: prints its issuer once it listens. oidc-provider is no CommonJS, which jest needs.
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const API = 'https://api.example.com'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    jwks: {
      keys: [
        { ...rsa, kid: 'rsa', alg: 'RS256', use: 'sig' },
        { ...ec, kid: 'ec', alg: 'ES256', use: 'sig' },
      ],
    },
    cookies: { keys: ['a test'] },
    scopes: ['openid', 'read:orders', 'write:orders'],
    clients: [
      {
        client_id: 'machine',
        client_secret: 'secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        scope: 'read:orders write:orders',
      },
      {
        client_id: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1:1/callback'],
      },
    ],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource, client) => ({
          audience: resource,
          scope: 'read:orders write:orders',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: resource.endsWith('/ec') ? 'ES256' : 'RS256' } },
          client,
        }),
      },
    },
    // As Auth0 writes what a caller may do.
    extraTokenClaims: (_context, token) =>
      token.resourceServer?.audience === `${API}/permissions` ? { permissions: ['write:orders'] } : {},
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  })
  server.on('request', provider.callback())
  console.log(`issuer ${issuer}`)
})

import type { Identity } from '../../../emulator/base/x509'
import { ECHO } from '../../support/rest-template'
import { certificate } from '../../support/tls-client'
import { type Case, type ControlCall, documented, type Given, rendering, type Source, type Then, uncertain } from '../case'

/** The time of every case. */
const at = Date.UTC(2026, 0, 2, 3, 4, 5)
const NAME = 'mutual.example.com'
const authority = (commonName: string) => certificate({ commonName, authority: true, at })
const client = (issuer: Identity, more: object = {}) => certificate({ commonName: 'ada', usage: 'client', at, ...more }, issuer).certificate

const trusted = authority('Shop CA')
const stranger = authority('Shop CA')

const given: Given = {
  functions: { Echo: ECHO },
  routes: {
    'GET /who': rendering('$context.identity.clientCert.subjectDN|$context.identity.clientCert.issuerDN'),
    'GET /event': { fn: 'Echo' },
  },
  resources: {
    Domain: {
      Type: 'AWS::ApiGateway::DomainName',
      Properties: {
        DomainName: NAME,
        RegionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/11111111-1111-1111-1111-111111111111',
        EndpointConfiguration: { Types: ['REGIONAL'] },
      },
    },
    Mapping: {
      Type: 'AWS::ApiGateway::BasePathMapping',
      DependsOn: 'Stage',
      Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: 'test' },
    },
  },
}
/** The trust store comes to its bucket, and the domain name is told of it. */
const TRUST: readonly ControlCall[] = [
  { call: 'PUT /trust', service: 's3' },
  { call: 'PUT /trust/ca.pem', service: 's3', body: trusted.certificate },
  {
    call: `PATCH /domainnames/${NAME}`,
    body: { patchOperations: [{ op: 'replace', path: '/mutualTlsAuthentication/truststoreUri', value: 's3://trust/ca.pem' }] },
  },
]

const one = (what: string, path: string, clientCertificate: string | undefined, then: Then, source: Source): Case => ({
  id: `rest.mutual-tls.${what}`,
  given,
  when: [...TRUST, { path: '', target: path, headers: { Host: NAME }, ...(clientCertificate === undefined ? {} : { clientCertificate }) }],
  then,
  source,
})
const FORBIDDEN: Then = { status: 403, body: '{"message":"Forbidden"}', headers: { 'x-amzn-ErrorType': 'ForbiddenException' } }
const GUIDE = documented('docs: rest-api-mutual-tls')

export const MUTUAL_TLS: readonly Case[] = [
  one('no-certificate', '/who', undefined, FORBIDDEN, uncertain('facts/04, section 6')),
  one('trusted', '/who', client(trusted), { status: 200, body: 'CN=ada|CN=Shop CA' }, GUIDE),
  one('of-a-stranger', '/who', client(stranger), FORBIDDEN, GUIDE),
  one('that-is-over', '/who', client(trusted, { days: -1 }), FORBIDDEN, GUIDE),
  one(
    'in-the-event',
    '/event',
    client(trusted),
    {
      status: 200,
      json: {
        requestContext: {
          identity: { clientCert: { subjectDN: 'CN=ada', issuerDN: 'CN=Shop CA', clientCertPem: /^-----BEGIN CERTIFICATE/ } },
        },
      },
    },
    GUIDE,
  ),
  {
    id: 'rest.mutual-tls.turned-off',
    given: { ...given },
    when: [
      ...TRUST,
      {
        call: `PATCH /domainnames/${NAME}`,
        body: { patchOperations: [{ op: 'replace', path: '/mutualTlsAuthentication/truststoreUri', value: '' }] },
      },
      { path: '', target: '/who', headers: { Host: NAME } },
    ],
    then: { status: 200, body: '|' },
    source: GUIDE,
  },
]

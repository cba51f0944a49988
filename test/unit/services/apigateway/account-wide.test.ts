import { X509Certificate } from 'node:crypto'
import { emptyAccount, NO_API, oneApi, refusal } from './api'

const BAD = '400 BadRequestException '

describe('domain names', () => {
  test('have the names of their endpoint type', () => {
    const { gw } = emptyAccount()
    const regional = gw.CreateDomainName({
      domainName: 'r.test',
      regionalCertificateArn: 'arn:c',
      endpointConfiguration: { types: ['REGIONAL'] },
      tags: { a: 'b' },
    })
    expect(regional).toEqual({
      domainName: 'r.test',
      domainNameArn: 'arn:aws:apigateway:us-east-1::/domainnames/r.test',
      regionalDomainName: expect.stringMatching(/^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
      regionalHostedZoneId: expect.any(String),
      regionalCertificateArn: 'arn:c',
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
      domainNameStatus: 'AVAILABLE',
      securityPolicy: 'TLS_1_2',
      routingMode: 'BASE_PATH_MAPPING_ONLY',
      tags: { a: 'b' },
    })
    const edge = gw.CreateDomainName({ domainName: 'e.test', certificateArn: 'arn:c' })
    expect(edge).toMatchObject({
      distributionDomainName: expect.stringContaining('.cloudfront.net'),
      distributionHostedZoneId: 'Z2FDTNDATAQYW2',
    })
    const hidden = gw.CreateDomainName({ domainName: 'p.test', endpointConfiguration: { types: ['PRIVATE'] } })
    expect(hidden.domainNameArn).toBe(`arn:aws:apigateway:us-east-1:111111111111:/domainnames/p.test+${hidden.domainNameId}`)
    expect(gw.GetDomainName({ domainName: 'p.test', domainNameId: hidden.domainNameId })).toEqual({ ...hidden, tags: {} })
    expect(refusal(() => gw.GetDomainName({ domainName: 'p.test' }))).toBe('404 NotFoundException Invalid domain name identifier specified')
    expect(gw.GetDomainNames({}).items.map(({ domainName }) => domainName)).toEqual(['r.test', 'e.test', 'p.test'])
    expect(gw.GetDomainNames({ resourceOwner: 'OTHER_ACCOUNTS' }).items).toEqual([])
    expect(refusal(() => gw.CreateDomainName({ domainName: 'e.test' }))).toBe(`${BAD}The domain name you provided already exists.`)
    const patchOperations = [
      { op: 'replace' as const, path: '/endpointConfiguration/types/EDGE', value: 'REGIONAL' },
      { op: 'replace' as const, path: '/regionalCertificateArn', value: 'arn:d' },
      { op: 'replace' as const, path: '/securityPolicy', value: 'TLS_1_0' },
      { op: 'replace' as const, path: '/mutualTlsAuthentication/truststoreUri', value: 's3://t/trust.pem' },
    ]
    const moved = gw.UpdateDomainName({ domainName: 'e.test', patchOperations })
    expect(moved).toMatchObject({
      regionalCertificateArn: 'arn:d',
      securityPolicy: 'TLS_1_0',
      mutualTlsAuthentication: { truststoreUri: 's3://t/trust.pem' },
      tags: {},
    })
    expect(moved.regionalDomainName).toMatch(/^d-/)
    expect(moved).not.toHaveProperty('distributionDomainName')
  })

  test('map base paths to stages', () => {
    const { gw, restApiId, mock } = oneApi()
    mock('/a')
    for (const stageName of ['v1', 'v2']) gw.CreateDeployment({ restApiId, stageName })
    const domain = { domainName: 'a.test' }
    gw.CreateDomainName(domain)
    const create = (members: object) => gw.CreateBasePathMapping({ ...domain, restApiId, ...members })
    expect(create({})).toEqual({ basePath: '(none)', restApiId })
    expect(create({ basePath: 'orders', stage: 'v1' })).toEqual({ basePath: 'orders', restApiId, stage: 'v1' })
    expect(refusal(() => create({ basePath: 'a/b' }))).toBe(
      `${BAD}API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.`,
    )
    expect(refusal(() => create({ basePath: '(none)' }))).toBe('409 ConflictException Base path already exists for this domain name')
    expect(refusal(() => create({ basePath: 'x', stage: 'nope' }))).toBe(`${BAD}Invalid stage identifier specified`)
    expect(refusal(() => create({ basePath: 'x', restApiId: 'nope' }))).toContain(BAD)
    expect(refusal(() => create({ domainName: 'nope' }))).toBe('404 NotFoundException Invalid domain name identifier specified')
    const update = (basePath: string, ...patchOperations: object[]) => gw.UpdateBasePathMapping({ ...domain, basePath, patchOperations })
    expect(refusal(() => update('orders', { op: 'replace', path: '/basePath', value: '' }))).toContain('Base path already exists')
    expect(update('orders', { op: 'replace', path: '/basepath', value: 'new' }, { op: 'replace', path: '/stage', value: 'v2' })).toEqual({
      basePath: 'new',
      restApiId,
      stage: 'v2',
    })
    expect(gw.GetBasePathMappings(domain).items.map(({ basePath }) => basePath)).toEqual(['(none)', 'new'])
    const NO_MAPPING = '404 NotFoundException Invalid base path mapping identifier specified'
    expect(refusal(() => gw.GetBasePathMapping({ ...domain, basePath: 'orders' }))).toBe(NO_MAPPING)
    gw.DeleteBasePathMapping({ ...domain, basePath: 'new' })
    expect(refusal(() => gw.DeleteBasePathMapping({ ...domain, basePath: 'new' }))).toBe(NO_MAPPING)
    gw.DeleteDomainName(domain)
    expect(refusal(() => gw.GetBasePathMappings(domain))).toContain('Invalid domain name identifier specified')
  })

  test('private ones are associated with VPC endpoints', () => {
    const { gw } = emptyAccount()
    const { domainNameArn } = gw.CreateDomainName({ domainName: 'p.test', endpointConfiguration: { types: ['PRIVATE'] } })
    const input = { domainNameArn, accessAssociationSourceType: 'VPCE' as const, accessAssociationSource: 'vpce-1' }
    const { domainNameAccessAssociationArn } = gw.CreateDomainNameAccessAssociation(input)
    expect(gw.GetDomainNameAccessAssociations({}).items).toEqual([{ ...input, domainNameAccessAssociationArn }])
    expect(refusal(() => gw.CreateDomainNameAccessAssociation(input))).toContain('409')
    expect(refusal(() => gw.RejectDomainNameAccessAssociation({ domainNameAccessAssociationArn, domainNameArn: 'nope' }))).toContain('404')
    gw.RejectDomainNameAccessAssociation({ domainNameAccessAssociationArn, domainNameArn })
    expect(refusal(() => gw.DeleteDomainNameAccessAssociation({ domainNameAccessAssociationArn }))).toContain('404')
  })
})

test('VPC links are pending once, then ready', () => {
  const { gw, call, restApiId, resource } = oneApi()
  const targetArns = ['arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/n/1']
  const created = gw.CreateVpcLink({ name: 'l', targetArns })
  expect(created).toEqual({ id: created.id, name: 'l', targetArns, status: 'PENDING' })
  const ready = { ...created, status: 'AVAILABLE', statusMessage: 'Your vpc link is ready for use' }
  const vpcLinkId = created.id
  expect(gw.GetVpcLink({ vpcLinkId })).toEqual({ ...ready, tags: {} })
  expect(gw.GetVpcLinks({}).items).toEqual([ready])
  expect(gw.UpdateVpcLink({ vpcLinkId, patchOperations: [{ op: 'replace', path: '/name', value: 'm' }] })).toEqual({
    ...ready,
    name: 'm',
    tags: {},
  })
  expect(refusal(() => gw.CreateVpcLink({ name: 'l', targetArns: ['invalid-arn'] }))).toBe(
    `${BAD}Invalid ARN. ARN is not well formed invalid-arn`,
  )
  expect(refusal(() => gw.CreateVpcLink({ name: '', targetArns }))).toBe(`${BAD}Name cannot be empty`)
  for (const run of [gw.GetVpcLink, gw.UpdateVpcLink, gw.DeleteVpcLink]) {
    expect(refusal(() => run({ vpcLinkId: 'nope' }))).toBe('404 NotFoundException Invalid Vpc Link identifier specified')
  }
  const place = { restApiId, resourceId: resource('/a'), httpMethod: 'GET' }
  gw.PutMethod({ ...place, authorizationType: 'NONE' })
  gw.PutIntegration({
    ...place,
    type: 'HTTP',
    integrationHttpMethod: 'GET',
    uri: 'http://a.test',
    connectionType: 'VPC_LINK',
    connectionId: vpcLinkId,
  })
  expect(refusal(() => gw.DeleteVpcLink({ vpcLinkId }))).toContain(`is referenced in [GET:${place.resourceId}]`)
  gw.DeleteMethod(place)
  gw.DeleteVpcLink({ vpcLinkId })
  expect(call.records.vpcLinks.list()).toEqual([])
})

test('client certificates are X.509, valid for a year', () => {
  const { gw } = emptyAccount()
  const { clientCertificateId, pemEncodedCertificate, ...rest } = gw.GenerateClientCertificate({ description: 'd' })
  const x509 = new X509Certificate(pemEncodedCertificate)
  expect([x509.subject, x509.validFrom, x509.validTo]).toEqual(['CN=ApiGateway', 'Jan  2 03:04:05 2026 GMT', 'Jan  2 03:04:05 2027 GMT'])
  expect(x509.verify(x509.publicKey)).toBe(true)
  expect(rest).toEqual({ description: 'd', createdDate: new Date(x509.validFrom), expirationDate: new Date(x509.validTo) })
  const changed = gw.UpdateClientCertificate({
    clientCertificateId,
    patchOperations: [{ op: 'replace', path: '/description', value: 'e' }],
  })
  expect(changed).toMatchObject({ description: 'e', tags: {} })
  expect(gw.GetClientCertificates({}).items).toHaveLength(1)
  gw.DeleteClientCertificate({ clientCertificateId })
  expect(refusal(() => gw.GetClientCertificate({ clientCertificateId }))).toBe(
    '404 NotFoundException Invalid Client Certificate identifier specified',
  )
})

test('account settings', () => {
  const { gw } = emptyAccount()
  expect(gw.GetAccount({})).toEqual({
    throttleSettings: { burstLimit: 5000, rateLimit: 10000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  })
  const set = (value: string) => gw.UpdateAccount({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] })
  set('arn:aws:iam::111111111111:role/logs')
  expect(gw.GetAccount({}).cloudwatchRoleArn).toBe('arn:aws:iam::111111111111:role/logs')
  expect(refusal(() => set('nope'))).toContain('The role ARN does not have required permissions configured.')
  expect(set('')).not.toHaveProperty('cloudwatchRoleArn')
})

test('tags of everything that has an ARN', () => {
  const { gw, restApiId, mock } = oneApi()
  mock('/a')
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  const domain = gw.CreateDomainName({ domainName: 'p.test', endpointConfiguration: { types: ['PRIVATE'] } })
  const association = gw.CreateDomainNameAccessAssociation({
    domainNameArn: domain.domainNameArn,
    accessAssociationSourceType: 'VPCE',
    accessAssociationSource: 'vpce-1',
  })
  const paths = [
    `/restapis/${restApiId}`,
    `/restapis/${restApiId}/stages/dev`,
    `/apikeys/${gw.CreateApiKey({}).id}`,
    `/usageplans/${gw.CreateUsagePlan({ name: 'p' }).id}`,
    `/vpclinks/${gw.CreateVpcLink({ name: 'l', targetArns: [] }).id}`,
    `/clientcertificates/${gw.GenerateClientCertificate({}).clientCertificateId}`,
  ]
  const arns = [
    ...paths.map((path) => `arn:aws:apigateway:us-east-1::${path}`),
    domain.domainNameArn as string,
    association.domainNameAccessAssociationArn,
  ]
  for (const resourceArn of arns) {
    gw.TagResource({ resourceArn, tags: { a: '1', b: '2' } })
    gw.TagResource({ resourceArn, tags: { b: '3' } })
    expect(gw.GetTags({ resourceArn })).toEqual({ tags: { a: '1', b: '3' } })
    gw.UntagResource({ resourceArn, tagKeys: ['a', 'b'] })
    expect(gw.GetTags({ resourceArn })).toEqual({ tags: {} })
  }
  gw.TagResource({ resourceArn: arns[1], tags: { a: '1' } })
  expect(gw.GetStage({ restApiId, stageName: 'dev' }).tags).toEqual({ a: '1' })
  expect(refusal(() => gw.GetTags({ resourceArn: 'arn:aws:apigateway:us-east-1::/restapis/nope' }))).toContain('404')
  expect(refusal(() => gw.GetTags({ resourceArn: 'nope' }))).toContain(BAD)
  expect(refusal(() => gw.TagResource({ resourceArn: arns[0], tags: { x: 'y'.repeat(257) } }))).toContain(BAD)
})

test('documentation parts and versions', () => {
  const { gw, restApiId, mock } = oneApi()
  const properties = '{"description":"d"}'
  const part = gw.CreateDocumentationPart({ restApiId, location: { type: 'METHOD', method: 'GET' }, properties })
  expect(part).toEqual({ id: part.id, location: { type: 'METHOD', path: '/', method: 'GET' }, properties })
  gw.CreateDocumentationPart({ restApiId, location: { type: 'MODEL', name: 'Pet', path: '/ignored' }, properties })
  const found = (filter: object) => gw.GetDocumentationParts({ restApiId, ...filter }).items.map(({ location }) => location.type)
  expect([
    found({}),
    found({ type: 'MODEL' }),
    found({ path: '/' }),
    found({ nameQuery: 'et' }),
    found({ locationStatus: 'UNDOCUMENTED' }),
  ]).toEqual([['METHOD', 'MODEL'], ['MODEL'], ['METHOD'], ['MODEL'], []])
  const place = { restApiId, documentationPartId: part.id }
  const refused = (op: string, path: string, value: string) =>
    refusal(() => gw.UpdateDocumentationPart({ ...place, patchOperations: [{ op: op as never, path, value }] }))
  expect(refused('add', '/properties', '{}')).toBe(
    `${BAD}Invalid patch path  '/properties' specified for op 'add'. Please choose supported operations`,
  )
  expect(refused('replace', '/invalidPath', '{}')).toBe(
    `${BAD}Invalid patch path  '/invalidPath' specified for op 'replace'. Must be one of: [/properties]`,
  )
  expect(refused('replace', '/properties', '[')).toContain(BAD)
  expect(refused('replace', '/properties', '{}')).toBe('not refused')
  expect(
    refusal(() => gw.CreateDocumentationPart({ restApiId, location: { type: 'METHOD', method: 'GET', path: '/' }, properties })),
  ).toContain('409')
  expect(refusal(() => gw.CreateDocumentationPart({ restApiId: 'nope', location: { type: 'API' }, properties }))).toBe(NO_API)
  const NO_PART = '404 NotFoundException Invalid Documentation part identifier specified'
  for (const run of [gw.GetDocumentationPart, gw.UpdateDocumentationPart]) {
    for (const wrong of [{ restApiId: 'nope' }, { documentationPartId: 'nope' }])
      expect(refusal(() => run({ ...place, ...wrong }))).toBe(NO_PART)
  }
  expect(refusal(() => gw.GetDocumentationParts({ restApiId: 'nope' }))).toBe(NO_API)
  expect(refusal(() => gw.DeleteDocumentationPart({ ...place, restApiId: 'nope' }))).toBe(NO_API)
  gw.DeleteDocumentationPart(place)
  expect(refusal(() => gw.DeleteDocumentationPart(place))).toBe(NO_PART)

  const imported = {
    documentationParts: [
      { location: { type: 'API' }, properties: { info: {} } },
      { location: { type: 'RESPONSE', method: 'GET' }, properties: '{}' },
    ],
  }
  const importParts = (document: unknown, mode: 'merge' | 'overwrite') =>
    gw.ImportDocumentationParts({ restApiId, mode, body: Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)) })
  expect(importParts(imported, 'merge').ids).toHaveLength(2)
  expect(gw.GetDocumentationParts({ restApiId }).items).toHaveLength(3)
  const { ids } = importParts({ 'x-amazon-apigateway-documentation': imported }, 'overwrite')
  expect(gw.GetDocumentationParts({ restApiId }).items.map(({ id, location }) => [id, location])).toEqual([
    [ids[0], { type: 'API' }],
    [ids[1], { type: 'RESPONSE', path: '/', method: 'GET', statusCode: '*' }],
  ])
  expect(refusal(() => importParts('{', 'merge'))).toBe(`${BAD}Unable to build importer with provided input.`)

  mock('/a')
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  const version = { restApiId, documentationVersion: 'v1' }
  expect(gw.CreateDocumentationVersion({ ...version, stageName: 'dev' })).toEqual({
    version: 'v1',
    createdDate: new Date('2026-01-02T03:04:05Z'),
  })
  expect(gw.GetStage({ restApiId, stageName: 'dev' }).documentationVersion).toBe('v1')
  expect(refusal(() => gw.CreateDocumentationVersion(version))).toContain('409 ConflictException')
  expect(
    gw.UpdateDocumentationVersion({ ...version, patchOperations: [{ op: 'replace', path: '/description', value: 'd' }] }).description,
  ).toBe('d')
  expect(gw.GetDocumentationVersions({ restApiId }).items).toEqual([gw.GetDocumentationVersion(version)])
  gw.DeleteDocumentationVersion(version)
  expect(refusal(() => gw.GetDocumentationVersion(version))).toContain('404')
})

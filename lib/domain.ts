import {
  aws_certificatemanager as acm,
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_route53 as route53,
  Stack,
  Token,
  aws_route53_targets as targets,
} from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { ConfigError } from './config-error'
import { given } from './given'
import type { RestStages } from './stages'
import type { ITruststore } from './truststore'

/**
 * A custom domain name.
 *
 * @example
 * const domain: RestDomainProps = { name: 'api.example.com', zone, mutualTls: Truststore.fromFile('partners.pem') }
 */
export interface RestDomainProps {
  readonly name: string
  /** @default - one is made and validated by records in `zone` */
  readonly certificate?: acm.ICertificate
  /** The hosted zone in which the name becomes an alias, for IPv4 and IPv6. @default - none: the name is pointed to the domain elsewhere */
  readonly zone?: route53.IHostedZone
  /** Lets in clients only whose certificates are signed by one of these. @default - clients show no certificate */
  readonly mutualTls?: ITruststore
  /** A public certificate for the name, where `certificate` is imported or private and clients show theirs. */
  readonly ownershipCertificate?: acm.ICertificate
  /** @default apigateway.SecurityPolicy.TLS_1_2 */
  readonly securityPolicy?: apigateway.SecurityPolicy
  /** @default apigateway.EndpointType.REGIONAL */
  readonly endpointType?: apigateway.EndpointType
  /** Whether the domain is reached over IPv6 besides IPv4. @default - where `zone` is given */
  readonly ipv6?: boolean
}

/**
 * A custom domain name of one gateway.
 *
 * @example
 * const domain: RestDomainMapping = { name: 'api.example.com', zone, basePaths: { shop: 'prod', 'shop-test': 'dev' } }
 */
export interface RestDomainMapping extends RestDomainProps {
  /** The stage for each first part of a path; `/` is for all that no other takes. @default - `/` for the only stage */
  readonly basePaths?: { readonly [basePath: string]: string }
  /** Whether the API answers at API Gateway's own address too, around whatever guards the domain. @default false */
  readonly defaultEndpoint?: boolean
}

/**
 * A custom domain name, with its certificate and its aliases. Stages of several gateways can share it, for example versions of an API.
 *
 * @example
 * const domain = new RestDomain(this, 'Domain', { name: 'api.example.com', zone })
 * domain.map('v1', first.stage('prod'))
 * domain.map('v2', second.stage('prod'))
 */
export class RestDomain extends Construct {
  /** The L2 of `aws-apigateway`. */
  readonly domainName: apigateway.DomainName
  readonly name: string

  constructor(scope: Construct, id: string, props: RestDomainProps) {
    super(scope, id)
    checkDomain(this, props)
    const {
      name,
      zone,
      mutualTls,
      ownershipCertificate,
      endpointType = apigateway.EndpointType.REGIONAL,
      ipv6 = zone !== undefined,
    } = props
    this.name = name
    this.domainName = new apigateway.DomainName(this, 'Name', {
      domainName: name,
      certificate: props.certificate ?? certificateOf(this, name, zone),
      endpointType,
      securityPolicy: props.securityPolicy ?? apigateway.SecurityPolicy.TLS_1_2,
      ...given({ mtls: mutualTls?.bind(this) }),
    })
    this.node.defaultChild = this.domainName
    const resource = this.domainName.node.defaultChild as apigateway.CfnDomainName
    resource.endpointConfiguration = { types: [endpointType], ...(ipv6 && { ipAddressType: 'dualstack' }) }
    if (ownershipCertificate !== undefined) resource.ownershipVerificationCertificateArn = ownershipCertificate.certificateArn
    if (zone === undefined) return
    const target = route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(this.domainName))
    new route53.ARecord(this, 'A', { zone, recordName: name, target })
    if (ipv6) new route53.AaaaRecord(this, 'AAAA', { zone, recordName: name, target })
  }

  /**
   * Serves a stage below a base path, or everything that no other base path takes (`/`); answers the address, without a slash at its end.
   * The API answers at API Gateway's own address no more, unless told to.
   */
  map(basePath: string, stage: apigateway.IStage, defaultEndpoint = false): string {
    const path = basePath.replace(/^\/+|\/+$/g, '')
    checkBasePath(this, path)
    const id = path === '' ? 'Root' : `Path ${path}`
    if (this.node.tryFindChild(id) !== undefined) {
      throw new ConfigError(this, { what: `Two stages are at one base path of ${this.name}`, got: basePath, fix: 'give each its own' })
    }
    const { restApi, stageName } = stage
    if (path.includes('/')) {
      // Only the newer operation takes several parts (facts/09, 9).
      new apigatewayv2.CfnApiMapping(this, id, {
        apiId: restApi.restApiId,
        domainName: this.domainName.domainName,
        stage: stageName,
        apiMappingKey: path,
      })
    } else {
      new apigateway.CfnBasePathMapping(this, id, {
        domainName: this.domainName.domainName,
        restApiId: restApi.restApiId,
        stage: stageName,
        ...(path !== '' && { basePath: path }),
      })
    }
    const resource = restApi.node.defaultChild
    if (!defaultEndpoint && resource instanceof apigateway.CfnRestApi) resource.disableExecuteApiEndpoint ??= true
    return `https://${this.name}${path === '' ? '' : `/${path}`}`
  }
}

/** The domain of one gateway, with its stages. */
export function mapDomain(scope: Construct, stages: RestStages, { basePaths, defaultEndpoint, ...props }: RestDomainMapping): RestDomain {
  const domain = new RestDomain(scope, 'Domain', props)
  if (defaultEndpoint === true && props.mutualTls !== undefined) {
    throw new ConfigError(scope, {
      what: `Clients without a certificate would reach the API around ${props.name}`,
      got: 'defaultEndpoint: true',
      fix: 'leave "defaultEndpoint" out',
    })
  }
  const [only, ...more] = stages.names()
  if (basePaths === undefined && more.length > 0) {
    throw new ConfigError(scope, {
      what: `Nothing says which stage ${props.name} serves`,
      allowed: stages.names().join(', '),
      fix: 'write for example basePaths: { "/": "prod" }',
    })
  }
  for (const [basePath, name] of Object.entries(basePaths ?? { '/': only as string })) {
    stages.setAddress(name, domain.map(basePath, stages.get(name, `The domain ${props.name}`), defaultEndpoint))
  }
  return domain
}

function certificateOf(scope: Construct, name: string, zone: route53.IHostedZone | undefined): acm.Certificate {
  return new acm.Certificate(scope, 'Certificate', { domainName: name, validation: acm.CertificateValidation.fromDns(zone) })
}

function checkDomain(scope: Construct, { name, certificate, zone, endpointType, mutualTls }: RestDomainProps): void {
  const edge = endpointType === apigateway.EndpointType.EDGE
  const { region } = Stack.of(scope)
  const problem =
    !Token.isUnresolved(name) && !/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name)
      ? { what: 'The domain has a name that is none', got: name, allowed: 'small letters, as "api.example.com"', fix: 'correct it' }
      : certificate === undefined && zone === undefined
        ? { what: `Nothing says by which certificate ${name} is served`, fix: 'give "certificate", or "zone" to have one made' }
        : certificate === undefined && edge && region !== 'us-east-1'
          ? {
              what: `An edge domain wants a certificate of us-east-1, and ${name} would get one of its own region`,
              fix: 'make one there and give it as "certificate", or leave "endpointType" out',
            }
          : mutualTls !== undefined && edge
            ? { what: 'Clients of an edge domain show no certificate', got: endpointType, fix: 'leave "endpointType" out' }
            : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
}

function checkBasePath(scope: Construct, path: string): void {
  if (path === '' || Token.isUnresolved(path) || /^[a-zA-Z0-9$\-_.+!*'()]+(\/[a-zA-Z0-9$\-_.+!*'()]+)*$/.test(path)) return
  throw new ConfigError(scope, {
    what: 'A base path has letters that API Gateway does not take',
    got: path,
    allowed: 'letters, digits and "$-_.+!*\'()", in parts between slashes',
    fix: 'rename it',
  })
}

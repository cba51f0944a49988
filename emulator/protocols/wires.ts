/** How an AWS service speaks, where its client's schemas do not say it. */
export interface Wire {
  /** The SDK client whose schemas describe the operations. Called at the first call to the service: it costs about 50 ms. */
  readonly client: () => object
  /** The name in front of the operation in `X-Amz-Target`, and in the paths of RPC v2. */
  readonly target: string
  /** The name that calls are signed for, where it is another service's. */
  readonly signedAs?: string
  /** The `Version` of Query requests: the date of the service's model. */
  readonly version: string
  /** The namespace of XML answers. Services that have none speak no Query. */
  readonly xmlns?: string
  /** Operations are found by method and path; bodies are JSON or XML. */
  readonly rest?: 'json' | 'xml'
  /** Paths of this service among those that are signed with the same name, and of requests that are not signed at all. */
  readonly paths?: RegExp
  /** One for all regions: its records stand in the emulator's own region. */
  readonly global?: true
  /** The bucket is the first segment of the path, or in the host. */
  readonly buckets?: true
  /** The operations themselves check that required members are there. */
  readonly checksMembers?: true
  /** The service's own name for an input that lacks required members, where it has one. */
  readonly violation?: string
  /** Content type of a blob that is an answer's body, where it is not `application/octet-stream`. */
  readonly blobType?: string
  /** Bytes of the largest request body. Unknown services: uncertain, see `LARGEST_BODY`. */
  readonly largestBody?: number
}

const MEGABYTE = 1_048_576
/** Bytes of a request body where a service states no limit of its own. Uncertain: AWS documents none that holds for all services. */
export const LARGEST_BODY = 10 * MEGABYTE

/** By signing name. Versions, namespaces and targets are those of the SDK clients (the contract test compares them). */
export const WIRES = {
  acm: {
    client: () => require('@aws-sdk/client-acm'),
    target: 'CertificateManager',
    version: '2015-12-08',
  },
  apigateway: {
    client: () => require('@aws-sdk/client-api-gateway'),
    target: 'BackplaneControlService',
    version: '2015-07-09',
    rest: 'json',
    paths:
      /^\/(?:account|apikeys|clientcertificates|domainnameaccessassociations|domainnames|rejectdomainnameaccessassociations|restapis|sdktypes|tags|usageplans|vpclinks)(?:\/|$)/,
    checksMembers: true,
  },
  apigatewayv2: {
    client: () => require('@aws-sdk/client-apigatewayv2'),
    target: 'ApiGatewayV2',
    version: '2018-11-29',
    signedAs: 'apigateway',
    rest: 'json',
    paths: /^\/v2\//,
    checksMembers: true,
  },
  cloudformation: {
    client: () => require('@aws-sdk/client-cloudformation'),
    target: 'CloudFormation',
    version: '2010-05-15',
    xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  },
  'cognito-idp': {
    client: () => require('@aws-sdk/client-cognito-identity-provider'),
    target: 'AWSCognitoIdentityProviderService',
    version: '2016-04-18',
    violation: 'InvalidParameterException',
  },
  iam: {
    client: () => require('@aws-sdk/client-iam'),
    target: 'AWSIdentityManagementV20100508',
    version: '2010-05-08',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    global: true,
  },
  lambda: {
    client: () => require('@aws-sdk/client-lambda'),
    target: 'AWSGirApiService',
    version: '2015-03-31',
    rest: 'json',
    paths: /^\/20\d\d-\d\d-\d\d\//,
    blobType: 'application/json',
    // "Request must be smaller than 69905067 bytes for the CreateFunction operation": 50 MB in base64.
    largestBody: 69_905_067,
  },
  logs: {
    client: () => require('@aws-sdk/client-cloudwatch-logs'),
    target: 'Logs_20140328',
    version: '2014-03-28',
  },
  monitoring: {
    client: () => require('@aws-sdk/client-cloudwatch'),
    target: 'GraniteServiceVersion20100801',
    version: '2010-08-01',
    xmlns: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  },
  s3: {
    client: () => require('@aws-sdk/client-s3'),
    target: 'AmazonS3',
    version: '2006-03-01',
    xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    rest: 'xml',
    buckets: true,
    // AWS: 5 GB in one PutObject; here what a test may hold in memory.
    largestBody: 512 * MEGABYTE,
  },
  ssm: {
    client: () => require('@aws-sdk/client-ssm'),
    target: 'AmazonSSM',
    version: '2014-11-06',
  },
  sts: {
    client: () => require('@aws-sdk/client-sts'),
    target: 'AWSSecurityTokenServiceV20110615',
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
  },
  tagging: {
    client: () => require('@aws-sdk/client-resource-groups-tagging-api'),
    target: 'ResourceGroupsTaggingAPI_20170126',
    version: '2017-01-26',
  },
  wafv2: {
    client: () => require('@aws-sdk/client-wafv2'),
    target: 'AWSWAF_20190729',
    version: '2019-07-29',
    violation: 'WAFInvalidParameterException',
  },
  xray: {
    client: () => require('@aws-sdk/client-xray'),
    target: 'AWSXRay',
    version: '2016-04-12',
    rest: 'json',
    violation: 'InvalidRequestException',
  },
} as const satisfies Readonly<Record<string, Wire>>

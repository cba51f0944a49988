/** What the ids of a tolerated resource are made from. */
export interface Names {
  /** The resource's own name property, or a name in CloudFormation's shape. */
  readonly name: string
  readonly account: string
  readonly region: string
  readonly partition: string
  readonly urlSuffix: string
  property(name: string): string | undefined
  /** `size` hexadecimal digits that belong to this resource. */
  hex(size: number): string
  /** `size` of `[a-z0-9]` that belong to this resource. */
  alnum(size: number): string
  uuid(): string
}

/** What a type that is not emulated answers to Ref and Fn::GetAtt, in AWS's shape. */
export interface Shape {
  /** The name is answered where this is left out. */
  readonly ref?: (names: Names) => string
  /** Where the ARN is not of the general form: its part after the account, or the whole ARN. */
  readonly arn?: (names: Names) => string
  readonly attributes?: Readonly<Record<string, (names: Names) => unknown>>
}

const arn = (service: string, resource: (names: Names) => string) => (names: Names) =>
  `arn:${names.partition}:${service}:${names.region}:${names.account}:${resource(names)}`
const ec2 = (prefix: string, attributes: Shape['attributes'] = {}): Shape => ({ ref: ({ hex }) => `${prefix}-${hex(17)}`, attributes })
const named = (service: string, kind: string, separator = '/'): Shape => ({ arn: arn(service, ({ name }) => `${kind}${separator}${name}`) })

const queueUrl = ({ region, urlSuffix, account, name }: Names) => `https://sqs.${region}.${urlSuffix}/${account}/${name}`
const bucketArn = ({ partition, name }: Names) => `arn:${partition}:s3:::${name}`
const topicArn = arn('sns', ({ name }) => name)
const certificateArn = arn('acm', ({ uuid }) => `certificate/${uuid()}`)
const keyArn = arn('kms', ({ uuid }) => `key/${uuid()}`)
const machineArn = arn('states', ({ name }) => `stateMachine:${name}`)
const secretArn = arn('secretsmanager', ({ name, alnum }) => `secret:${name}-${alnum(6)}`)
const loadBalancerArn = arn('elasticloadbalancing', ({ name, hex }) => `loadbalancer/net/${name.slice(0, 32)}/${hex(16)}`)
const targetGroupArn = arn('elasticloadbalancing', ({ name, hex }) => `targetgroup/${name.slice(0, 32)}/${hex(16)}`)
const ofSixOrSeven = (size: number): Shape => ({ ref: ({ alnum }) => alnum(size) })

/** The types that are met beside an API, one a line. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'AWS::ApiGatewayV2::Api': {
    ref: ({ alnum }) => alnum(10),
    attributes: {
      ApiEndpoint: ({ alnum, region, urlSuffix, property }) =>
        `${property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https'}://${alnum(10)}.execute-api.${region}.${urlSuffix}`,
      ApiId: ({ alnum }) => alnum(10),
    },
  },
  'AWS::ApiGatewayV2::Authorizer': ofSixOrSeven(6),
  'AWS::ApiGatewayV2::Deployment': ofSixOrSeven(6),
  'AWS::ApiGatewayV2::DomainName': {
    ref: ({ property, name }) => property('DomainName') ?? name,
    attributes: {
      RegionalDomainName: ({ alnum, region }) => `d-${alnum(10)}.execute-api.${region}.amazonaws.com`,
      RegionalHostedZoneId: ({ alnum }) => `Z${alnum(13).toUpperCase()}`,
    },
  },
  'AWS::ApiGatewayV2::Integration': ofSixOrSeven(7),
  'AWS::ApiGatewayV2::IntegrationResponse': ofSixOrSeven(7),
  'AWS::ApiGatewayV2::Model': ofSixOrSeven(6),
  'AWS::ApiGatewayV2::Route': ofSixOrSeven(7),
  'AWS::ApiGatewayV2::Stage': { ref: ({ property, name }) => property('StageName') ?? name },
  'AWS::ApiGatewayV2::VpcLink': ofSixOrSeven(6),
  'AWS::CertificateManager::Certificate': { ref: certificateArn, arn: certificateArn },
  'AWS::Cognito::IdentityPool': { ref: ({ region, uuid }) => `${region}:${uuid()}` },
  'AWS::DynamoDB::GlobalTable': named('dynamodb', 'table'),
  'AWS::DynamoDB::Table': {
    ...named('dynamodb', 'table'),
    attributes: {
      StreamArn: arn('dynamodb', ({ name }) => `table/${name}/stream/2026-01-01T00:00:00.000`),
    },
  },
  'AWS::EC2::EIP': {
    ref: ({ hex }) => `203.0.113.${Number.parseInt(hex(2), 16)}`,
    attributes: {
      AllocationId: ({ hex }) => `eipalloc-${hex(17)}`,
      PublicIp: ({ hex }) => `203.0.113.${Number.parseInt(hex(2), 16)}`,
    },
  },
  'AWS::EC2::Instance': ec2('i', { InstanceId: ({ hex }) => `i-${hex(17)}` }),
  'AWS::EC2::InternetGateway': ec2('igw', { InternetGatewayId: ({ hex }) => `igw-${hex(17)}` }),
  'AWS::EC2::NatGateway': ec2('nat', { NatGatewayId: ({ hex }) => `nat-${hex(17)}` }),
  'AWS::EC2::RouteTable': ec2('rtb', { RouteTableId: ({ hex }) => `rtb-${hex(17)}` }),
  'AWS::EC2::SecurityGroup': ec2('sg', {
    GroupId: ({ hex }) => `sg-${hex(17)}`,
    Id: ({ hex }) => `sg-${hex(17)}`,
    VpcId: ({ property }) => property('VpcId'),
  }),
  'AWS::EC2::Subnet': ec2('subnet', {
    AvailabilityZone: ({ property, region }) => property('AvailabilityZone') ?? `${region}a`,
    CidrBlock: ({ property }) => property('CidrBlock'),
    Ipv6CidrBlocks: () => [],
    SubnetId: ({ hex }) => `subnet-${hex(17)}`,
    VpcId: ({ property }) => property('VpcId'),
  }),
  'AWS::EC2::VPC': ec2('vpc', {
    CidrBlock: ({ property }) => property('CidrBlock') ?? '10.0.0.0/16',
    CidrBlockAssociations: ({ hex }) => [`vpc-cidr-assoc-${hex(17)}`],
    DefaultNetworkAcl: ({ hex }) => `acl-${hex(17)}`,
    DefaultSecurityGroup: ({ hex }) => `sg-${hex(17)}`,
    Ipv6CidrBlocks: () => [],
    VpcId: ({ hex }) => `vpc-${hex(17)}`,
  }),
  'AWS::EC2::VPCEndpoint': ec2('vpce', {
    DnsEntries: ({ hex, region, alnum }) => [`Z${alnum(13).toUpperCase()}:vpce-${hex(17)}.execute-api.${region}.vpce.amazonaws.com`],
    Id: ({ hex }) => `vpce-${hex(17)}`,
    NetworkInterfaceIds: ({ hex }) => [`eni-${hex(17)}`],
  }),
  'AWS::ElasticLoadBalancingV2::Listener': {
    ref: arn('elasticloadbalancing', ({ name, hex }) => `listener/net/${name}/${hex(16)}/${hex(16)}`),
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    ref: loadBalancerArn,
    arn: loadBalancerArn,
    attributes: {
      CanonicalHostedZoneID: () => 'Z26RNL4JYFTOTI',
      DNSName: ({ name, hex, region }) => `${name.slice(0, 32)}-${hex(16)}.elb.${region}.amazonaws.com`,
      LoadBalancerFullName: ({ name, hex }) => `net/${name.slice(0, 32)}/${hex(16)}`,
      LoadBalancerName: ({ name }) => name.slice(0, 32),
      SecurityGroups: () => [],
    },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    ref: targetGroupArn,
    arn: targetGroupArn,
    attributes: {
      LoadBalancerArns: () => [],
      TargetGroupFullName: ({ name, hex }) => `targetgroup/${name.slice(0, 32)}/${hex(16)}`,
      TargetGroupName: ({ name }) => name.slice(0, 32),
    },
  },
  'AWS::Events::EventBus': named('events', 'event-bus'),
  'AWS::Events::Rule': named('events', 'rule'),
  'AWS::IAM::Group': { arn: ({ partition, account, name }) => `arn:${partition}:iam::${account}:group/${name}` },
  'AWS::IAM::InstanceProfile': { arn: ({ partition, account, name }) => `arn:${partition}:iam::${account}:instance-profile/${name}` },
  'AWS::KMS::Alias': { ref: ({ property, name }) => property('AliasName') ?? `alias/${name}` },
  'AWS::KMS::Key': { ref: ({ uuid }) => uuid(), arn: keyArn, attributes: { KeyId: ({ uuid }) => uuid() } },
  'AWS::Kinesis::Stream': { ...named('kinesis', 'stream'), attributes: { Name: ({ name }) => name } },
  'AWS::KinesisFirehose::DeliveryStream': named('firehose', 'deliverystream'),
  'AWS::Route53::HostedZone': {
    ref: ({ alnum }) => `Z${alnum(13).toUpperCase()}`,
    attributes: {
      Id: ({ alnum }) => `Z${alnum(13).toUpperCase()}`,
      NameServers: () => ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net', 'ns-3.awsdns-03.org', 'ns-4.awsdns-04.co.uk'],
    },
  },
  'AWS::Route53::RecordSet': { ref: ({ property, name }) => property('Name') ?? name },
  'AWS::S3::Bucket': {
    ref: ({ name }) => name,
    arn: bucketArn,
    attributes: {
      DomainName: ({ name, urlSuffix }) => `${name}.s3.${urlSuffix}`,
      DualStackDomainName: ({ name, region, urlSuffix }) => `${name}.s3.dualstack.${region}.${urlSuffix}`,
      RegionalDomainName: ({ name, region, urlSuffix }) => `${name}.s3.${region}.${urlSuffix}`,
      WebsiteURL: ({ name, region, urlSuffix }) => `http://${name}.s3-website-${region}.${urlSuffix}`,
    },
  },
  'AWS::SNS::Topic': { ref: topicArn, arn: topicArn, attributes: { TopicArn: topicArn, TopicName: ({ name }) => name } },
  'AWS::SQS::Queue': {
    ref: queueUrl,
    arn: arn('sqs', ({ name }) => name),
    attributes: { QueueName: ({ name }) => name, QueueUrl: queueUrl },
  },
  'AWS::SecretsManager::Secret': { ref: secretArn, arn: secretArn, attributes: { Id: secretArn } },
  'AWS::StepFunctions::Activity': {
    ref: arn('states', ({ name }) => `activity:${name}`),
    arn: arn('states', ({ name }) => `activity:${name}`),
  },
  'AWS::StepFunctions::StateMachine': {
    ref: machineArn,
    arn: machineArn,
    attributes: { Name: ({ name }) => name, StateMachineRevisionId: () => 'INITIAL' },
  },
}

/** The name of a service in an ARN, where it is not that of its types in lower case. */
export const ARN_SERVICES: Readonly<Record<string, string>> = {
  ApplicationAutoScaling: 'autoscaling',
  CertificateManager: 'acm',
  Cognito: 'cognito-idp',
  ElasticLoadBalancingV2: 'elasticloadbalancing',
  Elasticsearch: 'es',
  KinesisFirehose: 'firehose',
  OpenSearchService: 'es',
  StepFunctions: 'states',
}

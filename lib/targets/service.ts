import { aws_apigateway as apigateway, aws_iam as iam, type aws_kms as kms } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { given } from '../given'
import { type Answer, answerOf } from './answers'
import { RequestValues } from './request-values'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'

/** One operation of an AWS service, as a route calls it: what the files of the services differ by. */
export interface ServiceCall {
  /** The service as integrations name it: `dynamodb`, `states`, `events`. */
  readonly service: string
  /** The operation, for services called by `action/`. */
  readonly action?: string
  /** The path, for services called by `path/`. */
  readonly path?: string
  /** @default 'POST' */
  readonly method?: string
  /** Where the resource is, when it is not in the region of the API. */
  readonly region: string
  /** What the role of the route may do, and to what; nothing else. */
  readonly permission: string
  readonly resource: string
  readonly encryption?: ServiceEncryption
  /** Parameters of the integration request, by name behind `integration.request.`: `header.Content-Type`, `path.key`. */
  readonly parameters?: { readonly [name: string]: string }
  /** The body sent; without one the client's own body goes through. */
  readonly template?: string
  /** What a client gets when the service accepts. */
  readonly success: Answer
  /** Whether the service's 403 and 404 mean that there is no such thing: answered 404. @default false */
  readonly forbiddenIsMissing?: boolean
}

/** The key with which the resource is encrypted, and what the operation does with it. */
export interface ServiceEncryption {
  readonly key: kms.IKey | undefined
  readonly permissions: string[]
}

/** What tells SQS and SNS that a body is a form. */
export const FORM = { 'header.Content-Type': "'application/x-www-form-urlencoded'" }

/**
 * An AWS service, called by the gateway itself with a role that may do this one thing. What the service says of its failures stays here:
 * its 4xx is the client's 400, all else but success is 502, both with a body that tells nothing of what stands behind.
 */
export class ServiceTarget implements ITarget {
  constructor(private readonly call: (route: IRouteSite, values: RequestValues) => ServiceCall) {}

  bind(route: IRouteSite): TargetBinding {
    refuseTransform(route)
    const values = new RequestValues(route)
    const call = this.call(route, values)
    const parameters = Object.entries(call.parameters ?? {})
    const sources = parameters.map(([, source]) => source).filter((source) => source.startsWith('method.request.'))
    const answers = [
      answerOf(route, call.success, '2\\d{2}'),
      // No status fits two patterns: which of them API Gateway would take is nowhere said.
      ...(call.forbiddenIsMissing === true
        ? [refusal(route, 400, 'Bad Request', '4(0[^34]|[1-9]\\d)'), refusal(route, 404, 'Not Found', '40[34]')]
        : [refusal(route, 400, 'Bad Request', '4\\d{2}')]),
      // No pattern: whatever else a service may answer fails closed.
      refusal(route, 502, 'Bad Gateway'),
    ]
    return {
      integration: new apigateway.AwsIntegration({
        service: call.service,
        region: call.region,
        integrationHttpMethod: call.method ?? 'POST',
        ...given({ action: call.action, path: call.path }),
        options: {
          credentialsRole: roleOf(route, call),
          ...given({ timeout: route.timeout }),
          // A template cannot read bytes, not even none (facts/02, 9).
          ...(route.jsonIsBinary && call.template !== undefined && { contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT }),
          ...(parameters.length > 0 && {
            requestParameters: Object.fromEntries(parameters.map(([name, source]) => [`integration.request.${name}`, source])),
          }),
          ...(call.template === undefined
            ? { passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_MATCH }
            : {
                // A body of another type would reach the service as it came, around the template.
                passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
                requestTemplates: { 'application/json': values.prelude + call.template },
              }),
          integrationResponses: answers.map(({ response }) => response),
        },
      }),
      methodResponses: answers.map(({ method }) => method),
      requestParameters: Object.fromEntries(sources.map((source) => [source, source.startsWith('method.request.path.')])),
    }
  }
}

/** Throws for a target that has templates of its own. */
export function refuseTransform({ scope, key, transform }: IRouteSite): void {
  if (transform === undefined) return
  throw new ConfigError(scope, {
    what: `The target of "${key}" has templates of its own`,
    allowed: 'a transform for functions and HTTP backends',
    fix: 'leave "transform" out',
  })
}

function refusal(route: IRouteSite, status: number, message: string, pattern?: string) {
  return answerOf(route, { status, template: `{"message":"${message}"}` }, pattern)
}

/** A role of the route's own. Its policy is inline: it is there when the role is, and takes no resource of the template. */
function roleOf(route: IRouteSite, { permission, resource, encryption }: ServiceCall): iam.Role {
  const statements = [new iam.PolicyStatement({ actions: [permission], resources: [resource] })]
  if (encryption?.key !== undefined) {
    statements.push(new iam.PolicyStatement({ actions: encryption.permissions, resources: [encryption.key.keyArn] }))
  }
  return new iam.Role(route.scope, `Role of ${route.key}`, {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    description: `What "${route.key}" of the API may do`,
    inlinePolicies: { Target: new iam.PolicyDocument({ statements }) },
  })
}

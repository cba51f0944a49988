import { Annotations, type aws_s3 as s3, Token } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { fixedText, type RequestValues } from './request-values'
import { type ServiceCall, ServiceTarget } from './service'
import type { IRouteSite, ITarget } from './target-binding'

/**
 * Which object of a bucket is meant.
 *
 * @example
 * Target.s3(bucket).getObject({ key: 'path.name', prefix: 'reports/' })
 */
export interface ObjectOptions {
  /** Where in the request the key of the object is, or a fixed key in single quotes. */
  readonly key: string
  /** What stands before every key. The role of the route sees nothing outside. @default - the whole bucket */
  readonly prefix?: string
}

/** What a route can do with a bucket. Images and the like need their types in the gateway's binary media types. */
export class S3Targets {
  constructor(private readonly bucket: s3.IBucket) {}

  /** Answers an object with its `Content-Type` and `ETag`; 404 when it is not there, or the role may not see it. */
  getObject(options: ObjectOptions): ITarget {
    return new ServiceTarget((route, values) => {
      if (route.cors !== undefined && route.cors.origins.length > 1) {
        const warning = `"${route.key}" answers objects as they are: only pages of the first CORS origin (${route.cors.origins[0]}) can read them.`
        Annotations.of(route.scope).addWarningV2('portico:s3FirstOrigin', warning)
      }
      return {
        ...this.call(route, values, options, 'GET', 's3:GetObject', ['kms:Decrypt']),
        success: {
          status: 200,
          headers: { 'Content-Type': 'integration.response.header.Content-Type', ETag: 'integration.response.header.ETag' },
        },
        // Who may not list a bucket is told 403 of what is not there.
        forbiddenIsMissing: true,
      }
    })
  }

  /** Stores the body under its `Content-Type`; answers 204. */
  putObject(options: ObjectOptions): ITarget {
    return new ServiceTarget((route, values) => {
      const call = this.call(route, values, options, 'PUT', 's3:PutObject', ['kms:Decrypt', 'kms:GenerateDataKey'])
      return { ...call, parameters: { ...call.parameters, 'header.Content-Type': 'method.request.header.Content-Type' } }
    })
  }

  /** Deletes an object, or finds that there is none; answers 204. */
  deleteObject(options: ObjectOptions): ITarget {
    return new ServiceTarget((route, values) => this.call(route, values, options, 'DELETE', 's3:DeleteObject', []))
  }

  private call(
    route: IRouteSite,
    values: RequestValues,
    { key, prefix = '' }: ObjectOptions,
    method: string,
    permission: string,
    permissions: string[],
  ): ServiceCall {
    const { bucket } = this
    if (!Token.isUnresolved(prefix) && !/^([\w!.*'()-]+\/?)*$/.test(prefix)) {
      throw new ConfigError(route.scope, {
        what: `The prefix of the objects of "${route.key}" is none that a path holds as it is`,
        got: prefix,
        allowed: 'letters, digits, "!_.*\'()-" and slashes between them',
        fix: 'write for example "reports/"',
      })
    }
    return {
      service: 's3',
      path: `${bucket.bucketName}/${prefix}{key}`,
      method,
      region: bucket.env.region,
      permission,
      resource: bucket.arnForObjects(`${prefix}${fixedText(key) ?? '*'}`),
      ...(permissions.length > 0 && { encryption: { key: bucket.encryptionKey, permissions } }),
      parameters: { 'path.key': values.mapping(key) },
      success: { status: 204, template: '' },
    }
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { aws_s3_assets as assets, type aws_s3 as s3 } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ConfigError } from './config-error'

/**
 * An object in a bucket that holds certificates.
 *
 * @example
 * const location: TruststoreLocation = { bucket, key: 'partners.pem' }
 */
export interface TruststoreLocation {
  readonly bucket: s3.IBucket
  readonly key: string
  readonly version?: string
}

/**
 * The certificate authorities whose clients a domain lets in.
 *
 * @example
 * const store: ITruststore = Truststore.fromFile('certificates/partners.pem')
 */
export interface ITruststore {
  /** Called once, by the domain. */
  bind(scope: Construct): TruststoreLocation
}

/**
 * Where the certificates of those are kept who may sign clients' certificates, in PEM one after the other.
 *
 * @example
 * const domain = { name: 'partners.example.com', certificate, mutualTls: Truststore.fromFile('certificates/partners.pem') }
 */
export abstract class Truststore implements ITruststore {
  /** A file of the project, which becomes an asset of the app: a change of it is a change of the domain. */
  static fromFile(path: string): ITruststore {
    return new FileTruststore(path)
  }

  /** An object in a bucket. Without a version a new object is not taken over, since nothing of the domain changes. */
  static fromBucket(bucket: s3.IBucket, key: string, version?: string): ITruststore {
    return { bind: () => ({ bucket, key, ...(version !== undefined && { version }) }) }
  }

  abstract bind(scope: Construct): TruststoreLocation
}

class FileTruststore implements ITruststore {
  constructor(private readonly path: string) {}

  bind(scope: Construct): TruststoreLocation {
    if (!existsSync(this.path) || !readFileSync(this.path, 'utf8').includes('-----BEGIN CERTIFICATE-----')) {
      throw new ConfigError(scope, {
        what: 'The trust store holds no certificate',
        got: this.path,
        allowed: 'a file with certificates in PEM',
        fix: 'name the file by its path from the project directory',
      })
    }
    const { bucket, s3ObjectKey } = new assets.Asset(scope, 'Truststore', { path: this.path })
    return { bucket, key: s3ObjectKey }
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duration, aws_lambda as lambda, aws_logs as logs, RemovalPolicy } from 'aws-cdk-lib'
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api'
import type { Construct } from 'constructs'
import { type BundlingOptions, bundleEntry, type Entry, esbuildOptions } from './bundle'
import { ConfigError } from './config-error'
import { given } from './given'

/**
 * How the function of an entry runs.
 *
 * @example
 * Target.entry('lambda/orders.ts', { memorySize: 512, timeout: Duration.seconds(5), environment: { TABLE: table.tableName } })
 */
export interface EntryOptions {
  /** The name of the export. @default 'handler' */
  readonly handler?: string
  /** @default lambda.Runtime.NODEJS_22_X */
  readonly runtime?: lambda.Runtime
  /** MB. @default 256 */
  readonly memorySize?: number
  /** @default Duration.seconds(10) */
  readonly timeout?: Duration
  /** @default lambda.Architecture.ARM_64 */
  readonly architecture?: lambda.Architecture
  readonly environment?: { readonly [name: string]: string }
  readonly description?: string
  /** @default logs.RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays
  readonly bundling?: BundlingOptions
}

/** The metadata of a function's resource that names its source, so that an emulator can rebuild it when the file changes. */
export const HANDLER_METADATA = 'portico:handler'

/** Creates the function of an entry: bundled, with its log group, and with the metadata that names its source. */
export function createEntryFunction(scope: Construct, id: string, entry: Entry, options: EntryOptions): lambda.Function {
  const handler = options.handler ?? 'handler'
  if (!/^[A-Za-z_$][\w$]*$/.test(handler)) {
    throw new ConfigError(scope, {
      what: `The handler of ${entry.relative} is not the name of an export`,
      got: handler,
      fix: 'write the name alone, for example "handler"',
    })
  }
  const build = esbuildOptions(options.bundling)
  const directory = mkdtempSync(join(tmpdir(), 'portico-'))
  try {
    writeFileSync(join(directory, 'index.js'), bundleEntry(scope, entry, build))
    const fn = new lambda.Function(scope, id, {
      ...given({ description: options.description }),
      code: lambda.Code.fromAsset(directory),
      handler: `index.${handler}`,
      runtime: options.runtime ?? lambda.Runtime.NODEJS_22_X,
      architecture: options.architecture ?? lambda.Architecture.ARM_64,
      memorySize: options.memorySize ?? 256,
      timeout: options.timeout ?? Duration.seconds(10),
      // Without it Node does not read the source map, and a stack trace names lines of the bundle.
      environment: { NODE_OPTIONS: '--enable-source-maps', ...options.environment },
      logGroup: new logs.LogGroup(scope, `${id}.Logs`, {
        retention: options.logRetention ?? logs.RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    })
    const resource = fn.node.defaultChild as lambda.CfnFunction
    resource.cfnOptions.metadata = {
      ...resource.cfnOptions.metadata,
      [HANDLER_METADATA]: { entry: entry.relative, export: handler, bundle: build },
    }
    return fn
  } finally {
    // The CDK has copied the bundle into the assembly by now, unless it was told to refer to assets where they are.
    if (!scope.node.tryGetContext(DISABLE_ASSET_STAGING_CONTEXT)) rmSync(directory, { recursive: true, force: true })
  }
}

import { existsSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { IConstruct } from 'constructs'
import type { BuildFailure, BuildOptions } from 'esbuild'
import { ConfigError } from './config-error'
import { given } from './given'

/**
 * What of the bundling of an entry can be chosen.
 *
 * @example
 * Target.entry('lambda/report.ts', { bundling: { minify: true, external: ['sharp'] } })
 */
export interface BundlingOptions {
  /** @default false, so that a stack trace can be read */
  readonly minify?: boolean
  /** Packages that the bundle leaves out, besides `@aws-sdk/*` and `@smithy/*`, which the Lambda runtime brings. */
  readonly external?: string[]
  /** Constants put into the code, each a JavaScript expression. */
  readonly define?: { readonly [name: string]: string }
  /** esbuild's loader by file extension, for example `{ '.sql': 'text' }`. */
  readonly loader?: { readonly [extension: string]: string }
  /** @default 'node20' */
  readonly target?: string
  /** @default true: the map is in the bundle, so that stack traces name the TypeScript */
  readonly sourceMap?: boolean
}

/** An entry file found: where it is, and its name as the template shall show it. */
export interface Entry {
  readonly file: string
  /** Relative to the directory in which the app runs, with forward slashes: the same on every machine. */
  readonly relative: string
}

const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']

/** Finds an entry file from the project directory (the current one), or throws. */
export function findEntry(scope: IConstruct, path: string): Entry {
  const file = resolve(path)
  const known = EXTENSIONS.some((extension) => file.endsWith(extension))
  if (!known || !existsSync(file) || !statSync(file).isFile()) {
    throw new ConfigError(scope, {
      what: known ? 'The entry file of a handler does not exist' : 'The entry of a handler is not a TypeScript or JavaScript file',
      got: path,
      allowed: isAbsolute(path) ? `a file ending in ${EXTENSIONS.join(', ')}` : `a path from the project directory ${process.cwd()}`,
      fix: known ? 'correct the path, or create the file' : 'name the file with its extension, for example "lambda/orders.ts"',
    })
  }
  return { file, relative: relative(process.cwd(), file).split(sep).join('/') }
}

/** The options that esbuild gets: plain JSON, because the template carries them for whoever rebuilds the entry. */
export function esbuildOptions(options: BundlingOptions = {}): BuildOptions {
  return given({
    bundle: true,
    platform: 'node' as const,
    format: 'cjs' as const,
    target: options.target ?? 'node20',
    external: ['@aws-sdk/*', '@smithy/*', ...(options.external ?? [])],
    sourcemap: (options.sourceMap ?? true) ? ('inline' as const) : undefined,
    sourcesContent: (options.sourceMap ?? true) ? false : undefined,
    minify: options.minify ?? false,
    define: options.define,
    loader: options.loader as BuildOptions['loader'],
  })
}

/**
 * Bundles an entry into one CommonJS file. Nothing in it depends on where the project lies: paths in comments and in the source map are
 * relative to the project directory, as if the bundle stood there.
 */
export function bundleEntry(scope: IConstruct, entry: Entry, options: BuildOptions): Uint8Array {
  const { buildSync } = require('esbuild') as typeof import('esbuild')
  const directory = process.cwd()
  try {
    const { outputFiles } = buildSync({
      ...options,
      entryPoints: [entry.file],
      absWorkingDir: directory,
      outfile: join(directory, 'index.js'),
      write: false,
      logLevel: 'silent',
    })
    return (outputFiles[0] as { contents: Uint8Array }).contents
  } catch (error) {
    const errors = (error as BuildFailure).errors
    if (!Array.isArray(errors)) throw error
    const found = errors.map(
      ({ text, location }) => `${location === null ? '' : `${location.file}:${location.line}:${location.column + 1}: `}${text}`,
    )
    throw new ConfigError(scope, {
      what: `The handler ${entry.relative} cannot be bundled: ${found.join('; ')}`,
      fix: 'correct the file that is named',
    })
  }
}

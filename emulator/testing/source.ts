import { readFileSync, statSync } from 'node:fs'
import type { DeploySource } from '../assembly/deploy'
import { isOpenApi } from '../assembly/openapi-source'
import { userError } from '../base/diagnostics'

/** Something with `synth()`: an `App` or a `Stage` of the CDK. Typed by shape, so that any copy of the CDK fits. */
export interface Synthesizable {
  synth(): { readonly directory: string }
}

/** A `Stack` of the CDK, by shape. */
export interface StackLike {
  readonly node: { readonly root: unknown }
  readonly stackName: string
}

/** A CloudFormation template as an object. */
export interface TemplateObject {
  readonly Resources: Readonly<Record<string, unknown>>
  readonly [section: string]: unknown
}

/** What can be emulated: a CDK app or stack, a `cdk.out` directory, a template file, a template. */
export type Source = Synthesizable | StackLike | TemplateObject | string

/** Finds out what a source is; an app is synthesized. */
export function readSource(source: Source): DeploySource {
  if (typeof source === 'string') return readPath(source)
  if (isSynthesizable(source)) return { kind: 'assembly', directory: synthesize(source) }
  if ('node' in source && isSynthesizable((source as StackLike).node.root)) {
    const stack = source as StackLike
    return { kind: 'assembly', directory: synthesize(stack.node.root as Synthesizable), stackNames: [stack.stackName] }
  }
  if ('Resources' in source) return { kind: 'template', name: 'Template', body: JSON.stringify(source), file: undefined }
  throw userError('no-source', 'emulate() got something that is no CDK app or stack, no directory, no template.', {
    fix: "Pass an App, a Stack, the path of a cdk.out directory or of a template file, or a template's object.",
  })
}

function isSynthesizable(value: unknown): value is Synthesizable {
  return typeof (value as { synth?: unknown } | null)?.synth === 'function'
}

/** Synthesizes without the linter of the CDK, which takes longer than everything else. */
function synthesize(app: Synthesizable): string {
  const before = process.env['CDK_VALIDATION']
  process.env['CDK_VALIDATION'] = before ?? 'false'
  try {
    return app.synth().directory
  } finally {
    if (before === undefined) delete process.env['CDK_VALIDATION']
  }
}

function readPath(path: string): DeploySource {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined)
    throw userError('missing-file', `There is no ${path}.`, {
      fix: 'Pass the path of a cdk.out directory, of a template or of an OpenAPI file.',
    })
  if (found.isDirectory()) return { kind: 'assembly', directory: path }
  return { kind: isOpenApi(readFileSync(path, 'utf8')) ? 'openapi-file' : 'template-file', file: path }
}

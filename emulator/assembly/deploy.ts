import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { type Diagnostic, type Place, UserError, userError } from '../base/diagnostics'
import type { StackRecord } from '../model/account-services'
import { deleteStack, deployStack } from '../services/cloudformation/deploy'
import type { Call } from '../services/operations'
import type { EntryFunction } from './entry-builds'
import { checkHandlers, type DeployedFunction } from './handler-exports'
import { type AssemblyStack, readAssembly } from './manifest'
import type { AssetObjects } from './objects'
import { openApiTemplate } from './openapi-source'

/** What can be deployed: a cloud assembly (all stacks, or those named), a template file, an OpenAPI file, a template's text. */
export type DeploySource =
  | { readonly kind: 'assembly'; readonly directory: string; readonly stackNames?: readonly string[] }
  | { readonly kind: 'template-file' | 'openapi-file'; readonly file: string }
  | { readonly kind: 'template'; readonly name: string; readonly body: string; readonly file: string | undefined }

/** Where stacks go: the emulator, as far as deploying has to know it. */
export interface DeployTarget {
  readonly account: string
  readonly region: string
  readonly objects: AssetObjects
  call(account?: string, region?: string): Call
  diagnostics(): Diagnostic[]
}

/** A template of a source, and the stack that is made of it. */
export interface SourceTemplate {
  readonly stackName: string
  readonly body: string
  readonly file: string | undefined
  readonly account: string | undefined
  readonly region: string | undefined
  readonly parameters: Readonly<Record<string, string>>
  readonly places: ((logicalId: string) => Place | undefined) | undefined
  /** The validation rules that constructs acknowledge: `Portico::open-method@Shop/Api`. */
  readonly acknowledged: readonly string[]
}

/** A stack of a source, ready for CloudFormation. */
interface Deployable extends SourceTemplate {
  readonly tags: Readonly<Record<string, string>>
  /** The template came without its assembly: what it takes from elsewhere is made up, and told. */
  readonly standalone: boolean
}

/** Deploys sources through CloudFormation, and again when they changed: stacks that are gone are deleted. */
export class Deployments {
  /** Per source the stacks that it last had: stack id to account and region. */
  readonly #deployed = new Map<string, Map<string, Call>>()

  constructor(private readonly target: DeployTarget) {}

  /** Creates or updates every stack of a source. Throws `UserError` when a stack fails, and with `strict` when anything is not done as on AWS. */
  async deploy(source: DeploySource, { strict }: { readonly strict: boolean }): Promise<void> {
    const key = source.kind === 'assembly' ? resolve(source.directory) : source.kind === 'template' ? source.name : resolve(source.file)
    const stacks = this.#read(source)
    const now = new Map<string, Call>()
    const handlers: DeployedFunction[] = []
    for (const stack of stacks) {
      const call = this.target.call(stack.account, stack.region)
      const record = await this.#deployStack(stack, call)
      now.set(record.StackId, call)
      handlers.push(...functionsOf(record, call))
    }
    for (const [stackId, call] of this.#deployed.get(key) ?? []) if (!now.has(stackId)) await deleteStack(stackId, call)
    this.#deployed.set(key, now)
    if (source.kind === 'assembly') {
      const broken = await checkHandlers(handlers)
      if (broken.length > 0) throw new UserError(...broken)
    }
    this.#tellMissing(key)
    const told = strict ? this.target.diagnostics().filter(({ severity }) => severity !== 'info') : []
    if (told.length > 0) throw new UserError(...told)
  }

  /** The templates of a source as they are written, those of nested stacks left out. Throws `UserError` for what cannot be read. */
  templates(source: DeploySource): SourceTemplate[] {
    return this.#read(source)
  }

  /** The functions whose code is bundled from an entry that the template names. */
  entryFunctions(): EntryFunction[] {
    const found: EntryFunction[] = []
    for (const stacks of this.#deployed.values()) {
      for (const [stackId, call] of stacks) {
        const stack = call.records.stacks.get(stackId)
        if (stack !== undefined) found.push(...entriesOf(stack))
      }
    }
    return found
  }

  #read(source: DeploySource): Deployable[] {
    if (source.kind !== 'assembly') {
      const file = source.kind === 'template-file' ? resolve(source.file) : source.file
      const text = source.kind === 'template' ? source.body : readText(source.file)
      const body = source.kind === 'openapi-file' ? openApiTemplate(text, source.file) : text
      const stackName = (source.kind === 'template' ? source.name : stackNameOf(source.file)) || 'Template'
      this.target.objects.lenient = true
      if (isEmptyStack(body)) return []
      return [
        {
          stackName,
          body,
          file,
          account: undefined,
          region: undefined,
          parameters: {},
          tags: {},
          places: undefined,
          acknowledged: [],
          standalone: true,
        },
      ]
    }
    const { stacks, assets } = readAssembly(source.directory)
    this.target.objects.add(assets)
    const wanted = source.stackNames
    return stacks
      .filter(({ stackName }) => wanted === undefined || wanted.includes(stackName))
      .map(fromAssembly)
      .filter(({ body }) => !isEmptyStack(body))
  }

  async #deployStack({ stackName, body, file, parameters, tags, places, standalone }: Deployable, call: Call): Promise<StackRecord> {
    const outcome = await deployStack(
      {
        stackName,
        templateBody: body,
        parameters,
        tags,
        standalone,
        ...(file === undefined ? {} : { file }),
        ...(places === undefined ? {} : { places }),
      },
      call,
    )
    if (outcome.failures.length > 0) throw new UserError(...outcome.failures)
    return outcome.stack
  }

  #tellMissing(source: string): void {
    const missing = this.target.objects.takeMissing()
    if (missing.length > 0) this.target.call().diagnostics.replace(`assets of ${source}`, missing)
  }
}

function fromAssembly({ templateFile, ...stack }: AssemblyStack): Deployable {
  return { ...stack, body: readText(templateFile), file: templateFile, standalone: false }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw userError('missing-file', `The template ${file} cannot be read: ${(error as Error).message}.`, {
      fix: 'Give the path of a CloudFormation template.',
      place: { file },
    })
  }
}

/** What CDK writes for a stack without resources: the CDK CLI deploys nothing for it either. */
function isEmptyStack(body: string): boolean {
  if (body.includes('"Resources"') || !body.includes('"CheckBootstrapVersion"')) return false
  const template = JSON.parse(body) as Record<string, unknown>
  return !('Resources' in template)
}

/** A stack name from a file's: letters, digits and dashes, beginning with a letter. */
function stackNameOf(file: string): string {
  const bare = basename(file).replace(/\.(template\.)?(json|ya?ml|template)$/i, '')
  return bare
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 128)
}

function functionsOf(stack: StackRecord, { records }: Call): DeployedFunction[] {
  return Object.values(stack.resources).flatMap(({ type, physicalId, place }) => {
    const fn = type === 'AWS::Lambda::Function' ? records.functions.get(physicalId) : undefined
    const { Runtime = '', Handler = '' } = fn?.configuration ?? {}
    return fn === undefined || !Runtime.startsWith('nodejs')
      ? []
      : [{ name: physicalId, handler: Handler, directory: fn.code.directory, place }]
  })
}

/** `portico:handler` in a function's metadata names its entry and how it is bundled. */
function entriesOf(stack: StackRecord): EntryFunction[] {
  if (!stack.templateBody.includes('portico:handler')) return []
  const { Resources } = JSON.parse(stack.templateBody) as { Resources: Record<string, { Metadata?: Record<string, unknown> }> }
  return Object.entries(Resources).flatMap(([logicalId, { Metadata }]) => {
    const handler = Metadata?.['portico:handler'] as { entry?: unknown; bundle?: unknown } | undefined
    const functionName = stack.resources[logicalId]?.physicalId
    if (typeof handler?.entry !== 'string' || functionName === undefined) return []
    return [{ functionName, entry: handler.entry, bundle: (handler.bundle ?? {}) as Record<string, unknown> }]
  })
}

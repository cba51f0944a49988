import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Place } from '../base/diagnostics'
import { UserError, userError } from '../base/diagnostics'
import { readJsonFile } from './json-file'
import { readAcknowledged, readPlaces } from './places'

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  readonly stackName: string
  readonly templateFile: string
  /** Undefined where the app leaves it to whoever deploys. */
  readonly account: string | undefined
  readonly region: string | undefined
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** Where the user's code makes a resource, by logical id. */
  readonly places: (logicalId: string) => Place | undefined
  /** The validation rules that constructs acknowledge: `Portico::open-method@Shop/Api`. */
  readonly acknowledged: readonly string[]
}

/** A file that an app wants uploaded: found by the key it would have in the bucket. */
export interface Asset {
  readonly objectKey: string
  /** An absolute path. */
  readonly path: string
  readonly packaging: 'zip' | 'file'
}

/** What `cdk synth` wrote: stacks in the order in which they can be deployed, and assets (DESIGN: schema 55). */
export interface Assembly {
  readonly directory: string
  readonly stacks: readonly AssemblyStack[]
  readonly assets: readonly Asset[]
}

interface Artifact {
  readonly type: string
  readonly environment?: string
  readonly dependencies?: readonly string[]
  readonly additionalMetadataFile?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly properties?: {
    readonly templateFile?: string
    readonly stackName?: string
    readonly parameters?: Readonly<Record<string, string>>
    readonly tags?: Readonly<Record<string, string>>
    readonly file?: string
    readonly directoryName?: string
  }
}

const SYNTH = 'Synthesize the app again (npx cdk synth), or give --app.'

/** Reads a cloud assembly with its nested ones (stages). Throws `UserError` for what is missing or broken. */
export function readAssembly(directory: string): Assembly {
  const folder = resolve(directory)
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw userError('missing-file', `There is no cloud assembly at ${folder}.`, {
      fix: 'Give the directory that cdk synth writes (cdk.out), or --app.',
    })
  }
  const manifestFile = join(folder, 'manifest.json')
  const manifest = readJsonFile(manifestFile, 'The manifest of the cloud assembly', SYNTH) as {
    artifacts?: Readonly<Record<string, Artifact>>
  }
  if (typeof manifest?.artifacts !== 'object')
    throw userError('broken-file', 'The manifest of the cloud assembly has no artifacts.', { fix: SYNTH, place: { file: manifestFile } })
  const stacks: AssemblyStack[] = []
  const assets: Asset[] = []
  for (const [id, artifact] of inOrder(manifest.artifacts)) {
    switch (artifact.type) {
      case 'aws:cloudformation:stack':
        stacks.push(readStack(folder, id, artifact))
        break
      case 'cdk:asset-manifest':
        assets.push(...readAssets(join(folder, artifact.properties?.file ?? `${id}.json`)))
        break
      case 'cdk:cloud-assembly': {
        const nested = readAssembly(join(folder, artifact.properties?.directoryName ?? id))
        stacks.push(...nested.stacks)
        assets.push(...nested.assets)
      }
    }
  }
  return { directory: folder, stacks, assets }
}

function readStack(folder: string, id: string, artifact: Artifact): AssemblyStack {
  const { properties = {} } = artifact
  const templateFile = join(folder, properties.templateFile ?? `${id}.template.json`)
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? '') ?? []
  const metadata =
    artifact.additionalMetadataFile === undefined
      ? (artifact.metadata ?? {})
      : readJsonFile(join(folder, artifact.additionalMetadataFile), `The metadata of the stack ${id}`, SYNTH)
  return {
    stackName: properties.stackName ?? id,
    templateFile,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    parameters: properties.parameters ?? {},
    tags: properties.tags ?? {},
    places: readPlaces(metadata),
    acknowledged: readAcknowledged(metadata),
  }
}

function readAssets(file: string): Asset[] {
  const manifest = readJsonFile(file, 'An asset manifest', SYNTH) as {
    files?: Readonly<
      Record<
        string,
        {
          displayName?: string
          source: { path?: string; packaging?: string; executable?: readonly string[] }
          destinations: Readonly<Record<string, { objectKey: string }>>
        }
      >
    >
  }
  const assets: Asset[] = []
  const missing: UserError[] = []
  for (const [hash, { displayName, source, destinations }] of Object.entries(manifest.files ?? {})) {
    if (source.path === undefined) continue
    const path = resolve(file, '..', source.path)
    if (!existsSync(path)) {
      missing.push(
        userError('missing-asset', `The asset ${displayName ?? hash} is missing: expected ${path}.`, { fix: SYNTH, place: { file } }),
      )
      continue
    }
    for (const { objectKey } of Object.values(destinations))
      assets.push({ objectKey, path, packaging: source.packaging === 'zip' ? 'zip' : 'file' })
  }
  if (missing.length > 0) throw new UserError(...missing.flatMap(({ diagnostics }) => diagnostics))
  return assets
}

/** Dependencies first. The order of the manifest otherwise. */
function inOrder(artifacts: Readonly<Record<string, Artifact>>): [string, Artifact][] {
  const ordered = new Map<string, Artifact>()
  const visit = (id: string, path: ReadonlySet<string>): void => {
    const artifact = artifacts[id]
    if (artifact === undefined || ordered.has(id) || path.has(id)) return
    for (const dependency of artifact.dependencies ?? []) visit(dependency, new Set([...path, id]))
    ordered.set(id, artifact)
  }
  for (const id of Object.keys(artifacts)) visit(id, new Set())
  return [...ordered]
}

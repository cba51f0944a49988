import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Diagnostic } from '../base/diagnostics'
import type { Objects } from '../services/operations'
import type { Asset } from './manifest'

/** The objects that assets of assemblies stand for, by key: keys are content hashes, so the bucket does not matter. */
export class AssetObjects implements Objects {
  readonly #byKey = new Map<string, Asset>()
  #missing: Diagnostic[] = []
  #empty: string | undefined

  /** Whether a template came without its assembly: an unknown `.zip` is then an empty directory, and is told. */
  lenient = false

  add(assets: readonly Asset[]): void {
    for (const asset of assets) this.#byKey.set(asset.objectKey, asset)
  }

  find(bucket: string, key: string): { directory: string } | { file: string } | undefined {
    const asset = this.#byKey.get(key) ?? this.#byKey.get(basename(key))
    if (asset !== undefined) return asset.packaging === 'zip' ? { directory: asset.path } : { file: asset.path }
    if (!this.lenient) return undefined
    this.#missing.push({
      code: 'missing-asset',
      severity: 'warning',
      message: `The asset s3://${bucket}/${key} is not here: what needs it cannot run.`,
      fix: 'Start from the cdk.out directory that the template came with (--cdk-out), or from the app (--app).',
    })
    if (!key.endsWith('.zip')) return undefined
    this.#empty ??= mkdtempSync(join(tmpdir(), 'portico-missing-asset-'))
    return { directory: this.#empty }
  }

  /** What was asked for and is not here, since this was last called. */
  takeMissing(): Diagnostic[] {
    const missing = this.#missing
    this.#missing = []
    return missing
  }

  close(): void {
    if (this.#empty !== undefined) rmSync(this.#empty, { recursive: true, force: true })
  }
}

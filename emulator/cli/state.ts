import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { userError } from '../base/diagnostics'
import { createRegistry } from '../model/create-registry'
import { fromRecordText, toRecordText } from '../store/record-text'
import { hasState, StateDirectory } from '../store/state-directory'

/** Stands for the state directory inside an exported file, which may be imported somewhere else. */
const HERE = 'portico-state:'
const RECORDS = 'records.json'
/** What a state directory holds besides records: unpacked code, bytes of objects. */
const FOLDERS = ['code', 'objects']

/** `portico state export FILE --state DIR`: one zip file with the records, code and objects of a state directory. */
export function exportState(file: string, directory: string): number {
  const from = resolve(directory)
  if (!hasState(from))
    throw userError('no-state', `There is no state in ${from}.`, { fix: 'Give the --state directory of an emulator that ran.' })
  const state = new StateDirectory(from)
  try {
    const registry = createRegistry()
    state.follow(registry)
    const records = toRecordText(registry.snapshot()).replaceAll(JSON.stringify(from).slice(1, -1), HERE)
    const entries: Record<string, Uint8Array> = { [RECORDS]: strToU8(records) }
    for (const folder of FOLDERS)
      for (const path of filesBelow(join(from, folder))) entries[relative(from, path).split(sep).join('/')] = readFileSync(path)
    writeFileSync(file, zipSync(entries))
  } finally {
    state.close()
  }
  console.log(`exported ${from} to ${file}`)
  return 0
}

/** `portico state import FILE --state DIR`: makes an empty directory what `export` wrote. */
export function importState(file: string, directory: string): number {
  const to = resolve(directory)
  if (hasState(to))
    throw userError('state-not-empty', `There is state in ${to} already.`, { fix: 'Give a directory without state, or remove this one.' })
  const entries = readZip(file)
  const records = entries[RECORDS]
  if (records === undefined)
    throw userError('broken-file', `${file} was not written by portico state export: it has no ${RECORDS}.`, {
      fix: 'Give a file that portico state export wrote.',
      place: { file },
    })
  const snapshot = fromRecordText(strFromU8(records).replaceAll(HERE, JSON.stringify(to).slice(1, -1)))
  for (const [name, bytes] of Object.entries(entries)) {
    const path = resolve(to, name)
    // A name such as `../x` must not leave the directory.
    if (name === RECORDS || name.endsWith('/') || !FOLDERS.some((folder) => path.startsWith(join(to, folder) + sep))) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes, { mode: 0o755 })
  }
  const state = new StateDirectory(to)
  try {
    const registry = createRegistry()
    state.follow(registry)
    registry.restore(snapshot as Parameters<typeof registry.restore>[0])
  } finally {
    state.close()
  }
  console.log(`imported ${file} into ${to}`)
  return 0
}

function readZip(file: string): Record<string, Uint8Array> {
  if (!existsSync(file)) throw userError('missing-file', `There is no ${file}.`, { fix: 'Give a file that portico state export wrote.' })
  try {
    return unzipSync(readFileSync(file))
  } catch (error) {
    throw userError('broken-file', `${file} is no zip file: ${(error as Error).message}.`, {
      fix: 'Give a file that portico state export wrote.',
      place: { file },
    })
  }
}

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

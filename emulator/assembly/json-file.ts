import { readFileSync } from 'node:fs'
import { userError } from '../base/diagnostics'

/** Reads a JSON file that a tool wrote. `what` names it in the error, `fix` says how it is made anew. */
export function readJsonFile(file: string, what: string, fix: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw userError('missing-file', `${what} is missing: ${file}.`, { fix, place: { file } })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw userError('broken-file', `${what} is no JSON: ${(error as Error).message}.`, { fix, place: { file } })
  }
}

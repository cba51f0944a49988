import { toText } from '../base/bytes'
import type { Tree } from './trees'
import { parseXml } from './xml'

/** The name of the root element, behind a declaration. */
const ROOT = /^\s*(?:<\?[^>]*\?>\s*)?<([A-Za-z]\w*)/

/** The XML answer of a query service in the JSON form that API Gateway asks for; undefined when it is none. */
export function queryAnswerAsJson(body: string | Uint8Array): string | undefined {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const name = ROOT.exec(toText(bytes.subarray(0, 1000)))?.[1]
  const tree = name === undefined ? undefined : parseXml(bytes)
  return name === undefined || tree === undefined ? undefined : JSON.stringify({ [name]: asJson(tree) })
}

/** Lists are elements named `member`; attributes and namespaces have no place in JSON. Uncertain: numbers stay texts. */
function asJson(tree: Tree): unknown {
  if (Array.isArray(tree)) return tree.map(asJson)
  if (typeof tree !== 'object' || tree === null) return tree === '' ? null : tree
  const entries = Object.entries(tree).filter(([name]) => name !== 'xmlns')
  const [only] = entries
  if (entries.length === 1 && only !== undefined && only[0] === 'member') return [only[1]].flat().map((item) => asJson(item as Tree))
  return Object.fromEntries(entries.map(([name, child]) => [name, asJson(child as Tree)]))
}

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument, type Scalar } from 'yaml'
import { isNestedDeeper } from '../../base/nesting'

/** The short forms of CloudFormation's YAML; each stands for an object with one key. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  ...Object.fromEntries(
    [
      'And',
      'Base64',
      'Cidr',
      'Equals',
      'FindInMap',
      'ForEach',
      'GetAZs',
      'GetAtt',
      'GetStackOutput',
      'If',
      'ImportValue',
      'Join',
      'Length',
      'Not',
      'Or',
      'Select',
      'Split',
      'Sub',
      'ToJsonString',
      'Transform',
    ].map((name) => [`!${name}`, `Fn::${name}`]),
  ),
}

/** A YAML text that is none, or has a tag that CloudFormation does not know. Line and column from 1. */
export class YamlError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message)
  }
}

/** Reads a YAML template of at most so many levels: plain data with the long forms of the intrinsic functions. Throws `YamlError`. */
export function readYaml(text: string, deepest: number): unknown {
  if (isNestedDeeper(text, deepest, 'yaml')) throw new YamlError('The template is nested too deeply', 1, 1)
  const { document, lines } = parse(text)
  const fail = (message: string, offset: number): never => {
    const { line, col } = lines.linePos(offset)
    throw new YamlError(message, Math.max(line, 1), Math.max(col, 1))
  }
  const [error] = document.errors
  if (error !== undefined) return fail(error.message, error.pos[0])
  return plain(document.contents, { document, fail, nodes: 0, open: new Set() })
}

/** Finds the line (from 1) of the element at a path of the long form, else of its deepest ancestor that is written out. */
export function linesOfYaml(text: string): (path: readonly (string | number)[]) => number | undefined {
  let parsed: ReturnType<typeof parse> | undefined
  return (path) => {
    parsed ??= parse(text)
    return lineIn(parsed, path)
  }
}

function lineIn({ document, lines }: ReturnType<typeof parse>, path: readonly (string | number)[]): number | undefined {
  let node: unknown = document.contents
  let offset = (document.contents as Node | null)?.range?.[0]
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (pair !== undefined) {
        offset = (pair.key as Node).range?.[0] ?? offset
        node = pair.value
        continue
      }
    } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
      node = node.items[Number(step)]
      offset = (node as Node).range?.[0] ?? offset
      continue
    }
    // The step into a short form (`!Sub` for `Fn::Sub`) is not written: stay where we are.
    if ((node as Node | null)?.tag !== undefined && SHORT_FORMS[(node as Node).tag ?? ''] === step) continue
    break
  }
  return offset === undefined ? undefined : lines.linePos(offset).line
}

function parse(text: string): { document: Document.Parsed<ParsedNode>; lines: LineCounter } {
  const lines = new LineCounter()
  // The failsafe schema leaves every scalar a text; what CloudFormation makes of it is decided below.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false, logLevel: 'silent', merge: false })
  return { document: document as Document.Parsed<ParsedNode>, lines }
}

/** Values once aliases are resolved: aliases of aliases multiply them. No template that CloudFormation takes (1 MB) comes near. */
const MOST_NODES = 500_000

interface Reading {
  readonly document: Document.Parsed<ParsedNode>
  readonly fail: (message: string, offset: number) => never
  /** Values made so far. */
  nodes: number
  /** What is being read. */
  readonly open: Set<Node>
}

function plain(node: unknown, reading: Reading): unknown {
  if (node === null || node === undefined) return null
  const { document, fail } = reading
  if (isAlias(node)) {
    const meant = node.resolve(document)
    if (meant !== undefined && reading.open.has(meant))
      fail(`The alias ${node.source} stands within what it stands for`, node.range?.[0] ?? 0)
    return plain(meant, reading)
  }
  const written = node as Node
  if (++reading.nodes > MOST_NODES) fail('The aliases make too much of the template', written.range?.[0] ?? 0)
  const long = written.tag === undefined || written.tag.startsWith('tag:yaml.org') ? undefined : SHORT_FORMS[written.tag]
  if (long === undefined && written.tag?.startsWith('!') === true && written.tag !== '!') {
    fail(`Unresolved tag: ${written.tag}`, written.range?.[0] ?? 0)
  }
  reading.open.add(written)
  const value = untagged(written, reading, long !== undefined)
  reading.open.delete(written)
  if (long === undefined) return value
  if (long === 'Fn::GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.')
    return { [long]: dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] }
  }
  return { [long]: value }
}

function untagged(node: Node, reading: Reading, argument: boolean): unknown {
  if (isMap(node)) {
    const object: Record<string, unknown> = {}
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : plain(key, reading))
      Object.defineProperty(object, name, { value: plain(value, reading), enumerable: true, writable: true, configurable: true })
    }
    return object
  }
  if (isSeq(node)) return node.items.map((item) => plain(item, reading))
  return isScalar(node) ? scalar(node, argument) : null
}

/**
 * CloudFormation treats numbers and texts alike, so a number is one only when nothing is lost by it: account ids keep their leading zero.
 * `yes`, `no`, `on`, `off` stay texts; where a property wants a boolean they are not one (uncertain).
 */
function scalar(node: Scalar, argument: boolean): unknown {
  const text = String(node.value ?? '')
  if (node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str') return text
  if (text === '' && argument) return ''
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) && String(Number(text)) === text) return Number(text)
  return text
}

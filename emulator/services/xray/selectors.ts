import { Tokens } from './filter-tokens'
import type { ServiceNode } from './service-map'

/** Whether a node of the service map is meant. */
export type NodeSelector = (node: ServiceNode) => boolean

/** What a selector of entities means: nodes, or calls between them. */
export type EntitySelector =
  | { readonly kind: 'service'; readonly node: NodeSelector }
  | { readonly kind: 'edge'; readonly from: NodeSelector; readonly to: NodeSelector }

const ANY: NodeSelector = () => true

/** A node by its name, or by `id(name: "...", type: "...", account.id: "...")` (X-Ray developer guide, "The id function"). */
function nodeSelector(tokens: Tokens, account: string): NodeSelector {
  return tokens.peek() === 'id' ? idFunction(tokens, account) : named(tokens.text())
}

function named(name: string): NodeSelector {
  return (node) => node.name === name
}

function idFunction(tokens: Tokens, account: string): NodeSelector {
  tokens.take()
  tokens.expect('(')
  const members: NodeSelector[] = []
  do {
    const key = tokens.take()
    const wanted = tokens.text()
    if (key === 'name:') members.push(named(wanted))
    else if (key === 'type:') members.push(({ type }) => type === wanted)
    else if (key === 'account.id:') members.push(() => account === wanted)
    else throw tokens.bad()
  } while (tokens.next(','))
  tokens.expect(')')
  return (node) => members.every((fits) => fits(node))
}

/** What stands behind `service`: one node in parentheses, or none for all of them. */
export function serviceSelector(tokens: Tokens, account: string): NodeSelector {
  tokens.expect('(')
  if (tokens.next(')')) return ANY
  const node = nodeSelector(tokens, account)
  tokens.expect(')')
  return node
}

/** What stands behind `edge`: who calls, and who is called. */
export function edgeSelector(tokens: Tokens, account: string): { readonly from: NodeSelector; readonly to: NodeSelector } {
  tokens.expect('(')
  const from = nodeSelector(tokens, account)
  tokens.expect(',')
  const to = nodeSelector(tokens, account)
  tokens.expect(')')
  return { from, to }
}

/** Compiles the selector of GetTimeSeriesServiceStatistics: one of `service`, `edge` and `id`. */
export function compileEntitySelector(expression: string, account: string): EntitySelector {
  const tokens = new Tokens(expression)
  const selector = entitySelector(tokens, account)
  if (!tokens.isAtEnd) throw tokens.bad()
  return selector
}

function entitySelector(tokens: Tokens, account: string): EntitySelector {
  if (tokens.peek() === 'id') return { kind: 'service', node: idFunction(tokens, account) }
  const word = tokens.take()
  if (word === 'service') return { kind: 'service', node: serviceSelector(tokens, account) }
  if (word === 'edge') return { kind: 'edge', ...edgeSelector(tokens, account) }
  throw tokens.bad()
}

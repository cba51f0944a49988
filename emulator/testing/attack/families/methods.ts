import type { Family } from '../family'

const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']

/** The same door by another verb, and by a verb that a header or the query string takes back. Nobody says who he is. */
export const methods: Family = {
  name: 'method override',
  knocks: ({ verb, path }) => {
    const other = verb === 'GET' ? 'POST' : 'GET'
    return [
      ...OVERRIDES.flatMap((header) =>
        [verb, verb.toLowerCase()].map((said) => ({ what: `${other} with ${header}: ${said}`, verb: other, headers: [header, said] })),
      ),
      ...OVERRIDES.map((header) => ({ what: `${header}: OPTIONS`, headers: [header, 'OPTIONS'] })),
      { what: `${other} with _method=${verb}`, verb: other, target: `${path}?_method=${verb}` },
      ...[verb.toLowerCase(), 'HEAD', 'TRACE', 'CONNECT', 'PROPFIND'].map((said) => ({ what: `the verb ${said}`, verb: said })),
    ]
  },
}

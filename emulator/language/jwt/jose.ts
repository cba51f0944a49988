/** The library for JSON Web Tokens. Loaded at the first token: 20 ms that the start does not pay. */
export function jose(): typeof import('jose') {
  return require('jose') as typeof import('jose')
}

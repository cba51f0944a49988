import { join } from 'node:path'
import type { Domains } from '../gateway/domains'
import type { TlsOptions } from './http-server'
import type { CertificateFiles } from './own-certificate'

/** How a port speaks TLS: with the user's files or certificates made on the spot, which the state directory keeps where there is one. */
export function tlsOptions(tls: true | CertificateFiles, domains: Domains, state: string | undefined): TlsOptions {
  return {
    files: tls === true ? undefined : tls,
    directory: state === undefined ? undefined : join(state, 'tls'),
    isDomain: (name) => domains.get(name) !== undefined,
    asksClient: (name) => domains.get(name)?.trust !== undefined,
  }
}

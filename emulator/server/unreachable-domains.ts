import type { Diagnostic } from '../base/diagnostics'
import type { Domains } from '../gateway/domains'

/** Domain names that ask for certificates, while no port can: `urls` are those of the ports, none while the emulator listens nowhere. */
export function unreachableDomains(domains: Domains, urls: readonly string[]): Diagnostic[] {
  if (urls.length === 0 || urls.some((url) => url.startsWith('https:'))) return []
  return domains.withMutualTls().map((name) => ({
    code: 'mutual-tls-without-tls',
    severity: 'warning',
    message: `${name} asks clients for a certificate, and the port speaks no TLS: every request to it is refused with 403 Forbidden.`,
    fix: 'Start with --tls.',
    subject: `/domainnames/${name}`,
  }))
}

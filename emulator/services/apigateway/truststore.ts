import { readFileSync } from 'node:fs'
import { isCurrent, isWeak, readCertificates } from '../../gateway/mutual-tls'
import type { DomainNameRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { filled, present, without } from './members'

const URI = /^s3:\/\/([^/]+)\/(.+)$/

/**
 * A domain name whose trust store has been read, with its warnings; AWS reads it when the domain name is made or changed, and not again
 * (facts/04, section 6). A bucket that is not here may be in a real account: the domain name is made, and trusts nobody.
 * The wordings of errors and warnings are uncertain.
 */
export function mutualTls(call: Call, domain: DomainNameRecord): DomainNameRecord {
  const { truststoreUri, truststoreVersion } = domain.mutualTlsAuthentication ?? {}
  const bare = without(domain, 'truststore')
  if (truststoreUri === undefined) return bare
  if (domain.endpointConfiguration.types?.[0] !== 'REGIONAL')
    throw badRequest('Mutual TLS authentication is supported for REGIONAL domain names only')
  const [, bucket, key] = URI.exec(truststoreUri) ?? []
  if (bucket === undefined || key === undefined) throw badRequest(`Invalid truststore URI specified: ${truststoreUri}`)
  const found = call.objects.find(bucket, key)
  if (found === undefined || 'directory' in found) {
    if (call.records.buckets.get(bucket) !== undefined) throw badRequest(`Truststore ${truststoreUri} does not exist`)
    return { ...bare, mutualTlsAuthentication: present({ truststoreUri, truststoreVersion }) }
  }
  const truststore = readFileSync(found.file, 'utf8')
  const warnings = warningsOf(truststore, call.clock.now())
  return {
    ...bare,
    truststore,
    mutualTlsAuthentication: present({ truststoreUri, truststoreVersion, truststoreWarnings: filled(warnings) }),
  }
}

/** What is wrong with the certificates of a trust store, naming each by its subject. */
function warningsOf(pem: string, now: number): string[] {
  const certificates = readCertificates(pem)
  if (certificates.length === 0) return ['Truststore contains no certificates']
  return certificates.flatMap((certificate) => {
    if (certificate === undefined) return ['Certificate cannot be parsed']
    const subject = certificate.subject.replaceAll('\n', ',')
    return [
      ...(isCurrent(certificate, now) ? [] : [`Certificate has expired or is not yet valid: ${subject}`]),
      ...(isWeak(certificate) ? [`Certificate uses an unsupported algorithm: ${subject}`] : []),
    ]
  })
}

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { RealClock } from '../base/clock'
import { userError } from '../base/diagnostics'

/** The paths of a certificate, with its chain behind it, and of its private key: PEM. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

/** A certificate, with its chain, and its key as PEM. */
export interface PemPair {
  readonly cert: string
  readonly key: string
}

const MAKE_ONE = 'Leave --cert and --key out: with --tls alone the emulator makes certificates itself.'

/** Reads the user's own certificate; a `UserError` says which file is wrong, what is in it, and what was expected. */
export function readOwnCertificate({ cert, key }: CertificateFiles): PemPair {
  const pair = { cert: readText(cert, '--cert'), key: readText(key, '--key') }
  const certificate = readCertificate(pair.cert, cert)
  if (!certificate.checkPrivateKey(readKey(pair.key, key)))
    throw bad(key, `--key ${key} is not the private key of the certificate ${cert} (${certificate.subject.replaceAll('\n', ', ')}).`, {
      fix: `Give the key that the certificate was made for. ${MAKE_ONE}`,
    })
  if (Date.parse(certificate.validTo) < new RealClock().now())
    throw bad(cert, `The certificate ${cert} has expired: it was valid until ${certificate.validTo}.`, { fix: MAKE_ONE })
  return pair
}

function readText(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw userError('missing-file', `${flag} ${file} cannot be read: ${(error as Error).message}.`, {
      fix: `Give the path of a PEM file. ${MAKE_ONE}`,
      place: { file },
    })
  }
}

function readCertificate(pem: string, file: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw bad(file, `--cert ${file} holds no certificate: expected PEM, "-----BEGIN CERTIFICATE-----", found ${beginning(pem)}.`, {
      fix: MAKE_ONE,
    })
  }
}

function readKey(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    const found = /ENCRYPTED/.test(pem) ? 'a key that needs a passphrase' : beginning(pem)
    throw bad(file, `--key ${file} holds no private key: expected PEM without passphrase, "-----BEGIN PRIVATE KEY-----", found ${found}.`, {
      fix: `Decrypt it, e.g. openssl pkey -in ${file} -out key.pem. ${MAKE_ONE}`,
    })
  }
}

function beginning(text: string): string {
  const line = text.trimStart().split('\n', 1)[0]?.trim() ?? ''
  return line === '' ? 'an empty file' : JSON.stringify(line.slice(0, 60))
}

function bad(file: string, message: string, { fix }: { fix: string }) {
  return userError('bad-certificate', message, { fix, place: { file } })
}

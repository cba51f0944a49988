import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import { RealClock } from '../base/clock'
import { userError } from '../base/diagnostics'
import { type CertificateContent, type Identity, issueCertificate } from '../base/x509'
import { type CertificateFiles, type PemPair, readOwnCertificate } from './own-certificate'

const DAY = 86_400_000
/** Names that every emulator is reached by, besides the address that it listens on. */
const LOCAL = ['localhost', '*.execute-api.localhost', '*.lambda-url.localhost', '127.0.0.1', '::1']
/** Names that get a certificate of their own without being a custom domain. */
const OWN_NAME = /\.(?:execute-api|lambda-url)\.|\.localhost$/
const MOST_CONTEXTS = 1_000

/** The certificates that a port shows: the user's own for every name, or one made on the spot for the name that is asked for. */
export class Certificates {
  /** PEM of the authority that signs what is made here, and the file that holds it; undefined where the certificate is the user's. */
  readonly authority: { readonly pem: string; readonly file: string } | undefined
  /** The name that a certificate is made for: empty for the one that stands for this machine. */
  readonly #nameFor: (host: string) => string
  readonly #pairFor: (name: string) => PemPair
  readonly #contexts = new Map<string, SecureContext>()
  readonly #close: () => void

  /**
   * @param files the user's own certificate and key
   * @param directory where the authority is kept for the next start; a temporary one, removed by `close`, when left out
   * @param isDomain whether a host is a custom domain
   */
  constructor({ files, directory, host, isDomain }: CertificateParts) {
    if (files !== undefined) {
      const own = readOwnCertificate(files)
      this.authority = undefined
      this.#nameFor = () => ''
      this.#pairFor = () => own
      this.#close = () => {}
      return
    }
    const kept = directory ?? mkdtempSync(join(tmpdir(), 'portico-tls-'))
    this.#close = () => {
      if (directory === undefined) rmSync(kept, { recursive: true, force: true })
    }
    const { identity, file } = authorityIn(kept)
    this.authority = { pem: `${identity.certificate}\n`, file }
    this.#nameFor = (asked) => (OWN_NAME.test(asked) || isDomain(asked) ? asked : '')
    this.#pairFor = (name) => {
      const hosts = name === '' ? [...LOCAL, ...(LOCAL.includes(host) || host.includes(':') ? [] : [host])] : [name]
      const { certificate, key } = issue({ commonName: hosts[0] as string, hosts, usage: 'server' }, 397 * DAY, identity)
      return { cert: certificate, key: key.export({ format: 'pem', type: 'pkcs8' }).toString() }
    }
  }

  /** What is shown to clients that ask for no host name. */
  get fallback(): PemPair {
    return this.#pairFor('')
  }

  /** What is shown to clients that ask for this host name. */
  contextFor(host: string): SecureContext {
    const name = this.#nameFor(host)
    const known = this.#contexts.get(name)
    if (known !== undefined) return known
    if (this.#contexts.size >= MOST_CONTEXTS) this.#contexts.clear()
    const context = createSecureContext(this.#pairFor(name))
    this.#contexts.set(name, context)
    return context
  }

  close(): void {
    this.#close()
  }
}

/** Where certificates come from, and for whom they are. */
export interface CertificateParts {
  readonly files: CertificateFiles | undefined
  readonly directory: string | undefined
  readonly host: string
  readonly isDomain: (host: string) => boolean
}

/** Certificates are for clients, who go by the machine's time, whatever the emulator's clock says. */
function issue(
  content: Pick<CertificateContent, 'commonName' | 'authority' | 'hosts' | 'usage'>,
  span: number,
  issuer?: Identity,
): Identity {
  const now = new RealClock().now()
  const serial = randomBytes(16).toString('hex')
  return issueCertificate({ ...content, serial, from: new Date(now - DAY), to: new Date(now + span) }, issuer)
}

/** The authority of a directory, made where there is none that holds for another year and more. */
function authorityIn(directory: string): { identity: Identity; file: string } {
  const [file, keyFile] = [join(directory, 'ca.pem'), join(directory, 'ca-key.pem')]
  if (existsSync(file) && existsSync(keyFile)) {
    try {
      const certificate = readFileSync(file, 'utf8').trim()
      const { subject, validTo } = new X509Certificate(certificate)
      const identity = { commonName: subject.replace('CN=', ''), certificate, key: createPrivateKey(readFileSync(keyFile)) }
      if (Date.parse(validTo) > new RealClock().now() + 400 * DAY) return { identity, file }
    } catch (error) {
      throw userError(
        'bad-certificate',
        `The authority that signs the emulator's certificates cannot be read: ${(error as Error).message}.`,
        {
          place: { file },
          fix: `Remove ${directory}: a new one is made.`,
        },
      )
    }
  }
  // A name of its own, so that several authorities do not stand in each other's way in a client's trust store.
  const identity = issue({ commonName: `Portico CA ${randomBytes(4).toString('hex')}`, authority: true }, 3650 * DAY)
  mkdirSync(directory, { recursive: true })
  writeFileSync(file, `${identity.certificate}\n`)
  writeFileSync(keyFile, identity.key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  return { identity, file }
}

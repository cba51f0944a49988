import { issueCertificate } from '../../base/x509'
import type { ClientCertificateRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, notFound } from './errors'
import { filled, nonEmpty, present, timestamp } from './members'
import { page } from './paging'
import { namePath, patcher, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'

const A_YEAR = 365 * 24 * 60 * 60 * 1000

function certificateOf(call: Call, id: string | undefined): ClientCertificateRecord {
  const certificate = call.records.clientCertificates.get(id ?? '')
  // The wording is uncertain.
  if (certificate === undefined) throw notFound('Invalid Client Certificate identifier specified')
  return certificate
}

function withTags(certificate: ClientCertificateRecord): ClientCertificateRecord {
  return { ...certificate, tags: certificate.tags ?? {} }
}

const patchCertificate = patcher<ClientCertificateRecord>({ '/description': { replace: setText('description') } }, namePath)

/** Operations on client certificates, which stages show to HTTP backends. */
export const clientCertificates = {
  GenerateClientCertificate({ description, tags }, call) {
    const clientCertificateId = call.ids.short()
    const createdDate = timestamp(call)
    const expirationDate = new Date(createdDate.getTime() + A_YEAR)
    // The private key is not kept, as AWS never shows it either.
    const made = issueCertificate({ commonName: 'ApiGateway', serial: call.ids.hex(16), from: createdDate, to: expirationDate })
    const certificate = present({
      clientCertificateId,
      description: nonEmpty(description),
      pemEncodedCertificate: made.certificate,
      createdDate,
      expirationDate,
      tags: filled(tags),
    })
    return call.records.clientCertificates.put(certificate, clientCertificateId)
  },

  GetClientCertificate: ({ clientCertificateId }, call) => withTags(certificateOf(call, clientCertificateId)),

  GetClientCertificates: (input, call) => page(call.records.clientCertificates.list(), input),

  UpdateClientCertificate({ clientCertificateId, patchOperations }, call) {
    const certificate = patchCertificate(certificateOf(call, clientCertificateId), patchOperations, undefined)
    return withTags(call.records.clientCertificates.put(certificate, certificate.clientCertificateId))
  },

  DeleteClientCertificate({ clientCertificateId }, call) {
    const { clientCertificateId: id } = certificateOf(call, clientCertificateId)
    for (const api of call.records.restApis.list()) {
      const stage = call.records.stages.list(api.id).find((other) => other.clientCertificateId === id)
      // That a certificate in use stays is uncertain, and so is the wording.
      if (stage !== undefined) throw badRequest(`Client certificate ${id} is still in use by stage ${stage.stageName} of API ${api.id}`)
    }
    call.records.clientCertificates.delete(id)
    return NOTHING
  },
} satisfies Partial<ApiGateway>

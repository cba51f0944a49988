import type * as sdk from '@aws-sdk/client-acm'
import type { Operations, Service } from '../operations'
import * as certificates from './certificates'
import * as tags from './tags'

/** AWS Certificate Manager: every operation that is served. */
const operations = {
  AddTagsToCertificate: tags.AddTagsToCertificate,
  DeleteCertificate: certificates.DeleteCertificate,
  DescribeCertificate: certificates.DescribeCertificate,
  GetCertificate: certificates.GetCertificate,
  ImportCertificate: certificates.ImportCertificate,
  ListCertificates: certificates.ListCertificates,
  ListTagsForCertificate: tags.ListTagsForCertificate,
  ListTagsForResource: tags.ListTagsForResource,
  RemoveTagsFromCertificate: tags.RemoveTagsFromCertificate,
  RequestCertificate: certificates.RequestCertificate,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateCertificateOptions: certificates.UpdateCertificateOptions,
}

export const acm = { name: 'acm', operations } satisfies Service<Partial<Operations<typeof sdk>>>

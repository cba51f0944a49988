import { XmlCodec, type XmlSettings } from '@aws-sdk/core/protocols'
import { NormalizedSchema, SCHEMA } from '@smithy/core/schema'
import { decodeUtf8 } from '../base/bytes'
import { structureOf } from './bindings'
import type { Tree } from './trees'

const SETTINGS: XmlSettings = {
  timestampFormat: { useTrait: true, default: SCHEMA.TIMESTAMP_DATE_TIME },
  xmlNamespace: '',
  serviceNamespace: '',
}
/** The SDK's own writer and parser of XML by schema. */
const XML_CODEC = new XmlCodec(SETTINGS)
const ANY = NormalizedSchema.of(SCHEMA.DOCUMENT)

/** A structure as one element of the given name, with its namespace when it is the root. */
export function writeXml(schema: NormalizedSchema, value: unknown, options: { name?: string; xmlns?: string } = {}): string {
  const codec = options.xmlns === undefined ? XML_CODEC : new XmlCodec({ ...SETTINGS, xmlNamespace: options.xmlns })
  const serializer = codec.createSerializer()
  serializer.write(options.name === undefined ? schema : structureOf(schema, options.name), value)
  return serializer.flush() as string
}

/** What stands inside the root element of an XML body; undefined when it is no XML. The empty body is the empty element. */
export function parseXml(body: Uint8Array): Tree | undefined {
  if (body.length === 0) return ''
  const text = decodeUtf8(body)
  if (text === undefined) return undefined
  try {
    return (XML_CODEC.createDeserializer().read(ANY, text) as Tree | undefined) ?? ''
  } catch {
    // No XML, or nested beyond what the stack holds.
    return undefined
  }
}

/** An element with a text, nothing when the text is undefined. */
export function textElement(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escapeText(text)}</${name}>`
}

/** A text inside an element; characters that XML 1.0 cannot hold become spaces. */
export function escapeText(text: string): string {
  const allowed = Array.from(text, (character) => (/[\t\n\r]|[^\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(character) ? character : ' ')).join('')
  return allowed.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'))
}

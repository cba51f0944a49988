import { type Case, documented, type Given, http, recorded, type Source, type Then, uncertain } from '../case'

const TEMPLATES = { 'application/json': 'transformed' }
const behaviour = (PassthroughBehavior: string, RequestTemplates?: object) =>
  http('/echo', { PassthroughBehavior, ...(RequestTemplates === undefined ? {} : { RequestTemplates }) })

const given: Given = {
  routes: {
    'POST /match': behaviour('WHEN_NO_MATCH', TEMPLATES),
    'POST /templates': behaviour('WHEN_NO_TEMPLATES', TEMPLATES),
    'POST /never': behaviour('NEVER', TEMPLATES),
    'POST /match-without': behaviour('WHEN_NO_MATCH'),
    'POST /templates-without': behaviour('WHEN_NO_TEMPLATES'),
    'POST /never-without': behaviour('NEVER'),
    'POST /unset': http('/echo', { RequestTemplates: TEMPLATES }),
    'POST /default-key': behaviour('NEVER', { 'application/json': 'transformed', $default: 'default' }),
    'POST /two': behaviour('NEVER', { 'application/json': 'json', 'text/xml': 'xml' }),
  },
  backend: {},
}

const sent = (what: string, path: string, type: string | undefined, body: string, source: Source): Case => ({
  id: `rest.passthrough.${what}`,
  given,
  when: { method: 'POST', path, headers: type === undefined ? {} : { 'Content-Type': type }, body: 'original' },
  then: { status: 200, received: { body } },
  source,
})
const REFUSED: Then = { status: 415, body: '{"message":"Unsupported Media Type"}', received: false }
const refused = (what: string, path: string, type: string, source: Source): Case => ({
  ...sent(what, path, type, '', source),
  then: REFUSED,
})

const TABLE = documented('docs: integration-passthrough-behaviors')
const JSON_TYPE = 'application/json'

export const PASSTHROUGH: readonly Case[] = [
  sent('when-no-match-with-a-match', '/match', JSON_TYPE, 'transformed', TABLE),
  sent('when-no-templates-with-a-match', '/templates', JSON_TYPE, 'transformed', TABLE),
  sent('never-with-a-match', '/never', JSON_TYPE, 'transformed', TABLE),
  sent('when-no-match-without-a-match', '/match', 'text/plain', 'original', TABLE),
  refused('when-no-templates-without-a-match', '/templates', 'text/plain', TABLE),
  refused('never-without-a-match', '/never', 'text/plain', TABLE),
  sent('when-no-match-without-templates', '/match-without', JSON_TYPE, 'original', TABLE),
  sent('when-no-templates-without-templates', '/templates-without', JSON_TYPE, 'original', TABLE),
  refused('never-without-templates', '/never-without', JSON_TYPE, TABLE),
  sent('when-no-match-is-the-default', '/unset', 'text/plain', 'original', recorded('facts/02, section 0')),
  sent('charset-does-not-matter', '/never', 'application/json; charset=utf-8', 'transformed', documented('facts/02, section 8')),
  sent('type-in-capitals', '/never', 'Application/JSON', 'transformed', uncertain('facts/02, section 8')),
  sent('no-content-type-is-json', '/never', undefined, 'transformed', recorded('facts/13, 346')),
  sent('no-content-type-selects-among-two', '/two', undefined, 'json', recorded('facts/13, 259')),
  sent('second-template', '/two', 'text/xml', 'xml', TABLE),
  sent('default-key', '/default-key', 'text/plain', 'default', uncertain('facts/02, section 8')),
  refused('subtype-is-another-type', '/never', 'application/vnd.api+json', TABLE),
]

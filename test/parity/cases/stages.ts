import {
  type Case,
  type ControlCall,
  documented,
  type Given,
  http,
  recorded,
  rendering,
  type Source,
  type Step,
  type Then,
  uncertain,
} from '../case'

const given: Given = {
  routes: {
    'GET /version': rendering('one'),
    'GET /variables': rendering(
      "$stageVariables.colour $stageVariables['colour'] ${stageVariables['colour']} ${stageVariables.colour} [$stageVariables.none]",
    ),
    'GET /uri': http('', { IntegrationHttpMethod: 'GET', Uri: 'http://${stageVariables.backend}/${stageVariables.colour}/x' }),
    'GET /uri-missing': http('', { IntegrationHttpMethod: 'GET', Uri: 'http://${stageVariables.backend}/a${stageVariables.none}b' }),
    'GET /query': http('/q?colour=${stageVariables.colour}', { IntegrationHttpMethod: 'GET' }),
  },
  stage: { Variables: { colour: 'blue' } },
  backend: {},
}
const two: Given = {
  ...given,
  resources: {
    Other: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'other', Variables: { colour: 'red' } },
    },
  },
}
const change: ControlCall = {
  call: 'PATCH /restapis/{ApiId}/resources/{Resourceversion}/methods/GET/integration/responses/200',
  body: { patchOperations: [{ op: 'replace', path: '/responseTemplates/application~1json', value: 'two' }] },
}
const deploy = (stageName?: string): ControlCall => ({
  call: 'POST /restapis/{ApiId}/deployments',
  body: stageName === undefined ? {} : { stageName },
})
const patch = (path: string, value: string): ControlCall => ({
  call: 'PATCH /restapis/{ApiId}/stages/test',
  body: { patchOperations: [{ op: 'replace', path, value }] },
})

const one = (what: string, when: Step | readonly Step[], then: Then, source: Source, api = given): Case => ({
  id: `rest.stages.${what}`,
  given: Array.isArray(when) ? { ...api } : api,
  when,
  then,
  source,
})
const at = (target: string): Step => ({ path: '', target })
const version: Step = { path: '/version' }
const FORBIDDEN: Then = { status: 403, body: '{"message":"Forbidden"}', headers: { 'x-amzn-ErrorType': 'ForbiddenException' } }

const VARIABLES = documented('docs: aws-api-gateway-stage-variables-reference')
const SNAPSHOT = documented('facts/05, section 7')

export const STAGES: readonly Case[] = [
  one('served', version, { status: 200, body: 'one' }, SNAPSHOT),
  one('unknown', at('/nothing/version'), FORBIDDEN, uncertain('facts/01, section 1')),
  one('none', at('/'), FORBIDDEN, uncertain('facts/01, section 1')),
  one('names-are-case-sensitive', at('/TEST/version'), FORBIDDEN, uncertain('facts/01, section 2')),
  one('changes-wait-for-a-deployment', [change, version], { body: 'one' }, SNAPSHOT),
  one('deployment-without-a-stage', [change, deploy(), version], { body: 'one' }, SNAPSHOT),
  one('deployment-to-the-stage', [change, deploy('test'), version], { body: 'two' }, SNAPSHOT),
  one('deployment-makes-a-stage', [change, deploy('made'), at('/made/version')], { status: 200, body: 'two' }, SNAPSHOT),
  one('back-to-an-older-deployment', [change, deploy('test'), patch('/deploymentId', '{Deployment}'), version], { body: 'one' }, SNAPSHOT),
  one(
    'variables-apply-at-once',
    [patch('/variables/colour', 'green'), { path: '/variables' }],
    { body: 'green green green green []' },
    SNAPSHOT,
  ),
  one('deleted', [{ call: 'DELETE /restapis/{ApiId}/stages/test' }, version], FORBIDDEN, uncertain('facts/01, section 1')),
  one('deleted-api', [{ call: 'DELETE /restapis/{ApiId}' }, version], { status: 403 }, uncertain('facts/01, section 1')),
  one('variables-in-a-template', { path: '/variables' }, { body: 'blue blue blue blue []' }, VARIABLES),
  one('variable-that-is-not-set', { path: '/variables' }, { body: /\[\]$/ }, recorded('facts/13, 274')),
  one('variables-of-each-stage', at('/other/variables'), { body: 'red red red red []' }, VARIABLES, two),
  one('variable-in-a-uri', { path: '/uri' }, { received: { url: '/blue/x' } }, VARIABLES),
  one('variable-in-a-query-string-of-a-uri', { path: '/query' }, { received: { url: '/q?colour=blue' } }, VARIABLES),
  one('missing-variable-in-a-uri-is-empty', { path: '/uri-missing' }, { received: { url: '/ab' } }, VARIABLES),
]

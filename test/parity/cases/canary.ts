import { type Case, type ControlCall, documented, type Given, recorded, rendering } from '../case'

const TEXT = 'one $stageVariables.colour [$context.isCanaryRequest]'
const given: Given = { routes: { 'GET /version': rendering(TEXT) }, stage: { Variables: { colour: 'blue' } } }

/** A second version of the API, deployed as the canary. */
const change: ControlCall = {
  call: 'PATCH /restapis/{ApiId}/resources/{Resourceversion}/methods/GET/integration/responses/200',
  body: {
    patchOperations: [
      { op: 'replace', path: '/responseTemplates/application~1json', value: 'two $stageVariables.colour [$context.isCanaryRequest]' },
    ],
  },
}
const release = (percentTraffic: number, more: object = {}): ControlCall => ({
  call: 'POST /restapis/{ApiId}/deployments',
  body: { stageName: 'test', canarySettings: { percentTraffic, ...more } },
})
const patch = (...patchOperations: object[]): ControlCall => ({ call: 'PATCH /restapis/{ApiId}/stages/test', body: { patchOperations } })
const percent = (value: string) => patch({ op: 'replace', path: '/canarySettings/percentTraffic', value })
const promote = patch(
  { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
  { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
  { op: 'remove', path: '/canarySettings' },
)
const ask = { path: '/version' }
const yellow = { stageVariableOverrides: { colour: 'yellow' } }

const one = (what: string, calls: readonly ControlCall[], body: string, source: Case['source']): Case => ({
  id: `rest.canary.${what}`,
  given: { ...given },
  when: [...calls, ask],
  then: { status: 200, body },
  source,
})

const RECORDED = recorded('facts/05, section 8')
const GUIDE = documented('docs: canary-release')

export const CANARY: readonly Case[] = [
  one('none', [], 'one blue []', RECORDED),
  one('all-traffic', [change, release(100)], 'two blue [true]', RECORDED),
  one('no-traffic', [change, release(0)], 'one blue [false]', RECORDED),
  one('stage-variable-overrides', [change, release(100, yellow)], 'two yellow [true]', RECORDED),
  one('overrides-do-not-touch-the-stage', [change, release(0, yellow)], 'one blue [false]', GUIDE),
  one('traffic-is-changed', [change, release(0), percent('100.0')], 'two blue [true]', RECORDED),
  one('promoted', [change, release(0, yellow), promote], 'two yellow []', RECORDED),
  one('removed', [change, release(100, yellow), patch({ op: 'remove', path: '/canarySettings' })], 'one blue []', RECORDED),
]

import { ECHO, mockOf } from '../../support/rest-template'
import {
  type Case,
  type ControlCall,
  documented,
  type Given,
  type Pause,
  type Request,
  rendering,
  type Source,
  type Then,
  uncertain,
} from '../case'

const VISIBILITY = { CloudWatchMetricsEnabled: false, SampledRequestsEnabled: false, MetricName: 'none' }
const none = [{ Priority: 0, Type: 'NONE' }]
const transformed = (...types: readonly string[]) => types.map((Type, Priority) => ({ Priority, Type }))
const header = (Name: string) => ({ SingleHeader: { Name } })
const bytes = (SearchString: string, FieldToMatch: object, PositionalConstraint = 'EXACTLY', TextTransformations: object[] = none) => ({
  ByteMatchStatement: { SearchString, FieldToMatch, PositionalConstraint, TextTransformations },
})
const says = (what: string) => bytes(what, header('x-say'))

interface Rule {
  readonly statement: object
  readonly action?: object
  readonly more?: object
}
const block = (statement: object, action: object = { Block: {} }, more: object = {}): Rule => ({ statement, action, more })
const rules = (list: Readonly<Record<string, Rule>>) =>
  Object.entries(list).map(([Name, { statement, action, more }], at) => ({
    Name,
    Priority: at,
    Statement: statement,
    ...(action === undefined ? {} : { Action: action }),
    VisibilityConfig: VISIBILITY,
    ...more,
  }))

const STAGE_ARN = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/test' }
const acl = (list: Readonly<Record<string, Rule>>, more: object = {}) => ({
  Acl: {
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      Name: 'acl',
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules: rules(list),
      ...more,
    },
  },
  Association: {
    Type: 'AWS::WAFv2::WebACLAssociation',
    DependsOn: 'Stage',
    Properties: { WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, ResourceArn: STAGE_ARN },
  },
})
const group = (Name: string, list: Readonly<Record<string, Rule>>) => ({
  Type: 'AWS::WAFv2::RuleGroup',
  Properties: { Name, Scope: 'REGIONAL', Capacity: 100, VisibilityConfig: VISIBILITY, Rules: rules(list) },
})
const ref = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

const routes: Given['routes'] = {
  'GET /in': mockOf('in'),
  'POST /in': mockOf('in'),
  'GET /{proxy+}': mockOf('in'),
  'GET /context': rendering('$context.wafResponseCode $context.webaclArn'),
  'GET /event': { fn: 'Echo' },
  'GET /signed': { ...mockOf('in'), method: { AuthorizationType: 'AWS_IAM' } },
}
const functions = { Echo: ECHO }

/** Each rule blocks by the header or the part of the request that its name tells. */
const given: Given = {
  routes,
  functions,
  resources: {
    Addresses: {
      Type: 'AWS::WAFv2::IPSet',
      Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24', '198.51.100.7/32'] },
    },
    Addresses6: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'] } },
    Patterns: { Type: 'AWS::WAFv2::RegexPatternSet', Properties: { Scope: 'REGIONAL', RegularExpressionList: ['^evil', 'worse$'] } },
    Counted: group('counted', { all: block(says('group counted')) }),
    Blocking: group('blocking', { one: block(says('group one')), two: block(says('group two')) }),
    ...acl(
      {
        allowed: block(says('allowed, then blocked'), {
          Allow: { CustomRequestHandling: { InsertHeaders: [{ Name: 'said', Value: 'yes' }] } },
        }),
        counted: block(
          says('counted'),
          { Count: { CustomRequestHandling: { InsertHeaders: [{ Name: 'counted', Value: '1' }] } } },
          { RuleLabels: [{ Name: 'seen:here' }] },
        ),
        blocked: block(bytes('blocked', header('x-say'), 'ENDS_WITH')),
        address: block({ IPSetReferenceStatement: { Arn: ref('Addresses') } }),
        address6: block({ IPSetReferenceStatement: { Arn: ref('Addresses6') } }),
        forwarded: block({
          IPSetReferenceStatement: {
            Arn: ref('Addresses'),
            IPSetForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH', Position: 'ANY' },
          },
        }),
        starts: block(bytes('/test/admin', { UriPath: {} }, 'STARTS_WITH')),
        contains: block(bytes('drop table', { QueryString: {} }, 'CONTAINS', transformed('URL_DECODE', 'LOWERCASE'))),
        word: block(bytes('rm', header('x-command'), 'CONTAINS_WORD')),
        argument: block(bytes('x', { SingleQueryArgument: { Name: 'bad' } })),
        arguments: block(bytes('any-bad', { AllQueryArguments: {} })),
        method: block({ AndStatement: { Statements: [bytes('POST', { Method: {} }), says('post')] } }),
        body: block(
          bytes('<script', { Body: { OversizeHandling: 'CONTINUE' } }, 'CONTAINS', transformed('HTML_ENTITY_DECODE', 'LOWERCASE')),
        ),
        json: block(
          bytes('forbidden', {
            JsonBody: { MatchPattern: { IncludedPaths: ['/user/role'] }, MatchScope: 'VALUE', InvalidFallbackBehavior: 'NO_MATCH' },
          }),
        ),
        cookies: block(
          bytes('stolen', {
            Cookies: { MatchPattern: { IncludedCookies: ['session'] }, MatchScope: 'VALUE', OversizeHandling: 'CONTINUE' },
          }),
        ),
        headers: block(
          bytes(
            'x-forbidden',
            { Headers: { MatchPattern: { All: {} }, MatchScope: 'KEY', OversizeHandling: 'CONTINUE' } },
            'EXACTLY',
            transformed('LOWERCASE'),
          ),
        ),
        regex: block({ RegexMatchStatement: { RegexString: '^[a-z]+\\d{3}$', FieldToMatch: header('x-code'), TextTransformations: none } }),
        patterns: block({
          RegexPatternSetReferenceStatement: { Arn: ref('Patterns'), FieldToMatch: header('x-pattern'), TextTransformations: none },
        }),
        size: block({
          SizeConstraintStatement: { FieldToMatch: header('x-long'), ComparisonOperator: 'GT', Size: 10, TextTransformations: none },
        }),
        country: block({ GeoMatchStatement: { CountryCodes: ['DE', 'FR'] } }),
        either: block({ OrStatement: { Statements: [says('one'), says('other')] } }),
        not: block({
          AndStatement: { Statements: [bytes('/test/only', { UriPath: {} }), { NotStatement: { Statement: says('friend') } }] },
        }),
        label: block({
          AndStatement: {
            Statements: [{ LabelMatchStatement: { Scope: 'LABEL', Key: 'seen:here' } }, bytes('/test/labelled', { UriPath: {} })],
          },
        }),
        custom: block(says('custom'), {
          Block: {
            CustomResponse: { ResponseCode: 418, CustomResponseBodyKey: 'tea', ResponseHeaders: [{ Name: 'X-Tea', Value: 'earl grey' }] },
          },
        }),
        redirect: block(says('redirect'), {
          Block: { CustomResponse: { ResponseCode: 302, ResponseHeaders: [{ Name: 'Location', Value: 'https://example.com/' }] } },
        }),
        captcha: block(says('captcha'), { Captcha: {} }),
        group: { statement: { RuleGroupReferenceStatement: { Arn: ref('Counted') } }, more: { OverrideAction: { Count: {} } } },
        blocking: {
          statement: {
            RuleGroupReferenceStatement: { Arn: ref('Blocking'), RuleActionOverrides: [{ Name: 'two', ActionToUse: { Count: {} } }] },
          },
          more: { OverrideAction: { None: {} } },
        },
        managed: {
          statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
          more: { OverrideAction: { None: {} } },
        },
      },
      { CustomResponseBodies: { tea: { ContentType: 'APPLICATION_JSON', Content: '{"short":"stout"}' } } },
    ),
  },
}

const FORBIDDEN: Then = { status: 403, body: '{"message":"Forbidden"}', headers: { 'x-amzn-ErrorType': 'ForbiddenException' } }
const IN: Then = { status: 200, body: 'in' }
const STATEMENTS = documented('docs: waf-rule-statements')
const ACTIONS = documented('docs: waf-rule-action')

type Sent = Partial<Request>
const one = (what: string, sent: Sent, then: Then, source: Source = STATEMENTS, own: Given = given): Case => ({
  id: `rest.waf.${what}`,
  given: own,
  when: { path: '/in', ...sent },
  then,
  source,
})
const saying = (text: string, more: Sent = {}): Sent => ({ headers: { 'x-say': text }, ...more })
const pair = (what: string, blocked: Sent, allowed: Sent): Case[] => [one(what, blocked, FORBIDDEN), one(`${what}-not`, allowed, IN)]
const post = (body: string): Sent => ({ method: 'POST', body })

/** Ten requests of one sender in five minutes, and a hundred of all together in one. */
const limited: Given = {
  routes,
  functions,
  resources: acl({
    mine: block({ RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', ScopeDownStatement: bytes('/test/in', { UriPath: {} }) } }),
    tenant: block({
      RateBasedStatement: {
        Limit: 10,
        EvaluationWindowSec: 60,
        AggregateKeyType: 'CUSTOM_KEYS',
        CustomKeys: [{ Header: { Name: 'x-tenant', TextTransformations: transformed('LOWERCASE') } }],
      },
    }),
  }),
}
const times = (count: number, request: Request): Request[] => Array.from({ length: count }, () => request)
const rate = (what: string, when: readonly (Request | Pause)[], then: Then): Case => ({
  id: `rest.waf.rate-${what}`,
  given: { ...limited },
  when,
  then,
  source: uncertain('docs: waf-rule-statement-type-rate-based'),
})
const mine: Request = { path: '/in', headers: { 'x-portico-source-ip': '203.0.113.1' } }
const tenant = (name: string): Request => ({ path: '/event', headers: { 'x-tenant': name } })

const closed: Given = {
  routes,
  functions,
  resources: {
    ...acl({ open: block(says('please'), { Allow: {} }) }, { DefaultAction: { Block: {} } }),
    Refusal: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResponseType: 'WAF_FILTERED',
        StatusCode: '406',
        ResponseTemplates: { 'application/json': '{"filtered":true}' },
      },
    },
  },
}
const change = (call: string, body?: unknown): ControlCall => ({ call, body })

export const WAF: readonly Case[] = [
  one('nothing-fits', {}, IN, ACTIONS),
  one('blocked', saying('blocked'), FORBIDDEN, uncertain('facts/01, section 3')),
  one(
    'first-rule-wins',
    saying('allowed, then blocked', { path: '/event' }),
    { status: 200, json: { headers: { 'x-amzn-waf-said': 'yes' } } },
    ACTIONS,
  ),
  one('count-goes-on', saying('counted', { path: '/event' }), { status: 200, json: { headers: { 'x-amzn-waf-counted': '1' } } }, ACTIONS),
  ...pair('address', { headers: { 'x-portico-source-ip': '192.0.2.77' } }, { headers: { 'x-portico-source-ip': '192.0.3.77' } }),
  ...pair('address-6', { headers: { 'x-portico-source-ip': '2001:db8::5' } }, { headers: { 'x-portico-source-ip': '2001:db9::5' } }),
  ...pair(
    'forwarded',
    { headers: { 'X-Forwarded-For': '10.0.0.1, 198.51.100.7' } },
    { headers: { 'X-Forwarded-For': '10.0.0.1, 198.51.100.8' } },
  ),
  one('forwarded-that-is-no-address', { headers: { 'X-Forwarded-For': 'unknown' } }, FORBIDDEN),
  ...pair('path', { path: '/admin/users' }, { path: '/in/admin' }),
  ...pair('query-decoded', { path: '/in?q=DROP%20Table%20x' }, { path: '/in?q=drop%2dtable' }),
  ...pair('word', { headers: { 'x-command': 'now rm -rf' } }, { headers: { 'x-command': 'alarm rmdir' } }),
  ...pair('query-argument', { path: '/in?a=1&bad=x' }, { path: '/in?a=x&bad=1' }),
  ...pair('any-query-argument', { path: '/in?a=any-bad' }, { path: '/in?any-bad=a' }),
  ...pair('method', saying('post', { method: 'POST' }), saying('post')),
  ...pair('body', post('hello &lt;SCRIPT&gt;'), post('hello scripture')),
  ...pair('json', post('{"user":{"role":"forbidden"}}'), post('{"user":{"name":"forbidden"},"role":"forbidden"}')),
  one('json-that-is-none', post('forbidden'), IN),
  ...pair('cookies', { headers: { Cookie: 'a=b; session=stolen' } }, { headers: { Cookie: 'other=stolen' } }),
  ...pair('header-names', { headers: { 'X-Forbidden': '1' } }, { headers: { 'X-Allowed': 'x-forbidden' } }),
  ...pair('regex', { headers: { 'x-code': 'abc123' } }, { headers: { 'x-code': 'abc1234' } }),
  ...pair('pattern-set', { headers: { 'x-pattern': 'this is worse' } }, { headers: { 'x-pattern': 'not evil' } }),
  ...pair('size', { headers: { 'x-long': 'eleven char' } }, { headers: { 'x-long': 'ten charac' } }),
  ...pair('country', { headers: { 'x-portico-country': 'de' } }, { headers: { 'x-portico-country': 'CH' } }),
  ...pair('either', saying('other'), saying('neither')),
  ...pair('not', { path: '/only' }, saying('friend', { path: '/only' })),
  ...pair('label', saying('counted', { path: '/labelled' }), { path: '/labelled' }),
  one('body-beyond-what-is-inspected', post(`${'x'.repeat(16_384)}<script`), IN),
  one(
    'custom-response',
    saying('custom'),
    { status: 418, body: '{"short":"stout"}', headers: { 'X-Tea': 'earl grey', 'Content-Type': 'application/json' } },
    documented('docs: customizing-the-response-for-blocked-requests'),
  ),
  one(
    'redirect',
    saying('redirect'),
    { status: 302, headers: { Location: 'https://example.com/' } },
    documented('docs: customizing-the-response-for-blocked-requests'),
  ),
  one('captcha', saying('captcha'), { status: 405, headers: { 'x-amzn-waf-action': 'captcha' } }, ACTIONS),
  one('group-that-counts', saying('group counted'), IN, ACTIONS),
  one('group', saying('group one'), FORBIDDEN),
  one('group-with-an-action-of-the-reference', saying('group two'), IN),
  one('before-the-route', saying('blocked', { path: '/nothing', method: 'DELETE' }), FORBIDDEN, documented('facts/01, section 1')),
  one('before-the-signature', saying('blocked', { path: '/signed' }), FORBIDDEN, documented('facts/01, section 1')),
  one(
    'in-the-context',
    { path: '/context' },
    { body: /^WAF_ALLOW arn:aws:wafv2:us-east-1:000000000000:regional\/webacl\/acl\/[0-9a-f-]{36}$/ },
    documented('docs: api-gateway-mapping-template-reference'),
  ),
  one('default-is-to-block', {}, { status: 406, body: '{"filtered":true}' }, documented('docs: supported-gateway-response-types'), closed),
  one('default-is-to-block-but-allowed', saying('please'), IN, ACTIONS, closed),
  {
    id: 'rest.waf.of-a-stage',
    given,
    when: change('GET /restapis/{ApiId}/stages/test'),
    then: { json: { webAclArn: /:regional\/webacl\/acl\// } },
    source: documented('docs: apigateway-control-access-aws-waf'),
  },
  rate('below-the-limit', times(10, mine), IN),
  rate('above-the-limit', times(11, mine), FORBIDDEN),
  rate('of-another-sender', [...times(11, mine), { path: '/in', headers: { 'x-portico-source-ip': '203.0.113.2' } }], IN),
  rate('of-other-paths', times(11, { ...mine, path: '/context' }), { status: 200 }),
  rate('that-is-over', [...times(11, mine), { advance: { minutes: 10 } }, mine], IN),
  rate('by-a-header', [...times(11, tenant('Acme'))], FORBIDDEN),
  rate('by-a-header-in-any-case', [...times(10, tenant('Acme')), tenant('ACME')], FORBIDDEN),
  rate('without-the-header', times(11, { path: '/event' }), { status: 200 }),
]

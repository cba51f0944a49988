import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { RoutingRuleRecord } from '../../model/apigatewayv2'
import { domainOf } from '../apigateway/domain-names'
import { badRequest, conflict, notFound } from '../apigateway/errors'
import { NOTHING, partitionOf } from '../apigateway/service'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkActions, checkConditions, checkPriority } from './routing-rule-checks'
import type { ApiGatewayV2 } from './service'

/** How a request names a rule: its domain name, a private one also by its id. */
interface RulePlace {
  readonly DomainName: string | undefined
  readonly DomainNameId?: string | undefined
  readonly RoutingRuleId?: string | undefined
}

type RuleInput = Pick<sdk.CreateRoutingRuleRequest, 'Actions' | 'Conditions' | 'Priority'>

const MOST_PER_PAGE = 500

function domainWith(call: Call, { DomainName, DomainNameId }: RulePlace) {
  return domainOf(call, { domainName: DomainName, domainNameId: DomainNameId })
}

function ruleOf(call: Call, place: RulePlace): { key: string; rule: RoutingRuleRecord } {
  const { key } = domainWith(call, place)
  const rule = call.records.routingRules.get(place.RoutingRuleId ?? '', key)
  // The wording is uncertain.
  if (rule === undefined) throw notFound('Invalid routing rule identifier specified')
  return { key, rule }
}

/** The rule of a request, checked, below the domain name whose record has this key. The wordings of errors are uncertain. */
function readRule(call: Call, place: RulePlace, input: RuleInput): { key: string; rule: Omit<RoutingRuleRecord, 'RoutingRuleArn'> } {
  const { key, domain } = domainWith(call, place)
  if (domain.routingMode === 'BASE_PATH_MAPPING_ONLY')
    throw badRequest('Routing rules cannot be created for a domain name whose routing mode is API_MAPPING_ONLY')
  const id = place.RoutingRuleId ?? call.ids.short()
  const taken = call.records.routingRules.list(key).some((other) => other.Priority === input.Priority && other.RoutingRuleId !== id)
  const rule = {
    RoutingRuleId: id,
    Priority: checkPriority(input.Priority),
    Conditions: checkConditions(input.Conditions),
    Actions: checkActions(call, domain, input.Actions),
  }
  if (taken) throw conflict(`A routing rule with priority ${rule.Priority} already exists for this domain name`)
  return { key, rule }
}

/** The ARN of a rule: unlike those of public domain names it names the account. */
function arnOf(call: Call, key: string, id: string): string {
  return `arn:${partitionOf(call.region)}:apigateway:${call.region}:${call.account}:/domainnames/${key}/routingrules/${id}`
}

/** Operations on the routing rules of custom domain names (facts/12, section 6; developer guide, rest-api-routing-rules). */
export const routingRules = {
  CreateRoutingRule(input, call) {
    const { key, rule } = readRule(call, { DomainName: input.DomainName, DomainNameId: input.DomainNameId }, input)
    const { RoutingRuleId } = rule
    return call.records.routingRules.put({ ...rule, RoutingRuleArn: arnOf(call, key, RoutingRuleId) }, RoutingRuleId, key)
  },

  GetRoutingRule: (input, call) => ruleOf(call, input).rule,

  /** In the order in which they are evaluated. That order is uncertain. */
  ListRoutingRules(input, call) {
    const rules = call.records.routingRules.list(domainWith(call, input).key).sort((a, b) => a.Priority - b.Priority)
    const { items, next } = page(rules, input.NextToken, Math.max(1, Math.min(input.MaxResults ?? MOST_PER_PAGE, MOST_PER_PAGE)))
    return { RoutingRules: items, ...(next === undefined ? {} : { NextToken: next }) }
  },

  /** Puts a rule in place of one that is there; its id stays. */
  PutRoutingRule(input, call) {
    const { rule: before } = ruleOf(call, input)
    const { key, rule } = readRule(call, input, input)
    return call.records.routingRules.put({ ...rule, RoutingRuleArn: before.RoutingRuleArn }, rule.RoutingRuleId, key)
  },

  DeleteRoutingRule(input, call) {
    const { key, rule } = ruleOf(call, input)
    call.records.routingRules.delete(rule.RoutingRuleId, key)
    return NOTHING
  },
} satisfies Partial<ApiGatewayV2>

import type { Case } from '../case'
import { API_KEYS } from './api-keys'
import { GATEWAY_RESPONSES } from './gateway-responses'
import { INPUT } from './input'
import { METHODS } from './methods'
import { MOCK } from './mock'
import { PASSTHROUGH } from './passthrough'
import { QUERIES } from './query'
import { ROUTING } from './routing'
import { VALIDATION } from './validation'

/** Every area and its cases: the table of the ledger, in this order. */
export const AREAS: Readonly<Record<string, readonly Case[]>> = {
  routing: ROUTING,
  methods: METHODS,
  query: QUERIES,
  validation: VALIDATION,
  'api-keys': API_KEYS,
  'gateway-responses': GATEWAY_RESPONSES,
  mock: MOCK,
  passthrough: PASSTHROUGH,
  input: INPUT,
}

export const CASES: readonly Case[] = Object.values(AREAS).flat()

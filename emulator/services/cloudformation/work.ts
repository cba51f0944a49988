import type { Diagnostic } from '../../base/diagnostics'
import type { Call } from '../operations'
import type { Places } from './findings'
import { type AwsServices, awsServices } from './resources/services'

/** A template as text, with what is known of where it came from. */
export interface TemplateText {
  readonly text: string
  /** Its file, for messages. */
  readonly file?: string
  /** The user's code behind its resources. */
  readonly places?: Places
}

/** Finds the template of a nested stack where it is not an object of S3; `asset` is what `Metadata["aws:asset:path"]` says. */
export type NestedTemplates = (request: { url: string; logicalId: string; asset?: string }) => TemplateText | undefined

/** What a deployment has at hand, the stacks nested in it too. */
export interface Work {
  readonly call: Call
  readonly services: AwsServices
  readonly places?: Places
  readonly templates?: NestedTemplates
  /** The template came alone: what it refers to and is not there is made up or left out, and told. */
  readonly standalone?: boolean
  /** Everything that is to be told about this deployment, as it comes up. */
  readonly diagnostics: Diagnostic[]
  /** Those of them that nested stacks have put into the log as their own. */
  readonly logged: Set<Diagnostic>
  /** Errors of our own, which are no fault of the template: thrown when the stack is back in order. */
  readonly bugs: unknown[]
  /** Set on nested stacks. */
  readonly parent?: { readonly stackId: string; readonly rootId: string }
}

/** What a deployment starts with. */
export function newWork(call: Call, more: Pick<Work, 'places' | 'standalone' | 'templates'> = {}): Work {
  return { call, services: awsServices(call), diagnostics: [], logged: new Set(), bugs: [], ...more }
}

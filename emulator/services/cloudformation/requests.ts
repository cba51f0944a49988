import type { CreateStackInput, Parameter, Tag } from '@aws-sdk/client-cloudformation'
import type { StackRecord } from '../../model/account-services'
import { validationError } from './operations'
import type { StackSettings } from './stack-settings'
import type { Work } from './work'

/** Statuses in which a stack can be updated. One that failed when it was made can when its resources were left as they are. */
export const UPDATABLE = new Set<StackRecord['StackStatus']>([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
])

/** The values of parameters that a request gives, or takes over from the stack as it is. */
export function givenParameters(
  parameters: readonly Parameter[] | undefined,
  previous: Readonly<Record<string, string>>,
): Record<string, string> {
  const given: Record<string, string> = {}
  for (const { ParameterKey: key = '', ParameterValue, UsePreviousValue } of parameters ?? []) {
    const value = UsePreviousValue ? previous[key] : ParameterValue
    if (value === undefined && UsePreviousValue) {
      throw validationError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      )
    }
    given[key] = value ?? ''
  }
  return given
}

export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
}

type Given = Pick<
  CreateStackInput,
  'Capabilities' | 'DeploymentConfig' | 'DisableRollback' | 'NotificationARNs' | 'OnFailure' | 'RoleARN' | 'RollbackConfiguration' | 'Tags'
>

/** What a request says of a stack besides its template. What it leaves out stays as it was. */
export function settingsOf(given: Given, before: StackRecord | undefined, members: StackSettings['members'] = {}): StackSettings {
  const { Capabilities, DeploymentConfig, RoleARN, RollbackConfiguration } = given
  const disabled = given.DisableRollback ?? DeploymentConfig?.DisableRollback ?? false
  return {
    tags: tagsOf(given.Tags ?? before?.Tags),
    onFailure: given.OnFailure ?? (disabled ? 'DO_NOTHING' : 'ROLLBACK'),
    members: {
      DisableRollback: disabled,
      NotificationARNs: given.NotificationARNs ?? before?.NotificationARNs ?? [],
      ...(Capabilities === undefined ? {} : { Capabilities }),
      ...(DeploymentConfig === undefined ? {} : { DeploymentConfig }),
      ...(RoleARN === undefined ? {} : { RoleARN }),
      ...(RollbackConfiguration === undefined ? {} : { RollbackConfiguration }),
      ...members,
    },
  }
}

/** What went wrong in the emulator itself is no failure of the stack only. */
export function throwBugs(work: Work): void {
  if (work.bugs.length > 0) throw work.bugs[0]
}

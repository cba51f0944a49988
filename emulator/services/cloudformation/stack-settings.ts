import type { StackRecord } from '../../model/account-services'

/** What is kept of a stack besides its resources. */
export interface StackSettings {
  readonly tags: Readonly<Record<string, string>>
  /** What to do when a resource cannot be made. */
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE'
  readonly members: Partial<
    Pick<
      StackRecord,
      | 'Capabilities'
      | 'ChangeSetId'
      | 'DeploymentConfig'
      | 'DisableRollback'
      | 'EnableTerminationProtection'
      | 'NotificationARNs'
      | 'RoleARN'
      | 'RollbackConfiguration'
      | 'TimeoutInMinutes'
      | 'policy'
    >
  >
}

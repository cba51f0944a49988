import type { Call } from '../../services/operations'

/** Puts a user into the copy whom no policy permits anything, with a key. */
export function putUser({ records, account, ids, clock }: Call, name: string, status: 'Active' | 'Inactive') {
  const [accessKeyId, secret] = [`AKIA${ids.suffix(16)}`, ids.mixed(40)]
  const CreateDate = new Date(clock.now())
  const user = { UserName: name, UserId: `AIDA${ids.suffix(17)}`, Arn: `arn:aws:iam::${account}:user/${name}`, Path: '/', CreateDate }
  records.users.put({ user, inlinePolicies: {}, attachedPolicies: [] }, name)
  records.accessKeys.put(
    { UserName: name, AccessKeyId: accessKeyId, Status: status, SecretAccessKey: secret, CreateDate },
    accessKeyId,
    name,
  )
  return { accessKeyId, secret }
}

/** Puts an API key into the copy: into the usage plan of a stage, when it has one; without a stage into none. */
export function putApiKey(
  { records, ids, clock }: Call,
  enabled: boolean,
  stage?: { readonly apiId: string; readonly stageName: string },
): string {
  const [id, value] = [ids.long(), ids.keyValue()]
  const now = new Date(clock.now())
  records.apiKeys.put({ id, name: `portico-attack-${id}`, value, enabled, createdDate: now, lastUpdatedDate: now, stageKeys: [] }, id)
  const plan = records.usagePlans
    .list()
    .find(({ apiStages }) => apiStages.some((one) => one.apiId === stage?.apiId && one.stage === stage?.stageName))
  if (plan !== undefined) records.usagePlanKeys.put({ id, type: 'API_KEY' }, id, plan.id)
  return value
}

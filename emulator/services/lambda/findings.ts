import type { Diagnostic } from '../../base/diagnostics'
import type { FunctionRecord } from '../../model/lambda'
import { missingOf } from '../../runner/runtimes'
import type { Call } from '../operations'
import { functionArn } from './names'
import { layers } from './resolve'

/** Tells what of a function is not as on AWS here, in place of what was told of it before. */
export function reportFunction(call: Call, record: FunctionRecord): void {
  call.diagnostics.replace(functionArn(call, record.configuration.FunctionName), functionFindings(call, record))
}

function functionFindings(call: Call, record: FunctionRecord): Diagnostic[] {
  const { configuration } = record
  const name = configuration.FunctionName
  const subject = `/functions/${name}`
  const findings: Diagnostic[] = signingFindings(call, record)
  const missing = configuration.PackageType === 'Image' ? 'container images are not run' : missingOf(configuration.Runtime ?? '')
  if (missing !== undefined) {
    findings.push({
      code: 'runtime-not-emulated',
      severity: 'warning',
      message: `The function ${name} cannot run here: ${missing}. Invoking it answers an error that says so.`,
      subject,
    })
  }
  for (const { arn, directory } of layers(call, configuration)) {
    if (directory !== undefined) continue
    findings.push({
      code: 'layer-not-available',
      severity: 'warning',
      message: `The layer ${arn} of the function ${name} is not in this account: the function runs without it.`,
      fix: 'Publish the layer here, or bundle what it holds with the function.',
      subject,
    })
  }
  if (configuration.TenancyConfig !== undefined) {
    findings.push({
      code: 'tenants-not-isolated',
      severity: 'warning',
      message: `The function ${name} isolates its tenants on AWS: here they share its environments, and events without a tenant are taken.`,
      subject,
    })
  }
  const short = Object.keys(configuration.Environment?.Variables ?? {}).filter((variable) => variable.length === 1)
  if (short.length > 0) {
    findings.push({
      code: 'environment-name',
      severity: 'warning',
      message: `The function ${name} has environment variables of one letter (${short.join(', ')}): AWS documents names of two characters and more, and may refuse them.`,
      fix: 'Give them longer names.',
      subject,
    })
  }
  return findings
}

/** What is told of a function whose code should be signed. */
function signingFindings(call: Call, { configuration, codeSigningConfigArn: arn }: FunctionRecord): Diagnostic[] {
  if (arn === undefined) return []
  const name = configuration.FunctionName
  const policy = call.records.codeSigningConfigs.get(arn)?.configuration.CodeSigningPolicies.UntrustedArtifactOnDeployment
  return [
    {
      code: 'code-not-verified',
      severity: policy === 'Warn' ? 'info' : 'warning',
      message:
        policy === 'Warn'
          ? `The function ${name} has a code signing configuration that warns: signatures are not verified here, and nothing is counted.`
          : `The function ${name} has a code signing configuration that may refuse its code: signatures are not verified here, and any code is deployed.`,
      fix: 'On AWS, code without a signature of an allowed profile is refused under Enforce (CodeVerificationFailedException): sign it where it is packaged.',
      subject: `/functions/${name}`,
    },
  ]
}

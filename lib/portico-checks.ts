import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  NestedStack,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stage,
} from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { checkTemplate, type Finding, RULES } from '../checks/index'

/**
 * The checks of docs/checks.md at every synthesis: each finding with its construct, the line that made it, and how to put it right. An error
 * fails the synthesis, a warning does not. `Validations.of(construct).acknowledge({ id: 'Portico::open-method', reason: '...' })` accepts one.
 *
 * @example
 * Validations.of(app).addPlugins(new PorticoChecks())
 */
export class PorticoChecks implements IPolicyValidationPlugin {
  readonly name = 'Portico'
  readonly ruleIds?: string[] = RULES.map(({ id }) => id)

  /** Called by the CDK, at the end of a synthesis. */
  validate({ templatePaths, appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = [...templatePaths, ...nestedTemplates(appConstruct)].flatMap((file) =>
      checkTemplate(read(file)).map((finding) => violationOf(finding, file)),
    )
    return { success: violations.every(({ severity }) => severity !== 'error'), violations }
  }
}

function violationOf({ rule, severity, message, fix, resource, property }: Finding, templatePath: string): PolicyViolation {
  return {
    ruleName: rule,
    description: message,
    fix,
    severity,
    violatingResources: [{ resourceLogicalId: resource, templatePath, locations: property === undefined ? [] : [property] }],
  }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** The templates of stacks inside stacks, which the CDK does not name. */
function nestedTemplates(app: IConstruct): string[] {
  return app.node
    .findAll()
    .filter((node) => NestedStack.isNestedStack(node))
    .map((stack) => join(Stage.of(stack)?.outdir ?? '', stack.templateFile))
    .filter((file) => existsSync(file))
}

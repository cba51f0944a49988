import { RULES } from '../../checks/index'
import { PROVABLE } from '../../emulator/testing/proofs/index'

const MEANING = {
  error: 'an error: it does not deploy, or never works',
  warning: 'a warning: it works, and is hardly meant so',
  info: 'worth a look',
}

/** docs/checks.md, from the rules themselves. */
export function checksPage(): string {
  const rows = RULES.map(({ id, severity }) => `| [${id}](#${id}) | ${severity} | ${PROVABLE.includes(id) ? 'yes' : ''} |`)
  const sections = RULES.map(({ id, severity, documentation, fix, source }) =>
    [`## ${id}`, documentation, `**Fix.** ${fix}`, `At worst ${MEANING[severity]}. Acknowledge: \`${id}\`. Source: <${source}>`].join(
      '\n\n',
    ),
  )
  return `${HEAD}\n\n| check | at worst | \`--prove\` |\n|---|---|---|\n${rows.join('\n')}\n\n${sections.join('\n\n')}\n`
}

const HEAD = `# Checks

What a template says that is hardly meant so. \`portico check\` looks at the templates of any app or file, CDK or not; the plugin \`PorticoChecks\` does the same at \`cdk synth\`. Errors fail, warnings do not (but with \`--strict\`).

\`\`\`sh
npx portico check --cdk-out cdk.out                      # construct, line of your code, and fix of each finding
npx portico check --template api.yaml --prove            # and what came of trying it, by a request
npx portico check --template api.yaml --json             # JSON lines; exit code 1 when there are errors
npx portico check --cdk-out cdk.out --acknowledge no-access-log --acknowledge open-method@Shop/Api/Default/health
\`\`\`

A finding that is meant so is acknowledged, and no longer told:

| where | how |
|---|---|
| in our constructs | \`openReason\` of an open route, \`vary: 'shared'\` of a cached one |
| in a CDK app | \`Validations.of(construct).acknowledge({ id: 'Portico::no-throttle', reason: 'behind a gateway of our own' })\`: the construct and all below it |
| in a template | \`"Metadata": { "portico:acknowledge": { "no-throttle": "behind a gateway of our own" } }\` at the resource, or at its API, for all its routes or for one (\`"open-method@GET /health"\`) |
| on the command line | \`--acknowledge no-throttle\`, \`--acknowledge no-throttle@Shop/Api\` (a construct and all below it), \`--acknowledge no-throttle@ApiStage1A2B3C4D\` (a logical id), \`--acknowledge "open-method@GET /health"\` (a route, which of a body is the only name) |

What only the deployment knows (imports, conditions on parameters without a default, what stands in other templates) counts for the template: a check is silent where it cannot see. One that depends on the account, \`burst-out-of-reach\` (a burst above what the account, the plan or the method lets through), is told by \`portico check\` alone.`

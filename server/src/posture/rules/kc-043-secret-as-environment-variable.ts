import { isFields } from '../../kubernetes/fields.ts'
import { variablePath, variablesOf, wholeSecretsOf } from '../environment.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Path } from '../path.ts'
import type { Failure, Rule } from '../rule.ts'
import type { Container } from '../subject.ts'

/** Source: CIS Kubernetes Benchmark, "Prefer using Secrets as files over Secrets as environment variables"; MITRE ATT&CK T1552. */
export const secretAsVariable: Rule = {
  id: 'KC-043',
  title: 'Secret given as environment variable',
  severity: 'low',
  frameworks: [...cis({ '1.10': '5.4.1', '1.11': '5.4.1', '1.12': '5.4.1' }), ...mitre('T1552')],
  why: 'Variables are inherited by child processes and end up in crash reports and logs, and a changed Secret reaches them only after a restart.',
  remedy: 'Mount the Secret as a volume and let the program read the file.',
  covers: ['KC-042'],
  noPatch: 'The program has to read a file instead.',
  workload: ({ containers }) =>
    containers.flatMap((container) => [...singleKeys(container), ...wholeSecretsOf(container).map(wholeSecret)]),
}

function singleKeys(container: Container): Failure[] {
  return variablesOf(container)
    .filter(({ from }) => isFields(from['secretKeyRef']))
    .map((variable) => ({
      path: [...variablePath(container, variable), 'valueFrom', 'secretKeyRef'],
      text: `Variable ${variable.name} of container ${container.name} takes its value from a Secret.`,
    }))
}

function wholeSecret({ path, container }: { readonly path: Path; readonly container: string }): Failure {
  return { path, text: `Container ${container} gets all keys of a Secret as variables.` }
}

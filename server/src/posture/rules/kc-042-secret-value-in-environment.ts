import { credentialsIn, credentialText } from '../credentials.ts'
import { variablePath, variablesOf, wholeSecretsOf } from '../environment.ts'
import { mitre } from '../frameworks.ts'
import type { Path } from '../path.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: Kubernetes, Good practices for Kubernetes Secrets; MITRE ATT&CK T1552. */
export const secretInEnvironment: Rule = {
  id: 'KC-042',
  title: 'Secret value in plain environment',
  severity: 'high',
  frameworks: [...mitre('T1552')],
  why: 'The value can be read by everybody who may see the workload, in the cluster, in its backups and in the repository of its manifest.',
  remedy: 'Change the credential, keep the new one in a Secret or an external store, and mount it as a file.',
  noPatch: 'The credential has to be changed first, and which Secret then holds it is for you to say.',
  workload: ({ containers }, { settings }) =>
    containers.flatMap((container) => [
      ...wholeSecretsOf(container).map(wholeSecret),
      ...variablesOf(container).flatMap((variable): Failure[] => {
        const { name, value } = variable
        const found = value === '' ? [] : credentialsIn(name, value, settings)
        if (found.length === 0) return []
        const text = `Variable ${name} of container ${container.name} holds ${credentialText(found)} in plain text.`
        return [{ path: [...variablePath(container, variable), 'value'], text }]
      }),
    ]),
}

/** No value stands there, and every one of the Secret is in the environment: it stands under the rule that says just this. */
function wholeSecret({ path, container }: { readonly path: Path; readonly container: string }): Failure {
  return { path, text: `Container ${container} has all values of a Secret in its environment.` }
}

import { fieldsOf, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import { patternMarks } from '../../secrets/mask.ts'
import { credentialsIn, credentialText } from '../credentials.ts'
import { mitre } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: Kubernetes, ConfigMaps: a ConfigMap gives no secrecy; what is confidential belongs in a Secret. MITRE ATT&CK T1552. */
export const credentialsInConfigMap: Rule = {
  id: 'KC-044',
  title: 'Credentials in a ConfigMap',
  severity: 'high',
  frameworks: [...mitre('T1552')],
  why: 'ConfigMaps are readable by far more accounts than Secrets and are not encrypted by the usual configurations of encryption at rest.',
  remedy: 'Change the credential and keep the new one in a Secret or an external store.',
  noPatch: 'The credential has to be changed first, and which Secret then holds it is for you to say.',
  objects: {
    ConfigMap: ({ object }, { settings }) =>
      valuesOf(object).flatMap(([name, value]): Failure[] => {
        const found = credentialsIn(name, value, settings)
        if (found.length === 0) return []
        return [{ path: ['data', name], text: `Key ${textOf(name, 253)} holds ${credentialText(found)}.` }]
      }),
  },
}

/** Of a stored ConfigMap only the names of its keys are kept, and which patterns their values matched. */
function valuesOf({ data, keys }: Readonly<Record<string, unknown>>): [string, string][] {
  const written = Object.entries(fieldsOf(data)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const stored = listOf(keys).map((key): [string, string] => [
    textOf(key['name'], 253),
    patternMarks(textsOf(key['patterns'])),
  ])
  return [...written, ...stored]
}

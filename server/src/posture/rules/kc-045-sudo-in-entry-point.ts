import { mitre } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: MITRE ATT&CK T1548; sudo(8). */
export const sudoInEntryPoint: Rule = {
  id: 'KC-045',
  title: 'sudo in the entry point',
  severity: 'low',
  frameworks: [...mitre('T1548')],
  why: 'A container that starts by sudo needs set-user-ID programs and privilege escalation, which whoever takes it over can use to become root.',
  remedy: 'Run the program as the user that it needs by runAsUser, and build the image so that it needs no root.',
  noPatch: 'What needs root, and whether it can do without, is for you to say.',
  workload: ({ containers }) =>
    containers.flatMap(({ name, path, fields }) =>
      ['command', 'args'].flatMap((field): Failure[] => {
        const parts: unknown = fields[field]
        if (!Array.isArray(parts)) return []
        return parts.flatMap((part: unknown, at): Failure[] =>
          typeof part === 'string' && SUDO.test(part)
            ? [{ path: [...path, field, at], text: `Container ${name} runs sudo in its ${field}.` }]
            : [],
        )
      }),
    ),
}

/** The program as a word, also by its path; not as a part of another word. */
const SUDO = /(?:^|[\s;&|(`"'/])sudo(?:$|[\s;&|)`"'])/

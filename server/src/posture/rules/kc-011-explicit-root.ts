import { pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { hasOwnUsers, type SecurityContext, securityContexts } from '../security-context.ts'

/**
 * Sources: Pod Security Standards, restricted, "Running as Non-root user"; Kubernetes API, PodSecurityContext: runAsGroup, fsGroup and
 * supplementalGroups.
 */
export const explicitRoot: Rule = {
  id: 'KC-011',
  title: 'Explicit root user or group',
  severity: 'low',
  frameworks: pss('restricted', 'v1.23'),
  why: 'The program runs as root, or in its group, whatever user the image names, and may write where only root should.',
  remedy: 'Name a user and groups other than 0, or leave the fields out where the image names a user.',
  noPatch: 'Which user and groups the program can run with is for you to say.',
  workload(workload, facts) {
    if (hasOwnUsers(workload, facts)) return []
    return securityContexts(workload).flatMap((context) =>
      rootPaths(context).map((within) => ({
        path: [...context.path, ...within],
        text: `${context.who} sets ${within[0]} to 0, which is root.`,
      })),
    )
  },
}

/** Where 0 stands. Those of the pod alone are no fields of a container. */
function rootPaths({ fields }: SecurityContext): [string, ...number[]][] {
  const { supplementalGroups: groups } = fields
  return [
    ...['runAsUser', 'runAsGroup', 'fsGroup'].flatMap((field): [string][] => (fields[field] === 0 ? [[field]] : [])),
    ...(Array.isArray(groups) ? groups : []).flatMap((group: unknown, at): [string, number][] =>
      group === 0 ? [['supplementalGroups', at]] : [],
    ),
  ]
}

import type { NamedRights } from '../http/access-actions.ts'

/** Options of commands that let somebody in, for `parseArgs`. */
export const RIGHTS_OPTIONS = {
  role: { type: 'string' },
  clusters: { type: 'string' },
  namespaces: { type: 'string' },
  registries: { type: 'string' },
} as const

export const RIGHTS_USAGE = '[--role ROLE] [--clusters A,B] [--namespaces A,B] [--registries A,B]'

type Given = Readonly<Partial<Record<keyof typeof RIGHTS_OPTIONS, string>>>

/** The rights that the options give, lists separated by commas; an administrator's when they give none. */
export function rightsOf({ role, clusters, namespaces, registries }: Given): NamedRights {
  return {
    role: (role ?? 'ADMINISTRATOR').toUpperCase(),
    clusters: clusters?.split(','),
    namespaces: namespaces?.split(','),
    registries: registries?.split(','),
  }
}

import { COMMAND_LINE } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import type { RightsInput } from '@breakwater/schema/services.ts'
import { type Access, clusterUids } from './access.ts'
import type { ControlActions } from './control.ts'

/** Rights as the command line gives them: clusters by name or uid. */
export interface NamedRights {
  readonly role: string
  readonly clusters?: readonly string[] | undefined
  readonly namespaces?: readonly string[] | undefined
  readonly registries?: readonly string[] | undefined
}

/** What the commands `login` and `token create` ask of a running instance. */
export function accessActions(database: Database, access: Access, linkOf: (code: string) => string): ControlActions {
  return {
    login: async (input) => {
      const link = { name: textOf(input['name']) ?? 'session', rights: await rightsFor(database, rightsIn(input)) }
      return { url: linkOf(await access.createLoginCode(link, COMMAND_LINE)) }
    },
    token: async (input) => {
      const expires = textOf(input['expiresAt'])
      const made = await addNamedToken(database, access, {
        name: textOf(input['name']) ?? '',
        rights: rightsIn(input),
        expiresAt: expires === undefined ? undefined : new Date(expires),
      })
      return { token: made }
    },
  }
}

/** Makes a token and returns its secret. Throws `RequestError`. */
export async function addNamedToken(
  database: Database,
  access: Access,
  input: { readonly name: string; readonly rights: NamedRights; readonly expiresAt: Date | undefined },
): Promise<string> {
  const rights = await rightsFor(database, input.rights)
  return (await access.addToken({ ...input, rights }, COMMAND_LINE)).secret
}

async function rightsFor(database: Database, rights: NamedRights): Promise<RightsInput> {
  const { clusters } = rights
  return { ...rights, clusters: clusters && (await clusterUids(database, clusters)) }
}

function rightsIn(input: Record<string, unknown>): NamedRights {
  return {
    role: textOf(input['role']) ?? 'ADMINISTRATOR',
    clusters: namesOf(input['clusters']),
    namespaces: namesOf(input['namespaces']),
    registries: namesOf(input['registries']),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function namesOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}

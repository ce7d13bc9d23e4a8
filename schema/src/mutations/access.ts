import { requireRole } from '../access.ts'
import { builder } from '../builder.ts'
import { Role } from '../enums/access.ts'
import { decodeIdOf, decodeIdsOf, encodeId } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { Token } from '../refs.ts'
import type { RightsInput } from '../services.ts'
import { required } from '../types/required.ts'
import { mutation } from './mutation.ts'

const AccessScopeInput = builder.inputType('AccessScopeInput', {
  description: 'What somebody sees only. What is not given does not limit; an empty list is refused.',
  fields: (t) => ({
    clusters: t.idList({ description: 'Ids of clusters.' }),
    namespaces: t.stringList({ description: 'Names of namespaces, in whichever cluster.' }),
    registries: t.stringList({ description: 'Registries, by host name.' }),
  }),
})

const SCOPE = 'What is seen with it; everything when not given. An administrator has none.'

mutation({
  name: 'createToken',
  description: 'Makes a token for programs. Its secret is told in this answer and never again.',
  role: 'ADMINISTRATOR',
  what: 'make tokens',
  input: (t) => ({
    name: t.string({ required: true, description: 'Its name: 1 to 100 letters, digits, and any of . _ @ -' }),
    role: t.field({ type: Role, required: true, description: 'What may be done with it.' }),
    scope: t.field({ type: AccessScopeInput, description: SCOPE }),
    expires: t.field({ type: 'DateTime', description: 'When it runs out; never when not given.' }),
  }),
  payload: {
    token: { type: Token, description: 'The token.' },
    secret: { type: 'String', description: 'What programs send as `Authorization: Bearer …`. Shown this once.' },
  },
  run: async ({ name, role, scope, expires }, context) => {
    const { id, secret } = await context.services.access.createToken(
      { name, rights: rightsOf(role, scope), expiresAt: expires ?? undefined },
      context.viewer,
    )
    return { token: required(await loadersOf(context).nodes.Token.load(id), 'token'), secret }
  },
})

mutation({
  name: 'revokeToken',
  description: 'Ends a token for good. Who uses it is out within 5 seconds, open WebSockets included.',
  role: 'ADMINISTRATOR',
  what: 'revoke tokens',
  input: (t) => ({ token: t.id({ required: true, description: 'Id of the token.' }) }),
  payload: { revokedTokenId: { type: 'ID', description: 'Id of the token that is gone.' } },
  run: async ({ token }, context) => {
    const id = decodeIdOf('Token', token)
    await context.services.access.revokeToken(id, context.viewer)
    return { revokedTokenId: encodeId('Token', id) }
  },
})

mutation({
  name: 'createLoginLink',
  description: 'Makes a link that logs one browser in, good once, for ten minutes.',
  role: 'ADMINISTRATOR',
  what: 'make login links',
  input: (t) => ({
    name: t.string({ required: true, description: 'What to call the session, such as the name of who will use it.' }),
    role: t.field({ type: Role, required: true, description: 'What may be done in the session.' }),
    scope: t.field({ type: AccessScopeInput, description: SCOPE }),
  }),
  payload: {
    url: { type: 'String', description: 'The link. Whoever opens it first is logged in.' },
    expires: { type: 'DateTime', description: 'Until when it can be opened.' },
  },
  run: async ({ name, role, scope }, context) => {
    const { url, expiresAt } = await context.services.access.createLoginLink(
      { name, rights: rightsOf(role, scope) },
      context.viewer,
    )
    return { url, expires: expiresAt }
  },
})

mutation({
  name: 'revokeSession',
  description:
    'Ends a session. Whoever is in it is out within 5 seconds, open WebSockets included. Only administrators may end that of somebody else.',
  role: 'VIEWER',
  what: 'end sessions',
  input: (t) => ({ session: t.id({ required: true, description: 'Id of the session.' }) }),
  payload: { revokedSessionId: { type: 'ID', description: 'Id of the session that is gone.' } },
  run: async ({ session }, context) => {
    const id = decodeIdOf('Session', session)
    const { viewer } = context
    if (viewer.kind !== 'SESSION' || viewer.id !== id)
      requireRole(viewer, 'ADMINISTRATOR', 'end the sessions of others')
    await context.services.access.revokeSession(id, viewer)
    return { revokedSessionId: encodeId('Session', id) }
  },
})

function rightsOf(
  role: RightsInput['role'],
  scope: typeof AccessScopeInput.$inferInput | null | undefined,
): RightsInput {
  return {
    role,
    clusters: decodeIdsOf('Cluster', scope?.clusters),
    namespaces: scope?.namespaces ?? undefined,
    registries: scope?.registries ?? undefined,
  }
}

import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { Role } from '../enums/access.ts'
import { encodeId } from '../ids.ts'
import { auditList } from '../lists/audit-list.ts'
import { list } from '../lists/list.ts'
import { sessionList } from '../lists/session-list.ts'
import { tokenList } from '../lists/token-list.ts'
import { loadersOf } from '../loaders.ts'
import { AuditEntry, Cluster, Node, Session, Token } from '../refs.ts'

/** What limits somebody; null where nothing does. */
export interface ScopeOfRights {
  readonly clusters: readonly string[] | null | undefined
  readonly namespaces: readonly string[] | null | undefined
  readonly registries: readonly string[] | null | undefined
}

export const AccessScope = builder.objectRef<ScopeOfRights>('AccessScope').implement({
  description: 'What somebody sees only. An empty list does not limit; one of namespaces is of those in any cluster.',
  fields: (t) => ({
    clusterIds: t.idList({
      description: 'Ids of clusters.',
      resolve: ({ clusters }) => (clusters ?? []).map((uid) => encodeId('Cluster', uid)),
    }),
    clusterNames: t.stringList({
      description: 'What these clusters are called, in the same order; the uid of one that is no longer connected.',
      resolve: ({ clusters }, _args, context) => Promise.all((clusters ?? []).map((uid) => clusterName(context, uid))),
    }),
    namespaces: t.stringList({
      description: 'Names of namespaces.',
      resolve: ({ namespaces }) => [...(namespaces ?? [])],
    }),
    registries: t.stringList({
      description: 'Registries, by host name.',
      resolve: ({ registries }) => [...(registries ?? [])],
    }),
  }),
})

Token.implement({
  description: 'A token for programs. Its secret was shown once, when it was made.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: ({ id }) => encodeId('Token', id) }),
    name: t.exposeString('name', { description: 'Its name.' }),
    role: t.expose('role', { type: Role, description: 'What may be done with it.' }),
    scope: t.field({
      type: AccessScope,
      nullable: true,
      description: 'What is seen with it; null: everything.',
      resolve: scopeOrNull,
    }),
    created: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who made it; empty when not known.' }),
    expires: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it runs out; null: never.',
    }),
    lastUsed: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null: never.',
    }),
  }),
})

Session.implement({
  description: 'A browser that is logged in.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: ({ id }) => encodeId('Session', id) }),
    name: t.exposeString('name', { description: 'As the login link was named.' }),
    role: t.expose('role', { type: Role, description: 'What may be done in it.' }),
    scope: t.field({
      type: AccessScope,
      nullable: true,
      description: 'What is seen in it; null: everything.',
      resolve: scopeOrNull,
    }),
    address: t.exposeString('address', { description: 'Where it was opened from; empty when not known.' }),
    userAgent: t.exposeString('userAgent', { description: 'What the browser called itself.' }),
    created: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
    lastUsed: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    expires: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself.' }),
    current: t.boolean({
      description: 'Whether it is the session that asks.',
      resolve: ({ id }, _args, { viewer }) => viewer.kind === 'SESSION' && viewer.id === id,
    }),
  }),
})

const AuditDetail = builder.objectRef<{ readonly name: string; readonly value: string }>('AuditDetail').implement({
  description: 'Something more about what was done.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is.' }),
    value: t.exposeString('value', { description: 'Its value, as text.' }),
  }),
})

AuditEntry.implement({
  description: 'Who did what, when and from where, and how it ended.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    actor: t.exposeString('actor', { description: 'Who: `session:…`, `token:NAME` or `command line`.' }),
    address: t.exposeString('address', {
      description: 'Where the request came from; empty for the command line and for what the server does by itself.',
    }),
    action: t.exposeString('action', { description: 'What was done, such as `connectCluster`.' }),
    target: t.exposeString('target', { description: 'What it was done to; empty when there is nothing to name.' }),
    result: t.exposeString('result', {
      description:
        '`OK`, or the code of why it was not done, such as `FORBIDDEN`; `STARTED` for what reaches out, whose end is told by a row of its own.',
    }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is about; null when there is none, or no longer.',
      resolve: (row, _args, context) => (row.cluster ? loadersOf(context).nodes.Cluster.load(row.cluster) : null),
    }),
    namespace: t.exposeString('namespace', { description: 'The namespace that it is about; empty for none.' }),
    registry: t.exposeString('registry', { description: 'The registry that it is about; empty for none.' }),
    details: t.field({
      type: [AuditDetail],
      description: 'What more is known of it. Never a secret.',
      resolve: ({ details }) =>
        Object.entries(details).map(([name, value]) => ({ name, value: value === null ? '' : String(value) })),
    }),
  }),
})

builder.queryFields((t) => ({
  tokens: list(t, tokenList, { description: 'Tokens for programs. For administrators.' }),
  sessions: list(t, sessionList, { description: 'Browsers that are logged in. For administrators.' }),
  auditEntries: list(t, auditList, { description: 'The audit trail: who did what. For administrators.' }),
}))

function scopeOrNull(rights: ScopeOfRights): ScopeOfRights | null {
  return rights.clusters || rights.namespaces || rights.registries ? rights : null
}

async function clusterName(context: Context, uid: string): Promise<string> {
  return (await loadersOf(context).nodes.Cluster.load(uid))?.name ?? uid
}

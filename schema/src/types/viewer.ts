import { builder } from '../builder.ts'
import { Role, ViewerKind } from '../enums/access.ts'
import { encodeId } from '../ids.ts'
import type { Viewer } from '../viewer.ts'
import { sightOf } from '../visible.ts'
import { AccessScope } from './access.ts'

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who asks.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the token or of the session.' }),
    kind: t.expose('kind', { type: ViewerKind, description: 'How they came in.' }),
    role: t.expose('role', { type: Role, description: 'What they may do.' }),
    scope: t.field({
      type: AccessScope,
      nullable: true,
      description: 'What they see only; null: everything.',
      resolve: (viewer) => sightOf(viewer),
    }),
    sessionId: t.id({
      nullable: true,
      description: 'Id of their session; null for a token.',
      resolve: ({ kind, id }) => (kind === 'SESSION' ? encodeId('Session', id) : null),
    }),
    expires: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When they have to come in anew; null: never.',
      resolve: (viewer) => viewer.expiresAt ?? null,
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({ type: ViewerType, description: 'Who asks.', resolve: (_root, _args, context) => context.viewer }),
)

import { builder } from '../builder.ts'
import { Role, ViewerKind } from '../enums/access.ts'
import type { Viewer } from '../viewer.ts'

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who asks.',
  fields: (t) => ({
    name: t.exposeString('name', { description: "`session`, or the token's name." }),
    kind: t.expose('kind', { type: ViewerKind, description: 'How they came in.' }),
    role: t.expose('role', { type: Role, description: 'What they may do.' }),
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

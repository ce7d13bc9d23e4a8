import { builder } from '../builder.ts'
import type { ServerStatus } from '../services.ts'
import { isScoped } from '../visible.ts'

const Status = builder.objectRef<ServerStatus>('Status').implement({
  description: 'How this server is.',
  fields: (t) => ({
    version: t.exposeString('version', { description: "The server's version." }),
    database: t.exposeString('database', { description: 'The database: embedded or PostgreSQL, and its version.' }),
    role: t.exposeString('role', { description: 'What this process does: `all`, `server` or `worker`.' }),
    now: t.field({ type: 'DateTime', description: "The server's clock.", resolve: () => new Date() }),
    timeZone: t.exposeString('timeZone', { description: 'The time zone of the configuration.' }),
    changeLagMs: t.exposeInt('changeLagMs', {
      description: 'Age in milliseconds of the oldest change that was not pushed yet; 0: none.',
    }),
    oldestTransactionMs: t.exposeInt('oldestTransactionMs', {
      description: 'Age in milliseconds of the oldest open transaction, which holds changes back.',
    }),
    retentionDays: t.exposeInt('retentionDays', { description: 'For how many days tasks and changes are kept.' }),
    dataFolder: t.string({
      description: 'Where the data lie; empty for a viewer with a scope.',
      resolve: ({ dataFolder }, _args, { viewer }) => (isScoped(viewer) ? '' : dataFolder),
    }),
  }),
})

builder.queryField('status', (t) =>
  t.field({
    type: Status,
    description: 'How this server is.',
    resolve: (_root, _args, context) => context.services.status(),
  }),
)

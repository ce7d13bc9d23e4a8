import { requireNoScope } from '../access.ts'
import { builder } from '../builder.ts'
import { TaskKind } from '../enums/task.ts'
import { Schedule } from '../refs.ts'

Schedule.implement({
  description: 'When a kind of task runs by itself.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TaskKind, description: 'What runs.' }),
    cron: t.exposeString('cron', { description: 'When: five fields, as in cron.' }),
    timeZone: t.exposeString('timeZone', { description: 'The time zone of these fields, such as `Europe/Berlin`.' }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether it runs by itself at all.' }),
    stored: t.exposeBoolean('stored', {
      description: 'Whether it was changed here; the environment no longer decides then.',
    }),
    nextRun: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it runs next; null when it is switched off.',
      resolve: (schedule) => schedule.nextRun ?? null,
    }),
    updated: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
})

builder.queryField('schedules', (t) =>
  t.field({
    type: [Schedule],
    description: 'What runs by itself, and when. For viewers without a scope.',
    resolve: async (_root, _args, context) => {
      requireNoScope(context.viewer, 'read schedules')
      return [...(await context.services.schedules.list())]
    },
  }),
)

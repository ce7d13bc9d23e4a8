import { requireNoScope } from '../access.ts'
import { builder } from '../builder.ts'
import { SettingOrigin } from '../enums/access.ts'
import { Setting } from '../refs.ts'

Setting.implement({
  description: 'Something that can be set.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    value: t.exposeString('value', { description: 'Its value, as text.' }),
    origin: t.expose('origin', { type: SettingOrigin, description: 'Where the value comes from.' }),
    description: t.exposeString('description', { description: 'What it does.' }),
    options: t.stringList({
      description: 'The values that it takes, where they are a few; empty otherwise.',
      resolve: ({ options }) => [...(options ?? [])],
    }),
  }),
})

builder.queryField('settings', (t) =>
  t.field({
    type: [Setting],
    description: 'What can be set, with the values that hold. For viewers without a scope.',
    resolve: async (_root, _args, context) => {
      requireNoScope(context.viewer, 'read settings')
      return [...(await context.services.settings.list())]
    },
  }),
)

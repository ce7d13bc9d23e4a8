import { Setting } from '../refs.ts'
import { mutation } from './mutation.ts'

mutation({
  name: 'updateSetting',
  description: 'Sets something. From then on the environment no longer decides.',
  role: 'ADMINISTRATOR',
  what: 'change settings',
  input: (t) => ({
    name: t.string({ required: true, description: 'Name of the setting.' }),
    value: t.string({ required: true, description: 'Its new value, as text.' }),
  }),
  payload: { setting: { type: Setting, description: 'The setting.' } },
  run: async ({ name, value }, context) => ({
    setting: await context.services.settings.update(name, value, context.viewer),
  }),
})

mutation({
  name: 'logOut',
  description: 'Ends the session of this browser. Does nothing for a token.',
  role: 'VIEWER',
  what: 'log out',
  input: () => ({}),
  payload: { loggedOut: { type: 'Boolean', description: 'Whether the session has ended.' } },
  run: async (_input, context) => {
    await context.services.endSession(context.viewer)
    return { loggedOut: context.viewer.kind === 'SESSION' }
  },
})

import { describedEnum } from './described-enum.ts'

export const ViewerKind = describedEnum('ViewerKind', 'How a viewer came in.', {
  SESSION: 'With a browser.',
  TOKEN: 'With a token for programs.',
})

export const Role = describedEnum('Role', 'What a viewer may do.', {
  VIEWER: 'Read.',
  OPERATOR: 'Read, run tasks and write waivers.',
  ADMINISTRATOR: 'Everything.',
})

export const SettingOrigin = describedEnum('SettingOrigin', 'Where the value of a setting comes from.', {
  DEFAULT: 'Nobody set it.',
  ENVIRONMENT: "The process's environment.",
  STORED: 'Changed in the settings; the environment no longer decides.',
})

export const ConnectionStepName = describedEnum('ConnectionStepName', 'The steps of testing a connection, in order.', {
  CONFIGURATION: 'The kubeconfig or snapshot can be read.',
  REACHABLE: 'The API server answers.',
  CERTIFICATE: "The API server's certificate is trusted.",
  IDENTITY: 'It tells which cluster it is.',
  RIGHTS: 'The credential may list what is read.',
})

export const ChangeOperation = describedEnum('ChangeOperation', 'What happened to a row.', {
  ADDED: 'It is new.',
  MODIFIED: 'It is different.',
  REMOVED: 'It is gone.',
})

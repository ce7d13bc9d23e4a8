import { builder } from '../builder.ts'

export const RightsSubjectKind = builder.enumType('RightsSubjectKind', {
  description: 'Who can have rights in a cluster.',
  values: {
    USER: { value: 'User', description: 'A user, known to an identity provider or by a certificate.' },
    GROUP: { value: 'Group', description: 'A group of users or service accounts.' },
    SERVICE_ACCOUNT: { value: 'ServiceAccount', description: 'A service account.' },
  } as const,
})

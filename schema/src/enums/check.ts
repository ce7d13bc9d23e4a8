import { builder } from '../builder.ts'
import { describedEnum } from './described-enum.ts'

export const CheckOutcome = describedEnum(
  'CheckOutcome',
  'What a rule says of a place in an object, when it is not all right.',
  {
    FAIL: 'It is wrong.',
    NOT_ASSESSABLE: 'Nothing can be said: what would tell it was not read, or is not told.',
    EXEMPT: 'It is so, and is held for right: it has to be so, or a waiver accepts it.',
  },
)

export const CheckStatus = describedEnum('CheckStatus', 'The worst that a rule says of what it judged.', {
  FAIL: 'Something is wrong.',
  NOT_ASSESSABLE: 'Nothing is known to be wrong, and of something nothing can be said.',
  EXEMPT: 'Nothing is wrong but for what is held for right.',
  PASS: 'All is right.',
})

export const CheckResultState = describedEnum('CheckResultState', 'Whether a result still holds.', {
  OPEN: 'The last check found it.',
  RESOLVED: 'It is gone; kept as history.',
})

export const CheckOrigin = describedEnum('CheckOrigin', 'Who set something up as it is.', {
  USER: 'Whoever runs the cluster.',
  DISTRIBUTION: 'The distribution that the cluster was made with.',
})

export const CheckScope = describedEnum('CheckScope', 'What a rule of your own is asked of.', {
  OBJECT: 'The object as a whole.',
  CONTAINER: 'Each container of a workload.',
})

export const FrameworkName = builder.enumType('FrameworkName', {
  description: 'A catalog of requirements that rules look after.',
  values: {
    PSS: { description: 'The Pod Security Standards of Kubernetes.' },
    NSA: { description: 'The Kubernetes Hardening Guidance of NSA and CISA.' },
    CIS: { description: 'The CIS Kubernetes Benchmark.' },
    MITRE: { description: 'MITRE ATT&CK for Containers.' },
  } as const,
})

export const ROLES = ['VIEWER', 'OPERATOR', 'ADMINISTRATOR'] as const

export type Role = (typeof ROLES)[number]

import type { Queries } from '@breakwater/drizzle/database.ts'
import { ROLES } from '@breakwater/drizzle/tables/access.ts'
import { addAuditEntry, addSession, addToken, MORNING } from './rows.ts'

/** Tokens, sessions and an audit trail whose lists have ties and gaps. */
export async function addAccess(db: Queries): Promise<void> {
  for (let index = 0; index < 8; index++) {
    const role = ROLES[index % 3] ?? 'VIEWER'
    await addToken(db, `token-${index}`, {
      name: `robot-${index}`,
      role,
      ...(role !== 'ADMINISTRATOR' && { clusters: ['c1'], namespaces: ['shop'] }),
      createdAt: minutesAfterMorning(index % 3),
      createdBy: index % 2 === 0 ? 'command line' : 'session:0123456789ab',
      lastUsedAt: index % 4 === 0 ? null : minutesAfterMorning(index % 3),
      expiresAt: [null, minutesAfterMorning(60), new Date('2099-01-01T00:00:00.000Z')][index % 3] ?? null,
    })
    await addSession(db, `session-${index}`, {
      name: `person-${index % 3}`,
      role,
      address: index % 2 === 0 ? '192.0.2.7' : '2001:db8::7',
      userAgent: index % 4 === 0 ? 'Firefox' : 'Chromium',
      createdAt: minutesAfterMorning(index % 3),
      lastUsedAt: minutesAfterMorning(10 + (index % 4)),
      expiresAt: new Date(Date.UTC(2099, 0, 1 + (index % 2))),
    })
    await addAuditEntry(db, {
      at: minutesAfterMorning(index),
      actor: index % 2 === 0 ? 'token:ci' : 'session:0123456789ab',
      address: index % 2 === 0 ? '192.0.2.7' : '2001:db8::7',
      action: index % 3 === 0 ? 'removeCluster' : 'renameCluster',
      target: `cluster ${index}`,
      result: index % 4 === 0 ? 'FORBIDDEN' : 'OK',
    })
  }
}

function minutesAfterMorning(minutes: number): Date {
  return new Date(MORNING.getTime() + 60_000 * minutes)
}

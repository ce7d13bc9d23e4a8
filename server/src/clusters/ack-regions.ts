import { randomUUID } from 'node:crypto'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq } from 'drizzle-orm'

/** Alibaba Cloud parts its regions in two. Source: its documentation, Regions and zones. */
const ACK_GROUPS = [
  {
    name: 'Chinese Mainland',
    regions: [
      ...['cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-wulanchabu', 'cn-hangzhou', 'cn-shanghai'],
      ...['cn-nanjing', 'cn-fuzhou', 'cn-shenzhen', 'cn-heyuan', 'cn-guangzhou', 'cn-chengdu', 'cn-wuhan-lr'],
    ],
  },
  {
    name: 'Outside Chinese Mainland',
    regions: [
      ...['cn-hongkong', 'ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-3', 'ap-southeast-5'],
      ...['ap-southeast-6', 'ap-southeast-7', 'us-east-1', 'us-west-1', 'eu-central-1', 'eu-west-1', 'me-east-1'],
    ],
  },
]

/**
 * Puts ACK's two groups of regions in the region switch once a cluster of ACK is recognized and nobody has made groups. They
 * are groups like any other, to be edited or deleted; deleted ones come back only when no group is left at all.
 */
export async function offerAckRegions(database: Database, uid: string): Promise<void> {
  await database.transaction(async (tx) => {
    const [ack] = await tx
      .select({ uid: cluster.uid })
      .from(cluster)
      .where(and(eq(cluster.uid, uid), eq(cluster.distribution, 'ACK')))
      .limit(1)
    if (!ack) return
    const [existing] = await tx.select({ id: regionGroup.id }).from(regionGroup).limit(1)
    if (existing) return
    const rows = ACK_GROUPS.map((group, at) => ({ id: randomUUID(), position: at + 1, ...group }))
    const added = await tx.insert(regionGroup).values(rows).onConflictDoNothing().returning()
    await recordChanges(
      tx,
      added.map(({ id, name, regions }) => ({
        type: 'RegionGroup',
        node: id,
        operation: 'ADDED' as const,
        new: { name, regions },
      })),
    )
  })
}

import { createHash } from 'node:crypto'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import type { Protocol } from './model.ts'
import type { EntryPath } from './paths.ts'

/**
 * What tells an exposure apart over restarts and from one reading to the next: 32 hexadecimal digits. No pod names, addresses, node names
 * or generated node ports are in it. `outside` are backends that are no workloads.
 */
export function identityOf(
  { entry, key, service }: EntryPath,
  workload: ObjectRef | undefined,
  containerPort: number,
  protocol: Protocol,
  outside: readonly string[] = [],
): string {
  const parts = [
    entry.kind,
    keyOf(entry.object),
    ...key,
    service ? `${keyOf(service)}:${service.port}` : '',
    workload ? keyOf(workload) : outside.join(' '),
    `${containerPort}/${protocol}`,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

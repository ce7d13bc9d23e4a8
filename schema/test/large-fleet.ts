import type pg from 'pg'

/** Rows of each large table. */
const LARGE = 100_000
/** A task with half of all items, and a pod with half of all changes. */
export const LARGE_TASK = 'task-large'
export const LARGE_POD = 'p1'

/** 20 clusters with 5,000 rows of each kind, written by the database itself, and what lists join. */
export async function addLargeFleet(pool: pg.Pool): Promise<void> {
  for (const statement of STATEMENTS) await pool.query(statement)
  await pool.query('vacuum analyze')
}

const HERE = `'c' || n % 19 as cluster, 'n' || n % 200 as namespace`
const SEEN = `'x', timestamptz '2026-03-01' + n * interval '1 second', n % 20 > 0`

const STATEMENTS = [
  `insert into cluster (uid, name, name_lower, source_kind, connected_at)
    select 'c' || n, 'Cluster ' || n, 'cluster ' || n, 'KUBECONFIG', now() from generate_series(0, 19) n`,
  `insert into analysis (cluster, kind, analyzed_at) select 'c' || n, 'CONFIGURATION', now() from generate_series(0, 17) n`,
  `insert into workload (id, cluster, namespace, name, kind, application, owner, desired, ready, pods, containers, state, labels,
      content_hash, first_seen_at, present)
    select 'w' || n, ${HERE}, 'service-' || n % 997 || '-' || n, (array['Deployment','StatefulSet','DaemonSet','Job'])[1 + n % 4],
      'app-' || n % 997, 'team-' || n % 50, n % 9, n % 7, n % 9, n % 11, (array['READY','DEGRADED','FAILED'])[1 + n % 3],
      jsonb_build_object('app', 'app-' || n % 997), ${SEEN} from generate_series(1, ${LARGE}) n`,
  `insert into pod (id, cluster, namespace, name, workload, workload_kind, workload_name, node, phase, status, ready, restarts, ip,
      service_account, containers, labels, content_hash, first_seen_at, present)
    select 'p' || n, ${HERE}, 'service-' || n % 997 || '-' || n, 'w' || n, 'Deployment', 'service-' || n % 997, 'node-' || n % 500,
      'Running', (array['Running','CrashLoopBackOff','Pending'])[1 + n % 3], true, n % 50, '10.0.' || n % 250 || '.' || n % 199,
      'default', n % 4, jsonb_build_object('app', 'app-' || n % 997), ${SEEN} from generate_series(1, ${LARGE}) n`,
  `insert into container (id, cluster, namespace, name, pod, pod_name, workload, workload_name, node, kind, state, state_reason, ready,
      restarts, image_reference, image_digest, image_registry, content_hash, first_seen_at, present)
    select 'k' || n, ${HERE}, 'main-' || n % 97, 'p' || n, 'service-' || n % 997 || '-' || n, 'w' || n, 'service-' || n % 997,
      'node-' || n % 500, (array['MAIN','INIT','SIDECAR'])[1 + n % 3], (array['RUNNING','WAITING','TERMINATED'])[1 + n % 3],
      (array['','CrashLoopBackOff','Completed'])[1 + n % 3], true, n % 50, 'registry/image-' || n % 5000 || ':1',
      'sha256:' || lpad((n % 5000)::text, 64, '0'), 'registry', ${SEEN} from generate_series(1, ${LARGE}) n`,
  `insert into risk (id, cluster, namespace, kind, rule, title, title_lower, severity, severity_rank, priority, priority_rank, state,
      asset_type, asset_id, asset_name, owner, content_hash, first_seen_at)
    select 'r' || n, ${HERE}, (array['CONFIGURATION','EXPOSURE'])[1 + n % 2], 'RULE-' || n % 60, 'Title ' || n % 60,
      'title ' || n % 60, (array['LOW','MEDIUM','HIGH','CRITICAL'])[1 + n % 4], 1 + n % 4, (array['LOW','MEDIUM','HIGH'])[1 + n % 3],
      n % 3, (array['OPEN','OPEN','RESOLVED'])[1 + n % 3], 'Pod', 'p' || n, 'service-' || n % 997 || '-' || n, 'team-' || n % 50, 'x',
      timestamptz '2026-03-01' + n * interval '1 second' from generate_series(1, ${LARGE}) n`,
  `insert into asset_risk (asset_type, asset_id, cluster, namespace, high, medium, low, at_risk)
    select type, prefix || n, 'c' || n % 19, 'n' || n % 200, n % 3, n % 5, n % 7, n % 3 > 0
    from (values ('Pod', 'p'), ('Container', 'k'), ('Workload', 'w')) as types(type, prefix), generate_series(1, ${LARGE}, 5) n`,
  ...(['workload', 'pod', 'container'] as const).map(
    (table) => `insert into asset_count (cluster, namespace, kind, total, updated_at)
      select cluster, namespace, '${table === 'workload' ? 'APPLICATION' : table.toUpperCase()}', count(*), now()
      from ${table} where present group by cluster, namespace`,
  ),
  `insert into change (type, node, operation, cluster, namespace, new)
    select 'Pod', case when n % 2 = 0 then '${LARGE_POD}' else 'p' || n end, 'MODIFIED', 'c' || n % 20, 'n' || n % 200, '{}'::jsonb
    from generate_series(1, ${LARGE}) n`,
  `insert into task (id, kind, source, target, target_key, state, run_at, created_at, items_total)
    select 'task-' || n, 'CONTAINER_ASSET_SYNC', 'CONSOLE', 'all clusters', 'k' || n, 'SUCCEEDED', now(), now(), 10
    from generate_series(1, 500) n`,
  `insert into task (id, kind, source, target_key, run_at, created_at) values ('${LARGE_TASK}', 'IMAGE_SCAN', 'CONSOLE', 'x', now(), now())`,
  `insert into task_item (id, task, target_type, target_id, target_name, cluster, state, added, created_at, started_at, finished_at, cause)
    select 'i' || n, case when n % 2 = 0 then '${LARGE_TASK}' else 'task-' || n % 500 end, 'Cluster', 'c' || n, 'Cluster ' || n, 'c' || n % 20, 'SUCCEEDED', n % 30, now(), now(), now(),
      'cause ' || n % 5 from generate_series(1, ${LARGE}) n`,
]

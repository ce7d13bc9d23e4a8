import type pg from 'pg'

/** Rows of each large table. */
const LARGE = 100_000
/** Namespaces and nodes of a fleet that has as many pods, less one. */
const FEW = 3_799
/** A task with a tenth of all items, and a pod with a tenth of all changes. */
export const LARGE_TASK = 'task-large'
export const LARGE_POD = 'p1'

/** 20 clusters with 5,000 rows of each large kind, written by the database itself, and what lists join. */
export async function addLargeFleet(pool: pg.Pool): Promise<void> {
  // An index that is made of rows that are there takes a fraction of one that grows with each of them.
  const { rows } = await pool.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and not indisunique`)
  for (const { name } of rows) await pool.query(`drop index ${name}`)
  for (const statement of STATEMENTS) await pool.query(statement)
  for (const { definition } of rows) await pool.query(definition)
  await pool.query('vacuum analyze')
}

const HERE = `'c' || n % 19 as cluster, 'n' || n % 200 as namespace`
const SEEN = `'x', timestamptz '2026-03-01' + n * interval '1 second', n % 20 > 0`

/** What an asset carries of its row of the roll-up: one in five has one. */
const RISKS = 'risk_high, risk_medium, risk_low, at_risk'
const RISKY = `case when n % 5 = 1 then n % 3 else 0 end, case when n % 5 = 1 then n % 11 else 0 end,
      case when n % 5 = 1 then n % 7 else 0 end, n % 5 = 1 and n % 3 > 0`

/** Of 5,000; some three containers of a namespace run the same one, as replicas do. */
const IMAGE = '(n % 3800 * 8 + n / 3800 % 8) % 5000'

const STATEMENTS = [
  `insert into cluster (uid, name, name_lower, source_kind, connected_at)
    select 'c' || n, 'Cluster ' || n, 'cluster ' || n, 'KUBECONFIG', now() from generate_series(0, 19) n`,
  `insert into analysis (cluster, kind, analyzed_at) select 'c' || n, 'CONFIGURATION', now() from generate_series(0, 17) n`,
  `insert into workload (id, cluster, namespace, name, kind, application, owner, desired, ready, pods, containers, state, labels,
      content_hash, first_seen_at, present, ${RISKS})
    select 'w' || n, ${HERE}, 'service-' || n % 997 || '-' || n, (array['Deployment','StatefulSet','DaemonSet','Job'])[1 + n % 4],
      'app-' || n % 997, 'team-' || n % 50, n % 9, n % 7, n % 9, n % 11, (array['READY','DEGRADED','FAILED'])[1 + n % 3],
      jsonb_build_object('app', 'app-' || n % 997), ${SEEN}, ${RISKY} from generate_series(1, ${LARGE}) n`,
  `insert into pod (id, cluster, namespace, name, workload, workload_kind, workload_name, node, phase, status, ready, restarts, ip,
      service_account, containers, labels, content_hash, first_seen_at, present, ${RISKS})
    select 'p' || n, ${HERE}, 'service-' || n % 997 || '-' || n, 'w' || n, 'Deployment', 'service-' || n % 997, 'node-' || n % 500,
      'Running', (array['Running','CrashLoopBackOff','Pending'])[1 + n % 3], true, n % 50, '10.0.' || n % 250 || '.' || n % 199,
      'default', n % 4, jsonb_build_object('app', 'app-' || n % 997), ${SEEN}, ${RISKY} from generate_series(1, ${LARGE}) n`,
  `insert into container (id, cluster, namespace, name, pod, pod_name, workload, workload_name, node, kind, state, state_reason, ready,
      restarts, image_reference, image_digest, image_registry, exposure_rank, content_hash, first_seen_at, present, ${RISKS})
    select 'k' || n, ${HERE}, 'main-' || n % 97, 'p' || n, 'service-' || n % 997 || '-' || n, 'w' || n, 'service-' || n % 997,
      'node-' || n % 500, (array['MAIN','INIT','SIDECAR'])[1 + n % 3], (array['RUNNING','WAITING','TERMINATED'])[1 + n % 3],
      (array['','CrashLoopBackOff','Completed'])[1 + n % 3], true, n % 50, 'registry/image-' || ${IMAGE} || ':1',
      'sha256:' || lpad((${IMAGE})::text, 64, '0'), 'registry', n % 7 - 1, ${SEEN}, ${RISKY} from generate_series(1, ${LARGE}) n`,
  `insert into service (id, cluster, namespace, name, type, cluster_ip, external_addresses, ports, labels, content_hash, first_seen_at,
      present, ${RISKS})
    select 's' || n, ${HERE}, 'service-' || n % 997 || '-' || n, (array['ClusterIP','NodePort','LoadBalancer'])[1 + n % 3],
      '10.1.' || n % 250 || '.' || n % 199, case when n % 3 = 2 then array['203.0.113.' || n % 200] else '{}' end,
      jsonb_build_array(jsonb_build_object('port', 80 + n % 20)), jsonb_build_object('app', 'app-' || n % 997), ${SEEN}, ${RISKY}
    from generate_series(1, ${LARGE}) n`,
  `insert into namespace (id, cluster, namespace, name, labels, content_hash, first_seen_at, present, ${RISKS})
    select 'ns' || n, 'c' || n % 19, 'n' || n / 19, 'n' || n / 19, jsonb_build_object('team', 'team-' || n % 50), ${SEEN}, ${RISKY}
    from generate_series(0, ${FEW}) n`,
  `insert into cluster_node (id, cluster, name, ready, roles, kubelet_version, internal_ip, zone, pods, labels, content_hash, first_seen_at,
      present, ${RISKS})
    select 'm' || n, 'c' || n % 19, 'node-' || n, (array['READY','NOT_READY'])[1 + n % 2], array['worker'], 'v1.3' || n % 4,
      '10.2.' || n % 250 || '.' || n % 199, 'zone-' || n % 3, n % 100, '{}'::jsonb, ${SEEN}, ${RISKY} from generate_series(0, ${FEW}) n`,
  `insert into coverage (cluster, kind, reason, api_version, objects, updated_at)
    select 'c' || n % 19, 'Kind' || n / 19, (array['COMPLETE','FORBIDDEN'])[1 + n % 2], 'v1', n % 100, now() from generate_series(0, 1500) n`,
  `insert into cluster_watch (cluster, kind, state, heard_at, updated_at)
    select 'c' || n % 19, 'Kind' || n / 19, 'WATCHING', now(), now() from generate_series(0, 1000) n`,
  `insert into image_use (cluster, namespace, registry, image, reference, containers, at_risk)
    select cluster, namespace, image_registry, image_digest, min(image_reference), count(*), bool_or(at_risk)
    from container where present group by cluster, namespace, image_registry, image_digest`,
  `insert into risk (id, cluster, namespace, kind, rule, title, title_lower, severity, severity_rank, priority, priority_rank, state,
      asset_type, asset_id, asset_name, owner, content_hash, first_seen_at)
    select 'r' || n, ${HERE}, (array['CONFIGURATION','EXPOSURE'])[1 + n % 2], 'RULE-' || n % 60, 'Title ' || n % 60,
      'title ' || n % 60, (array['LOW','MEDIUM','HIGH','CRITICAL'])[1 + n % 4], 1 + n % 4, (array['LOW','MEDIUM','HIGH'])[1 + n % 3],
      n % 3, (array['OPEN','OPEN','RESOLVED'])[1 + n % 3], 'Pod', 'p' || n, 'service-' || n % 997 || '-' || n, 'team-' || n % 50, 'x',
      timestamptz '2026-03-01' + n * interval '1 second' from generate_series(1, ${LARGE}) n`,
  `insert into exposure (id, cluster, namespace, state, verdict, verdict_rank, confidence, rule, reasons, sources, entry_kind,
      entry_object_kind, entry_namespace, entry_name, entry_key, addresses, address, port, host, path, tls, service_namespace, service_name,
      service_port, workload, workload_kind, workload_name, container, container_port, protocol, hops, sentence, finding, priority,
      priority_rank, severity, port_class, authentication, priority_reasons, advice, title, title_lower, declared, risk, content_hash,
      first_seen_at, resolved_at)
    select 'x' || n, ${HERE}, (array['OPEN','OPEN','OPEN','RESOLVED'])[1 + n % 4],
      (array['NONE','BLOCKED','PRIVATE','POSSIBLE','RESTRICTED','INTERNET'])[1 + n % 6], n % 6, (array['LOW','MEDIUM','HIGH'])[1 + n % 3],
      'rule', '[]', array['0.0.0.0/0'], (array['LOAD_BALANCER','INGRESS','NODE_PORT','GATEWAY'])[1 + n % 4], 'Service', 'n' || n % 200,
      'entry-' || n % 3000, 'c' || n % 19 || '/entry-' || n % 3000, array['203.0.113.' || n % 200], '203.0.113.' || n % 200, 80 + n % 400,
      'host-' || n % 500, '/', (array['TERMINATED','NONE','UNKNOWN'])[1 + n % 3], 'n' || n % 200, 'service-' || n % 997, 80, 'w' || n,
      'Deployment', 'service-' || n % 997, 'main-' || n % 97, 8000 + n % 300, 'TCP', '[]', 'sentence',
      case when n % 50 = 0 then 'NO_BACKEND' end, (array['LOW','MEDIUM','HIGH'])[1 + n % 3], n % 4 - 1, 'HIGH',
      (array['WEB','DATABASE','METRICS','OTHER'])[1 + n % 4], (array['KNOWN','NONE','UNKNOWN'])[1 + n % 3], '{}', '[]', 'Title ' || n % 60,
      'title ' || n % 60, true, 'r' || n, 'x', timestamptz '2026-03-01' + n * interval '1 second',
      case when n % 4 = 3 then timestamptz '2026-04-01' + n * interval '1 second' end
    from generate_series(1, ${LARGE}) n`,
  `insert into check_rule (id, title, title_lower, severity, severity_rank, why, remedy, custom)
    select 'KC-' || lpad(n::text, 3, '0'), 'Title ' || n, 'title ' || n, 'HIGH', 1 + n % 4, 'why', 'remedy', false
    from generate_series(0, 119) n`,
  `insert into check_result (id, cluster, namespace, state, result, rule, title, title_lower, severity, severity_rank, priority,
      priority_rank, priority_reasons, object_kind, object_namespace, object_name, object_name_lower, judged_kind, judged_namespace,
      judged_name, workload, asset_type, asset_id, owner, path, text, related, mending, under, origin, reason, risk, binding_key,
      content_hash, first_seen_at, resolved_at)
    select 'y' || n, ${HERE}, (array['OPEN','OPEN','OPEN','RESOLVED'])[1 + n % 4],
      (array['FAIL','FAIL','FAIL','NOT_ASSESSABLE','EXEMPT'])[1 + n % 5], 'KC-' || lpad((n % 120)::text, 3, '0'), 'Title ' || n % 120,
      'title ' || n % 120, 'HIGH', 1 + n % 4, 'HIGH', n % 4 - 1, '{}', (array['Deployment','Role','Service'])[1 + n % 3],
      'n' || n % 200, 'service-' || n % 997, 'service-' || n % 997, 'Deployment', 'n' || n % 200, 'service-' || n % 997, 'w' || n,
      'Workload', 'w' || n, 'team-' || n % 50, 'spec', 'text', '[]', case when n % 2 = 0 then '{}'::jsonb end,
      case when n % 10 = 0 then 'KC-001' else '' end, (array['USER','DISTRIBUTION'])[1 + n % 2], '', 'r' || n, 'x', 'x',
      timestamptz '2026-03-01' + n * interval '1 second',
      case when n % 4 = 3 then timestamptz '2026-04-01' + n * interval '1 second' end
    from generate_series(1, ${LARGE}) n`,
  `insert into checked_object (id, cluster, namespace, kind, name, name_lower, workload, passed, failed, exempt, not_assessable,
      content_hash, first_seen_at)
    select 'z' || n, ${HERE}, (array['Deployment','Role','Service'])[1 + n % 3], 'service-' || n % 997, 'service-' || n % 997, 'w' || n,
      array['KC-' || lpad((n % 120)::text, 3, '0'), 'KC-' || lpad((n % 7)::text, 3, '0')], n % 9, n % 3, n % 2, 'x',
      timestamptz '2026-03-01' + n * interval '1 second'
    from generate_series(1, ${LARGE}) n`,
  `insert into node_report (id, cluster, node, source, states, read_at, read_by)
    select 'JOB/c' || n % 19 || '/node-' || n, 'c' || n % 19, 'node-' || n, (array['JOB','KUBE_BENCH'])[1 + n % 2], '{}',
      timestamptz '2026-03-01' + n * interval '1 second', 'token' from generate_series(1, ${FEW}) n`,
  `insert into check_tally (cluster, namespace, rule, passed, failed, exempt, not_assessable)
    select 'c' || n / 120 / 40, 'n' || n / 120 % 40, 'KC-' || lpad((n % 120)::text, 3, '0'), n % 9, n % 3, n % 2, 1
    from generate_series(0, 120 * 40 * 19 - 1) n`,
  `insert into asset_risk (asset_type, asset_id, cluster, namespace, high, medium, low, at_risk)
    select type, prefix || n, 'c' || n % 19, 'n' || n % 200, n % 3, n % 11, n % 7, n % 3 > 0
    from (values ('Pod', 'p'), ('Container', 'k'), ('Workload', 'w'), ('Service', 's')) as types(type, prefix),
      generate_series(1, ${LARGE}, 5) n`,
  ...(['workload', 'pod', 'container'] as const).map(
    (table) => `insert into asset_count (cluster, namespace, kind, total, updated_at)
      select cluster, namespace, '${table === 'workload' ? 'APPLICATION' : table.toUpperCase()}', count(*), now()
      from ${table} where present group by cluster, namespace`,
  ),
  `insert into change (type, node, operation, cluster, namespace, new)
    select 'Pod', case when n % 10 = 0 then '${LARGE_POD}' else 'p' || n end, 'MODIFIED', 'c' || n % 20, 'n' || n % 200, '{}'::jsonb
    from generate_series(1, ${LARGE}) n`,
  `insert into task (id, kind, source, target, target_key, state, run_at, created_at, items_total)
    select 'task-' || n, 'CONTAINER_ASSET_SYNC', 'CONSOLE', 'all clusters', 'k' || n, 'SUCCEEDED', now(), now(), 10
    from generate_series(1, 500) n`,
  `insert into task (id, kind, source, target_key, run_at, created_at) values ('${LARGE_TASK}', 'IMAGE_SCAN', 'CONSOLE', 'x', now(), now())`,
  `insert into task_item (id, task, target_type, target_id, target_name, cluster, state, added, created_at, started_at, finished_at, cause)
    select 'i' || n, case when n % 10 = 0 then '${LARGE_TASK}' else 'task-' || n % 500 end, 'Cluster', 'c' || n, 'Cluster ' || n, 'c' || n % 20, 'SUCCEEDED', n % 30, now(), now(), now(),
      'cause ' || n % 5 from generate_series(1, ${LARGE}) n`,
  `insert into audit (at, actor, action, target)
    select timestamptz '2026-03-01' + n * interval '1 second', 'token:ci', 'renameCluster', 'cluster ' || n % 20 from generate_series(1, ${LARGE}) n`,
  `insert into waiver (id, rule, reason, owner, until, created_at, created_by)
    select 'waiver-' || n, 'RULE-' || n % 60, 'known', 'team-' || n % 50, now(), now(), 'session' from generate_series(1, 500) n`,
  `insert into saved_view (id, list, name, owner, created_at, updated_at)
    select 'view-' || n, 'pods', 'View ' || n, 'token:ci-' || n % 50, now(), now() from generate_series(1, 500) n`,
  `insert into token (id, name, hash, created_at) select 'token-' || n, 'robot-' || n, 'hash ' || n, now() from generate_series(1, 100) n`,
  `insert into session (hash, created_at, expires_at, last_used_at)
    select 'hash ' || n, now(), now() + interval '1 day', now() from generate_series(1, 100) n`,
]

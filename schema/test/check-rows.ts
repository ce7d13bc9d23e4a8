import type { Queries } from '@breakwater/drizzle/database.ts'
import { sql } from 'drizzle-orm'
import { addCheckedObject, addCheckResult, addCheckRule, addNodeReport, addRisk, idOf, MORNING, NOON } from './rows.ts'

const SEVERITY = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const

/** What configuration rules say of the fleet, with ties and something to tell in every column. */
export async function addChecks(db: Queries): Promise<void> {
  await addRules(db)
  await addResults(db)
  await addObjects(db)
  await tally(db)
  await addReports(db)
}

async function addRules(db: Queries): Promise<void> {
  for (let index = 0; index < 9; index++) {
    await addCheckRule(db, `KC-00${index}`, {
      title: `${at(index, 'Open', 'ajar')} ${index % 5}`,
      severity: at(index, ...SEVERITY),
      noPatch: index % 2 === 0 ? 'It is for you to say.' : '',
      frameworks: [
        ...(index % 2 === 0 ? [{ framework: 'CIS', version: '1.12', section: `5.2.${index}` } as const] : []),
        ...(index % 3 === 0 ? [{ framework: 'PSS', version: '', section: 'baseline' } as const] : []),
      ],
    })
  }
  await addCheckRule(db, 'CU-001', {
    ...{ custom: true, title: 'Our own', severity: 'LOW', kinds: ['Workload'], expression: 'true' },
  })
  await addCheckRule(db, 'KC-900', { title: 'No longer asked', present: false })
}

/** Of three quarters of the rules there is something to say. */
const JUDGING = 6

async function addResults(db: Queries): Promise<void> {
  for (let index = 0; index < 36; index++) {
    const cluster = `c${1 + (index % 4)}`
    const isOfCluster = index % 9 === 8
    const namespace = isOfCluster ? '' : index % 3 === 0 ? 'kube-system' : 'shop'
    const name = at(index, 'web', 'db')
    const rule = index % JUDGING
    const result = rule === 4 ? 'NOT_ASSESSABLE' : rule === 5 ? 'EXEMPT' : 'FAIL'
    await addCheckResult(db, cluster, `result-${String(index).padStart(2, '0')}`, {
      ...{ namespace, result, rule: `KC-00${rule}` },
      title: `${at(rule, 'Open', 'ajar')} ${rule}`,
      severity: at(rule, ...SEVERITY),
      priority: result === 'FAIL' ? at(index >> 1, 'HIGH', 'MEDIUM', 'LOW') : null,
      objectKind: isOfCluster ? 'ClusterRole' : at(index, 'Deployment', 'StatefulSet'),
      objectName: at(index, 'web', 'DB'),
      workload: isOfCluster ? '' : idOf(cluster, 'Workload', namespace, name),
      owner: at(index, '', 'team-a', 'team-b'),
      mending:
        index % 4 === 0
          ? {
              verb: 'PATCH',
              object: { kind: 'Deployment', namespace, name },
              yaml: '[]',
              args: ['kubectl'],
              command: 'kubectl',
            }
          : null,
      under: index % 10 === 0 ? 'KC-001' : '',
      origin: at(index >> 2, 'USER', 'DISTRIBUTION'),
      reason: result === 'FAIL' ? '' : 'So it is.',
      risk: `risk of result-${index}`,
      firstSeenAt: minutesAfter(index % 3),
      ...(index === 35 && { state: 'RESOLVED', resolvedAt: NOON, lastSeenAt: NOON }),
    })
    // Two waived ones, and one that a waiver would accept if it were wrong.
    if (index % 6 === 0 || index === 4)
      await addRisk(db, `risk of result-${index}`, {
        ...{ kind: 'CONFIGURATION', rule: `KC-00${rule}`, cluster, namespace },
        waiver: index % 12 === 0 || index === 4 ? 'waiver-0' : null,
      })
  }
}

async function addObjects(db: Queries): Promise<void> {
  for (let index = 0; index < 16; index++) {
    const cluster = `c${1 + (index % 4)}`
    const isOfCluster = index % 7 === 6
    const namespace = isOfCluster ? '' : at(index >> 1, 'shop', 'kube-system')
    const name = `${at(index, 'web', 'Db')}-${index >> 2}`
    await addCheckedObject(
      db,
      cluster,
      `${isOfCluster ? 'ClusterRole' : at(index, 'Deployment', 'Service')}/${namespace}/${name}`,
      {
        workload: index % 4 === 0 ? idOf(cluster, 'Workload', 'shop', 'web') : '',
        passed: [...(index % 2 === 0 ? ['KC-000'] : []), ...(index % 3 === 0 ? ['KC-007'] : [])],
        failed: index % 4,
        exempt: index % 2,
        notAssessable: index % 3,
        firstSeenAt: minutesAfter(index % 4),
      },
    )
  }
}

async function addReports(db: Queries): Promise<void> {
  for (let index = 0; index < 9; index++) {
    await addNodeReport(db, `c${1 + (index % 4)}`, `n${index % 3}`, {
      source: index % 5 === 4 ? 'KUBE_BENCH' : 'JOB',
      readAt: minutesAfter(index % 3),
    })
  }
}

/** As it has to be: each number is that of the rows. */
async function tally(db: Queries): Promise<void> {
  await db.execute(sql`
    insert into check_tally (cluster, namespace, rule, passed, failed, exempt, not_assessable)
    select cluster, namespace, rule, sum(passed), sum(failed), sum(exempt), sum(not_assessable) from (
      select r.cluster, r.namespace, r.rule, 0 as passed,
        (r.result = 'FAIL' and risk.waiver is null)::int as failed,
        (r.result = 'EXEMPT' or (r.result = 'FAIL' and risk.waiver is not null))::int as exempt,
        (r.result = 'NOT_ASSESSABLE')::int as not_assessable
      from check_result r left join risk on risk.id = r.risk and risk.state = 'OPEN' where r.state = 'OPEN'
      union all
      select cluster, namespace, unnest(passed), 1, 0, 0, 0 from checked_object
    ) as said group by cluster, namespace, rule`)
}

function at<T>(index: number, ...values: readonly [T, ...T[]]): T {
  return values[index % values.length] ?? values[0]
}

function minutesAfter(minutes: number): Date {
  return new Date(MORNING.getTime() + 60_000 * minutes)
}

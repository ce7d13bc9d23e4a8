import { defineConfig } from 'vitest/config'

const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }]
/** Needs a real API server, so only `npm run test:kubernetes` asks for it. */
const kubernetes = {
  resolve: { alias },
  test: {
    name: 'kubernetes',
    include: ['server/**/*.kubernetes.test.ts'],
    env: { BREAKWATER_TEST_DATABASE: 'embedded' },
    globalSetup: ['drizzle/test/global-setup-embedded.ts', 'server/test/kubernetes/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}
const exclude = ['**/node_modules/**', 'web/e2e/**', '**/.next/**']
/**
 * What lets processes, servers and pages fail, connects or follows a cluster, or asks for every field and order takes twice as long on the embedded
 * database, though little in it is about which of the two it is: both are PostgreSQL; lists, syncs, risks and tasks run on both,
 * and the browser tests synchronize, analyze and check on the embedded one.
 * With BREAKWATER_TEST_THOROUGH=1 all of it does.
 */
const onPostgresOnly = process.env['BREAKWATER_TEST_THOROUGH']
  ? []
  : [
      'schema/src/lists/{check-list,cursors,filters,orders}.db.test.ts',
      'server/src/clusters/{cluster-service,exec-permits,faults,stable-ids,version-skew}.db.test.ts',
      'server/src/clusters/sync/{faults-*,kinds,sync-api-server,sync-gaps,sync-hostile}.db.test.ts',
      'server/src/clusters/watch/*.db.test.ts',
      'server/src/exposure/{exposure-service,intended,task}.db.test.ts',
      'server/src/http/{access,audit,examples,sight}.db.test.ts',
      'server/src/http/export/export.db.test.ts',
      'server/src/posture/{check-service,judged-by,node-reports,rights-service,task}.db.test.ts',
      'server/src/tasks/{kill,schedule}.db.test.ts',
      'server/test/watched-exposure.db.test.ts',
      'server/test/watched-posture.db.test.ts',
    ]

/**
 * `*.test.ts` needs no database; `*.db.test.ts` runs twice, on the embedded database and on PostgreSQL;
 * `*.postgres.test.ts` and `*.embedded.test.ts` are about one of the two; `*.kubernetes.test.ts` needs a real API server. Files share
 * the modules of their process, whose loading would take a third of the time: none may change what is loaded. A busy machine may be slower
 * than any patience, so that only what hangs runs out of time.
 */
export default defineConfig({
  test: {
    // One more than there are cores: tests of faults, schedules and streams wait more than they work.
    maxWorkers: 3,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: ['{drizzle,schema,server,scripts,web}/**/*.test.{ts,tsx,mjs}'],
          exclude: [...exclude, '**/*.{db,postgres,embedded,kubernetes}.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'embedded',
          isolate: false,
          include: ['{drizzle,schema,server}/**/*.{db,embedded}.test.ts'],
          exclude: [...exclude, ...onPostgresOnly],
          env: { BREAKWATER_TEST_DATABASE: 'embedded' },
          globalSetup: ['drizzle/test/global-setup-embedded.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'postgres',
          isolate: false,
          include: ['{drizzle,schema,server}/**/*.{db,postgres}.test.ts'],
          exclude,
          env: { BREAKWATER_TEST_DATABASE: 'postgres' },
          globalSetup: ['drizzle/test/global-setup-postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...(process.env['BREAKWATER_TEST_KUBERNETES'] ? [kubernetes] : []),
    ],
  },
})

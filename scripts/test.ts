import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium, ensurePostgres, ensurePython } from './machine.ts'

/**
 * Every check, the cheap ones first; all of them run even when one fails. Ends with one line, `N passed, N failed`.
 * `npm test -- --only lint,types,vitest,browser` runs some of them.
 */
interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'breakwater-reports-'))
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined
const notTested: string[] = []

const steps: Record<string, () => Outcome> = {
  lint: () => command('format and lint', 'biome', ['ci', '--error-on-warnings', '.']),
  types: () => command('types', 'turbo', ['run', 'types', 'types:root', '--output-logs=errors-only']),
  vitest: unitAndIntegration,
  browser: browserTests,
}

const outcomes = Object.entries(steps)
  .filter(([name]) => !only || only.includes(name))
  .map(([, run]) => run())
rmSync(reports, { recursive: true, force: true })
const sum = (part: keyof Outcome) => outcomes.reduce((total, outcome) => total + outcome[part], 0)

for (const what of notTested) console.log(`\n!!! NOT TESTED: ${what}`)
const skipped = sum('skipped')
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = sum('failed') > 0 ? 1 : 0

function unitAndIntegration(): Outcome {
  const withPostgres = process.env['TEST_DATABASE_URL'] !== undefined || ensurePostgres()
  if (!withPostgres) {
    notTested.push(
      'PostgreSQL: no server in TEST_DATABASE_URL, and no binaries on this machine (Debian: apt-get install postgresql).',
    )
  }
  const python = ensurePython()
  if (!python) {
    notTested.push(
      'examples/breakwater.py: no python3 with the package websockets (Debian: apt-get install python3-websockets).',
    )
  }
  const report = join(reports, 'vitest.json')
  const projects = ['unit', 'embedded', ...(withPostgres ? ['postgres'] : [])].flatMap((name) => ['--project', name])
  const status = execute(
    'vitest',
    ['run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    python ? { BREAKWATER_TEST_PYTHON: python } : {},
  )
  const result = readReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(report)
  if (!result) return { passed: 0, failed: 1, skipped: 0 }
  const failed = result.numFailedTests
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: result.numPendingTests,
  }
}

function browserTests(): Outcome {
  const chromium = ensureChromium()
  if (!chromium) {
    notTested.push('the dashboard in a browser: no Chromium on this machine (Debian: apt-get install chromium).')
    return { passed: 0, failed: 0, skipped: 1 }
  }
  if (execute('turbo', ['run', 'build', '--output-logs=errors-only']) !== 0) return { passed: 0, failed: 1, skipped: 0 }
  const report = join(reports, 'playwright.json')
  const status = execute('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    BREAKWATER_TEST_CHROMIUM: chromium,
  })
  const result = readReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(report)
  if (!result) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, unexpected, flaky, skipped } = result.stats
  return { passed: expected + flaky, failed: unexpected === 0 && status !== 0 ? 1 : unexpected, skipped }
}

/** A check that passes or fails as a whole. */
function command(title: string, name: string, args: readonly string[]): Outcome {
  const failed = execute(name, args) !== 0
  console.log(`${failed ? 'FAILED' : 'ok'}: ${title}`)
  return { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0 }
}

function execute(name: string, args: readonly string[], environment: Record<string, string> = {}): number {
  console.log(`\n$ ${name} ${args.join(' ')}`)
  const binary = join(root, 'node_modules', '.bin', name)
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }
  const { status } = spawnSync(binary, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...quiet, ...environment },
  })
  return status ?? 1
}

function readReport<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

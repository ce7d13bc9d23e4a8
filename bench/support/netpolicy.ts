import { spawnSync } from 'node:child_process'

const MOST_MS = 120_000

/** Processor time of `netpolicy list` over a folder of manifests; undefined where there is no such program, or where it does not finish. */
export function netpolicyCpuMs(folder: string): number | undefined {
  const script = 'TIMEFORMAT="%U %S"; time netpolicy list --quiet --dirpath "$1" >/dev/null 2>&1'
  if (spawnSync('bash', ['-c', 'command -v netpolicy']).status !== 0) return undefined
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', folder], { encoding: 'utf8', timeout: MOST_MS })
  const [user, system] = stderr.trim().split(/\s+/).map(Number)
  return status === 0 && user !== undefined && system !== undefined ? (user + system) * 1_000 : undefined
}

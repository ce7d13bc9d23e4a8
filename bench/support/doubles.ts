import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Runs API servers' doubles of `pods` pods each in a process of their own while `use` runs, which gets the paths of their kubeconfigs. */
export async function withDoubles(
  pods: number,
  clusters: number,
  use: (kubeconfigs: readonly string[]) => Promise<void>,
): Promise<void> {
  const file = fileURLToPath(new URL('./double.ts', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [file, String(pods), String(clusters)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('The process has no output.')
  const kubeconfigs: string[] = []
  try {
    for await (const line of createInterface(child.stdout)) {
      kubeconfigs.push((JSON.parse(line) as { kubeconfig: string }).kubeconfig)
      if (kubeconfigs.length === clusters) break
    }
    await use(kubeconfigs)
  } finally {
    child.kill()
  }
}

import { registerHooks } from 'node:module'

/**
 * The command `breakwater` as in a pod: what the kubelet mounts for every pod is in the folder SERVICE_ACCOUNT_FOLDER instead of where
 * only a kubelet could put it.
 */
const mounted = "'/var/run/secrets/kubernetes.io/serviceaccount'"
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/clusters/source-in-cluster.ts')) return loaded
    const source = String(loaded.source)
    if (!source.includes(mounted)) throw new Error('The folder of the service account is not where it was.')
    return { ...loaded, source: source.replace(mounted, JSON.stringify(process.env['SERVICE_ACCOUNT_FOLDER'])) }
  },
})
const { main } = await import('../../server/src/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))

/**
 * Makes etcd forget all states before the present one, and API servers know of it, as they do by themselves every five
 * minutes. Source: etcd's gRPC gateway; k8s.io/apiserver, storage/etcd3/compact.go.
 */
export async function compact(etcd: string): Promise<void> {
  const { header } = await call(etcd, 'kv/range', { key: KEY })
  await call(etcd, 'kv/put', { key: KEY, value: base64(header.revision) })
  await call(etcd, 'kv/compaction', { revision: header.revision })
}

const KEY = base64('compact_rev_key')

async function call(etcd: string, path: string, body: object): Promise<{ header: { revision: string } }> {
  const answer = await fetch(`${etcd}/v3/${path}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`etcd answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as { header: { revision: string } }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

import { stringify } from 'yaml'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { CIS_VERSIONS } from '../frameworks.ts'
import { checksOf } from './list-of-checks.ts'
import { NODE_REPORT_FORMAT } from './node-report.ts'

/** The label of its pods. */
export const NODE_JOB_LABEL = ['app.kubernetes.io/name', 'breakwater-node-report'] as const

export interface NodeJobOptions {
  /** Its own, made with the job and taken away with it. */
  readonly namespace?: string
  /** One with a POSIX shell, awk, base64, find, grep, stat and tr; best named by its digest. */
  readonly image?: string
}

/**
 * A manifest that has each node tell the modes and owners of its files and how its kubelet is set: one JSON document in the log of each pod, as
 * `node-report.ts` reads it. It reads the node's folders only, has no network, no token and no capability, and prints no content of any file but
 * the kubelet's configuration, without its headers.
 *
 * Folders are mounted that every node has: a runtime would make one that is missing, and the job is to change nothing.
 */
export function nodeJobManifest({
  namespace = 'breakwater-nodes',
  image = 'busybox:1.37.0',
}: NodeJobOptions = {}): string {
  const labels = { [NODE_JOB_LABEL[0]]: NODE_JOB_LABEL[1] }
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      // Folders of the node are mounted, which no stricter level allows.
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'no-network', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'node-report', namespace, labels },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(image) },
      },
    },
  ]
  return objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n')
}

const FOLDERS = ['/etc', '/usr/lib', '/var/lib', '/proc']

function podSpec(image: string): object {
  const nameOf = (folder: string) => folder.slice(1).replaceAll('/', '-')
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // Control plane nodes are meant as well.
    tolerations: [{ operator: 'Exists' }],
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'report',
        image,
        command: ['/bin/sh', '-c', `${nodeScript()}\nexec sleep 2147483647\n`],
        env: [
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'ROOT', value: '/host' },
        ],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: FOLDERS.map((folder) => ({
          name: nameOf(folder),
          mountPath: `/host${folder}`,
          readOnly: true,
          mountPropagation: 'None',
        })),
      },
    ],
    volumes: FOLDERS.map((folder) => ({ name: nameOf(folder), hostPath: { path: folder, type: 'Directory' } })),
  }
}

/** The script of the job, for a POSIX shell: `NODE` is the node's name, `ROOT` where its folders are. Names of files that are no plain words are left out. */
export function nodeScript(): string {
  const { plain, below, flags } = whatToLookAt()
  return `set -eu
complete=true sep='' count=0
safe() { printf '%s' "$1" | tr -cd 'A-Za-z0-9_.-' | cut -c1-253; }
named() {
  name=$(awk -F: -v id="$2" '$3 == id { print $1; exit }' "$ROOT/etc/$1" 2>/dev/null) || name=''
  safe "\${name:-$2}"
}
look() {
  if [ -h "$ROOT$1" ]; then complete=false; return 0; fi
  [ -e "$ROOT$1" ] || return 0
  if [ "$count" -ge 1000 ]; then complete=false; return 0; fi
  path=$1
  facts=$(stat -c '%a %u %g' "$ROOT$path" 2>/dev/null) || { complete=false; return 0; }
  set -- $facts
  printf '%s{"path":"%s","mode":"%s","owner":"%s:%s"}' "$sep" "$path" "$1" "$(named passwd "$2")" "$(named group "$3")"
  sep=',' count=$((count + 1))
}
below() {
  [ -d "$ROOT$1" ] || return 0
  found=$(find "$ROOT$1" -mindepth 1 2>/dev/null | head -n 1001) || complete=false
  strange=$(printf '%s' "$found" | grep -c '[^A-Za-z0-9/._@:+-]') || true
  [ "$strange" = 0 ] || complete=false
  for one in $(printf '%s' "$found" | grep '^[A-Za-z0-9/._@:+-]*$'); do look "\${one#"$ROOT"}"; done
}
kubelet=''
for process in "$ROOT"/proc/[0-9]*; do
  [ "$(cat "$process/comm" 2>/dev/null)" = kubelet ] || continue
  grep -q '^PPid:[[:space:]]*1$' "$process/status" 2>/dev/null || continue
  kubelet=$process
  break
done
set -f
printf '{"format":"${NODE_REPORT_FORMAT}","node":"%s","files":[' "$(safe "$NODE")"
${plain.map((path) => `look ${path}`).join('\n')}
${below.map((path) => `below ${path}`).join('\n')}
printf ']'
if [ -n "$kubelet" ]; then
  arguments=$(tr '\\000' '\\n' < "$kubelet/cmdline" | awk -v names='${flags.join('|')}' '
    function tell(text) {
      gsub(/[^ -~]|["\\\\]/, "", text)
      printf "%s\\"%s\\"", sep, substr(text, 1, 2000)
      sep = ","
    }
    held != "" { if ($0 !~ /^-/) { tell(held "=" $0); held = ""; next } tell(held); held = "" }
    $0 ~ "^--(" names ")=" { tell($0); next }
    $0 ~ "^--(" names ")$" { held = $0 }
    END { if (held != "") tell(held) }')
  file=$(printf '%s' "$arguments" | tr ',' '\\n' | sed -n 's/^"--config=\\(.*\\)"$/\\1/p' | tail -n 1)
  content=''
  if [ -n "$file" ] && [ -f "$ROOT$file" ]; then
    content=$(head -c 262144 "$ROOT$file" | awk '/^[^ ]/ { hidden = /^staticPodURLHeader:/ } !hidden' | base64 | tr -d '\\n') || content=''
    if printf '%s' "$content" | base64 -d | grep -q staticPodURLHeader; then content=''; fi
  fi
  printf ',"kubelet":{"arguments":[%s],"configuration":"%s"}' "$arguments" "$content"
fi
printf ',"complete":%s}\\n' "$complete"`
}

/** What the checks ask for, each thing once. */
function whatToLookAt() {
  const known = CIS_VERSIONS.flatMap((version) => checksOf(version)).flatMap(({ by }) =>
    by.kind === 'nodeJob' ? [by] : [],
  )
  const paths = [...new Set(known.flatMap((by) => ('files' in by ? by.files.paths : [])))].sort()
  const folders = paths.filter((path) => path.includes('*')).map((path) => path.slice(0, path.lastIndexOf('/')))
  const below = [...new Set(folders)]
  const plain = paths.filter((path) => !path.includes('*')).map((path) => path.replace(/\/$/, ''))
  return {
    plain: plain.filter((path) => !below.some((folder) => path.startsWith(`${folder}/`))),
    below,
    flags: ['config', ...new Set(known.flatMap((by) => ('kubelet' in by ? [by.kubelet.flag] : [])))].sort(),
  }
}

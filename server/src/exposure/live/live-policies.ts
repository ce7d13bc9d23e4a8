import { keyOfPlace, type Place } from '../../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { AnalysisSettings, Reason } from '../model.ts'
import { type Enforcement, enforcementBy, PLUGIN_KINDS, pluginsOf, type SeenPlugin } from '../policies/enforcement.ts'
import { nodeAddresses } from '../policies/node-addresses.ts'
import type { PolicySources } from '../policies/pod-policies.ts'
import { POLICY_KINDS, readPolicy, unreadKinds } from '../policies/read-policies.ts'
import type { ReadPolicy } from '../policies/rules.ts'
import { Catalog } from './catalog.ts'
import { type Memo, type Steps, sameText } from './steps.ts'

/** The policies of a cluster as they are read, and whether anything enforces them, kept as objects change. */
export class LivePolicies implements PolicySources {
  readonly policies: Catalog<ReadPolicy>
  readonly #setting: AnalysisSettings['enforcement']
  readonly #nodes: Catalog<KubernetesObject>
  readonly #objects = new Map<string, { readonly kind: string; readonly object: KubernetesObject }>()
  readonly #changed = new Set<string>()
  readonly #plugins: Catalog<readonly SeenPlugin[]>
  readonly #enforcement: Memo<Enforcement>
  readonly #unread: Catalog<readonly Reason[]>
  #areNodesChanged = false

  constructor(steps: Steps, setting: AnalysisSettings['enforcement'], nodes: Catalog<KubernetesObject>) {
    this.policies = new Catalog(steps)
    this.#plugins = new Catalog(steps)
    this.#unread = new Catalog(steps)
    this.#enforcement = steps.memo<Enforcement>(sameText)
    this.#setting = setting
    this.#nodes = nodes
  }

  enforcement(): Enforcement {
    return this.#enforcement.of('', () => enforcementBy(this.#plugins.all().flat(), this.#setting))
  }

  unread(): readonly Reason[] {
    return this.#unread.get('') ?? []
  }

  setUnread(unread: ReadonlyMap<string, string>): void {
    const reasons = unreadKinds(unread)
    if (!sameText(reasons, this.#unread.peek(''))) this.#unread.set('', reasons)
  }

  /** Takes effect with `settle`. */
  change(place: Place, object: KubernetesObject | undefined): void {
    const { kind } = place
    const key = `${kind} ${keyOfPlace(place)}`
    if (this.#setting === 'detect' && PLUGIN_KINDS.includes(kind)) this.#changePlugins(key, kind, object)
    if (kind === 'Node') this.#areNodesChanged = true
    if (!POLICY_KINDS.includes(kind)) return
    const before = this.#objects.get(key)
    if (object) this.#objects.set(key, { kind, object })
    else this.#objects.delete(key)
    if (!before || !object || !sameText(saidBy(before.object), saidBy(object))) this.#changed.add(key)
  }

  settle(): void {
    if (this.#areNodesChanged)
      for (const [key, { kind }] of this.#objects) if (OF_NODES.has(kind)) this.#changed.add(key)
    if (this.#changed.size > 0) {
      const nodes = nodeAddresses(this.#nodes.items())
      for (const key of this.#changed) {
        const now = this.#objects.get(key)
        this.policies.set(key, now && readPolicy(now.kind, now.object, nodes))
      }
    }
    this.#changed.clear()
    this.#areNodesChanged = false
  }

  #changePlugins(key: string, kind: string, object: KubernetesObject | undefined): void {
    const plugins = object ? pluginsOf(kind, object) : []
    if (!sameText(plugins, this.#plugins.peek(key) ?? []))
      this.#plugins.set(key, plugins.length > 0 ? plugins : undefined)
  }
}

/** Kinds whose policies may name nodes by their labels. */
const OF_NODES = new Set(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'])

function saidBy(object: KubernetesObject): unknown {
  return [object['spec'], object['specs']]
}
